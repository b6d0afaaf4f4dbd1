"""A calendar of the tests' own, and what is exported into it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import icalendar

from ingest.invites import read_calendar
from ingest.types import Event, Place
from reports.calendar_file import calendar_ics, items
from reports.overview import overview
from reports.settings import Person
from store.history import History
from tests.reports.searches import NOW, PERSON

PLACE = Place("export.ics", "ics")


def exported(*known: History, now: datetime = NOW, who: Person = PERSON) -> str:
    """The file of these applications, the closed ones too."""
    return calendar_ics(items(overview(known, who, now), who), who)


def events(text: str) -> list[icalendar.Event]:
    """Its entries as another program reads them."""
    return icalendar.Calendar.from_ical(text.encode()).events


def read(text: str) -> tuple[Event, ...]:
    """Its entries as tealeaves reads calendars. Nothing in it may be wrong."""
    found, problems = read_calendar(text.encode(), PLACE)
    assert problems == ()
    return found


def imported(*files: str) -> dict[str, icalendar.Event]:
    """What a calendar holds after it was given the files in turn: by UID, and of two versions of an entry the
    newer (RFC 5546 §2.1.5)."""
    held: dict[str, icalendar.Event] = {}
    for file in files:
        for one in events(file):
            uid = str(one["UID"])
            if uid not in held or rank(held[uid]) <= rank(one):
                held[uid] = one
    return held


def rank(one: icalendar.Event) -> tuple[int, datetime]:
    return int(one["SEQUENCE"]), one["DTSTAMP"].dt


def summaries(found: Iterable[icalendar.Event]) -> list[str]:
    return [str(one["SUMMARY"]) for one in found]

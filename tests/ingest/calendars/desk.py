"""For the tests of shelves: events, and the calendars of an account."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.calendars.shelf import Shelf
from ingest.types import CalendarEvent, Event, Place, TimeKind, When
from tests.ingest.google_calendar.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Collection

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
SINCE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LAST = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)


def event(
    uid: str = "a", day: int = 1, summary: str = "Interview at Acme", month: int = 4, **more: object
) -> Event:
    at = dt.datetime(2026, month, day, 10, tzinfo=dt.UTC)
    made = Event(
        uid=uid, recurrence_id="", sequence=0, stamp=None, method="", status="", summary=summary,
        description="", location="", link="", organizer=None, attendees=(), start=When(at, TimeKind.ZONED),
        end=When(at + dt.timedelta(hours=1), TimeKind.ZONED),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def stamped(minute: int) -> dt.datetime:
    return NOW - dt.timedelta(hours=1) + dt.timedelta(minutes=minute)


class Calendars:
    """The calendars of an account, synced again and again: each time with new shelves over one desk."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.elsewhere: dict[str, set[str]] = {}
        self.now = NOW

    def sync(
        self, *puts: tuple[str, Collection[Event]], gone: Collection[str] = (), name: str = "mine"
    ) -> list[tuple[str, str, str]]:
        """Puts documents, takes others away; returns the new versions by spot, status and summary."""
        return self.sync_all({name: (puts, gone)})

    def sync_all(
        self, said: dict[str, tuple[Collection[tuple[str, Collection[Event]]], Collection[str]]]
    ) -> list[tuple[str, str, str]]:
        uids: set[str] = set()
        family: list[Shelf] = []
        shelves = {
            name: Shelf(
                Place(name, "ics"), self.desk, SINCE, self.now, uids, self.elsewhere.get(name, ()), family
            )
            for name in said
        }
        found: list[CalendarEvent] = []
        for name, (puts, gone) in said.items():
            for document, events in puts:
                found += shelves[name].put(document, events)
            for document in gone:
                shelves[name].gone(document)
        for name, shelf in shelves.items():
            found += shelf.over({key for other in family if other is not shelf for key in other.held})
            self.elsewhere[name] = shelf.elsewhere
        self.desk.kept += found
        return [(one.place.spot, one.event.status, one.event.summary) for one in found]

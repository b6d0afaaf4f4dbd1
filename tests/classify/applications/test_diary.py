"""A calendar of private life beside a job search: what is taken of it, and where it goes."""

from __future__ import annotations

import random
from typing import Any

import pytest

from classify.applications.calendar import belongs, known
from classify.applications.group import group
from classify.types import Me
from ingest.types import Place
from store.intake import SeenEvent
from tealeaves.pipeline.meetings import meetings_of
from tests.classify.applications.world import DIARY, LETTERS, ROBIN, SEARCH, event

ME = Me("Robin Hale", frozenset({ROBIN}), "Europe/London")
APPLICATIONS = group(LETTERS, (), ()).applications
KNOWN = known(APPLICATIONS, LETTERS, ME)
NAMES = {
    application.id: name
    for application in APPLICATIONS
    for name, letters in SEARCH.items()
    if application.members[0].key == letters[0].key
}


def where(told: dict[str, Any]) -> str:
    """The application that an event goes to, "?" where nothing tells which one, "" where it is private."""
    entry = event(told)
    if not belongs(entry, KNOWN):
        return ""
    meetings = meetings_of([SeenEvent(entry, Place("calendar", "ics"), "")], ME)
    found = [one for one in group(LETTERS, meetings, ()).applications if one.uids]
    return NAMES[found[0].id] if found else "?"


@pytest.mark.parametrize("told", DIARY["real"], ids=lambda told: str(told["title"]))
def test_an_event_of_the_search_goes_to_its_application_or_to_none(told: dict[str, Any]) -> None:
    assert where(told) == told["to"]


@pytest.mark.parametrize("told", DIARY["private"], ids=lambda told: str(told["title"]))
def test_nothing_private_is_taken(told: dict[str, Any]) -> None:
    assert where(told) == ""


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_mail_and_calendars_never_matters(seed: int) -> None:
    entries = [
        SeenEvent(event(told, uid=f"u{number}"), Place("calendar", "ics"), "")
        for number, told in enumerate(DIARY["real"])
    ]
    expected = group(LETTERS, meetings_of(entries, ME), ())
    letters, events = LETTERS.copy(), entries.copy()
    random.Random(seed).shuffle(letters)
    random.Random(seed).shuffle(events)
    assert group(letters, meetings_of(events, ME), ()) == expected
    shuffled = known(group(letters, (), ()).applications, letters, ME)
    assert [belongs(one.event, shuffled) for one in entries] == [belongs(one.event, KNOWN) for one in entries]

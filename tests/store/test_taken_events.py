"""Events of the candidate's own calendars, as each was taken last at its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ingest.types import CalendarEvent, Event, Place
from store.intake import Intake, SeenEvent
from tests.store.samples import NOW, START, event, intake, read

if TYPE_CHECKING:
    from store.store import Store

SOURCE = "calendar/robin@home.example"


def at(event_id: str, source: str = SOURCE) -> Place:
    return Place(source, "google-calendar", event_id)


def version(number: int, **changes: object) -> Event:
    """An event of a calendar, as it was changed the n-th time."""
    return replace(event(method=""), stamp=START + timedelta(hours=number), **changes)  # type: ignore[arg-type]


def taken(*events: SeenEvent) -> Intake:
    return intake(events=events)


def test_the_latest_version_of_each_event_is_given_with_its_place(store: Store, candidate: int) -> None:
    first, second, other = version(1), version(2, sequence=1), version(1, uid="u2")
    store.commit(candidate, taken(SeenEvent(second, at("a"), ""), SeenEvent(other, at("b"), "")), NOW)
    store.commit(candidate, taken(SeenEvent(first, at("a"), "")), NOW)
    assert store.taken_events(candidate, SOURCE) == (
        CalendarEvent(second, at("a")),
        CalendarEvent(other, at("b")),
    )


def test_what_was_changed_later_counts_whatever_its_sequence(store: Store, candidate: int) -> None:
    moved, reset = version(1, sequence=7), version(2, sequence=0)
    store.commit(candidate, taken(SeenEvent(moved, at("a"), ""), SeenEvent(reset, at("a"), "")), NOW)
    assert [one.event for one in store.taken_events(candidate, SOURCE)] == [reset]


def test_at_the_same_time_an_event_that_was_called_off_is_called_off(store: Store, candidate: int) -> None:
    on, off = version(1), version(1, status="CANCELLED")
    store.commit(candidate, taken(SeenEvent(on, at("a"), "")), NOW)
    store.commit(candidate, taken(SeenEvent(off, at("a"), "")), NOW)
    assert [one.event for one in store.taken_events(candidate, SOURCE)] == [off]


def test_an_event_without_a_stamp_is_the_oldest(store: Store, candidate: int) -> None:
    bare, stamped = replace(version(1), stamp=None), version(1)
    store.commit(candidate, taken(SeenEvent(stamped, at("a"), ""), SeenEvent(bare, at("a"), "")), NOW)
    assert [one.event for one in store.taken_events(candidate, SOURCE)] == [stamped]


def test_other_calendars_invites_by_mail_and_other_people_are_left_aside(
    store: Store, candidate: int
) -> None:
    elsewhere = SeenEvent(version(1), at("a", "calendar/other"), "")
    mailed = replace(read(1, events=(event("u9"),)), place=Place(SOURCE, "imap", "1:1"))
    store.commit(candidate, replace(intake(mailed), events=(elsewhere,)), NOW)
    stranger = store.candidate("somebody else")
    store.commit(stranger, taken(SeenEvent(version(1), at("a"), "")), NOW)
    assert store.taken_events(candidate, SOURCE) == ()


def test_a_version_that_is_known_is_taken_once(store: Store, candidate: int) -> None:
    one = taken(SeenEvent(version(1), at("a"), ""))
    assert store.commit(candidate, one, NOW).events == 1
    before = store.changes(candidate)
    assert store.commit(candidate, one, NOW).events == 0
    assert store.changes(candidate) == before


def test_events_of_a_calendar_that_is_asked_are_no_calendar_file(store: Store, candidate: int) -> None:
    store.commit(candidate, taken(SeenEvent(version(1), at("a"), "")), NOW)
    assert store.calendars(candidate) == ()

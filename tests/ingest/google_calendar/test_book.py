"""What a list that is begun anew makes of what was read of the one before."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.google_calendar.book import Book
from ingest.types import CalendarEvent, Item
from tests.ingest.google_calendar.desk import SINCE, Desk, at, interview

UPDATED = "2026-03-01T08:00:00Z"


def page(*items: dict[str, Any]) -> dict[str, Any]:
    return {"items": list(items), "updated": UPDATED, "timeZone": "Europe/Berlin"}


def meeting(id: str, **more: Any) -> dict[str, Any]:
    return interview(id=id, iCalUID=f"{id}@google.com", updated=UPDATED, **more)


@pytest.fixture
def book() -> Book:
    """A calendar of which two meetings were taken."""
    desk = Desk()
    taken = keep(Book("work/one", desk, SINCE, set()).take(page(meeting("one"), meeting("two"))))
    desk.kept += taken
    return Book("work/one", desk, SINCE, set())


def keep(items: list[Item]) -> list[CalendarEvent]:
    return [one for one in items if isinstance(one, CalendarEvent)]


def test_what_the_token_said_was_deleted_and_the_full_list_has_goes_on(book: Book) -> None:
    book.begin()
    book.take(page({"id": "one", "status": "cancelled"}))
    assert set(book.ended) == {"one"}
    book.begin()
    assert book.take(page(meeting("one"), meeting("two"))) == []
    assert book.sweep(None)
    assert not book.ended


def test_what_the_token_said_was_changed_and_the_full_list_lacks_is_over(book: Book) -> None:
    book.begin()
    book.take(page(meeting("one", location="Room 1")))
    book.begin()
    book.take(page(meeting("two")))
    assert book.sweep(None)
    assert [event.location for event in book.ended.values()] == ["Room 1"]


def test_an_instance_is_what_the_last_list_says(book: Book) -> None:
    instance = {"id": "three_20260408T080000Z", "recurringEventId": "three"}
    instance["originalStartTime"] = at("2026-04-08")  # type: ignore[assignment]
    series = meeting("three", recurrence=["RRULE:FREQ=WEEKLY"])
    book.begin()
    book.take(page(interview(summary="moved") | instance))
    book.begin()
    book.take(page(instance | {"status": "cancelled"}, series, meeting("one"), meeting("two")))
    assert book.settle() == []
    assert [event.summary for event in book.ended.values()] == ["Interview at Acme"]


def test_a_list_that_has_nothing_left_of_the_person_s_own_is_not_believed(book: Book) -> None:
    book.begin()
    book.take(page({"id": "gone", "status": "cancelled"}))
    assert not book.sweep(None)
    assert not book.ended

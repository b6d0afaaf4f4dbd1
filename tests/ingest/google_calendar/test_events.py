"""The JSON of an event is read into an `Event`, whatever it says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.google_calendar import cursor as cursors
from ingest.google_calendar import events, times
from ingest.google_calendar.book import Book
from ingest.google_calendar.cursor import Cursor
from ingest.invites.events import MOST_ATTENDEES, MOST_TEXT
from ingest.types import CalendarEvent, Event, Problem, TimeKind, When
from tests.ingest.google_calendar.desk import SINCE, Desk

BASE: dict[str, Any] = {
    "id": "abc",
    "iCalUID": "abc@google.com",
    "summary": "Interview at Acme",
    "start": {"dateTime": "2026-04-01T10:00:00+02:00", "timeZone": "Europe/Berlin"},
    "end": {"dateTime": "2026-04-01T11:00:00+02:00", "timeZone": "Europe/Berlin"},
}

VALUES = ["9999-12-31T23:59:59Z", "0001-01-01", "cancelled", "Acme", "RRULE:FREQ=DAILY", "\ud800", "\0"]
INNER = (
    "email displayName dateTime date timeZone uri entryPointType entryPoints responseStatus resource".split()
)
values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters())
json = st.recursive(
    values | st.sampled_from(VALUES),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER) | st.text(), inner, max_size=4)
    ),
    max_leaves=8,
)
NAMES = (
    "id iCalUID status eventType summary description location organizer attendees attendeesOmitted start end "
    "originalStartTime recurringEventId recurrence sequence created updated hangoutLink conferenceData"
).split()
anything = st.dictionaries(st.sampled_from(NAMES), json) | st.dictionaries(st.sampled_from(NAMES), json).map(
    lambda said: BASE | said
)


def read(**said: Any) -> Event:
    found = events.read(BASE | said)
    assert found is not None
    return found.event


def when(**said: str) -> When | None:
    return times.read(said)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@given(json | anything)
def test_whatever_an_event_says_it_is_read(said: object) -> None:
    found = events.read(said, "Europe/Berlin")
    if found is not None:
        repr(found.event).encode()
        assert not found.is_whole or found.event.start is not None
        assert "\n" not in found.trouble


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["items", "timeZone", "updated"]), st.lists(anything, max_size=4) | json
        )
        | st.builds(lambda items: {"items": items}, st.lists(anything, max_size=4)),
        max_size=3,
    )
)
def test_whatever_a_list_says_it_gives_events_and_problems(pages: list[dict[str, Any]]) -> None:
    desk = Desk()
    for _ in range(2):
        book = Book("work/one", desk, SINCE, set())
        book.begin()
        given = [item for page in pages for item in book.take(page)] + book.settle()
        book.sweep(None)
        assert all(isinstance(item, CalendarEvent | Problem) for item in given)
        assert book.held.keys() <= book.versions.keys()
        desk.kept += [item for item in given if isinstance(item, CalendarEvent)]
        desk.kept += [CalendarEvent(event, book.place(spot)) for spot, event in book.ended.items()]
        for event in desk.kept:
            repr(event).encode()


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_whatever_a_cursor_says_it_is_read_or_there_is_none(text: str) -> None:
    cursors.read(text)


@given(
    st.builds(Cursor, st.text(), st.text(), st.none() | st.just(SINCE), st.booleans(), st.just(("a", "b")))
)
def test_a_cursor_is_the_same_after_it_was_written(cursor: Cursor) -> None:
    assert cursors.read(cursor.text()) == cursor


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            {"dateTime": "2026-04-01T10:00:00+02:00", "timeZone": "Europe/Berlin"},
            When(utc("2026-04-01T08:00:00"), TimeKind.ZONED, "Europe/Berlin"),
        ),
        ({"dateTime": "2026-04-01T10:00:00Z"}, When(utc("2026-04-01T10:00:00"), TimeKind.ZONED)),
        (
            {"dateTime": "2026-04-01T10:00:00", "timeZone": "America/New_York"},
            When(utc("2026-04-01T14:00:00"), TimeKind.ZONED, "America/New_York"),
        ),
        ({"dateTime": "2026-04-01T10:00:00"}, When(dt.datetime(2026, 4, 1, 10), TimeKind.FLOATING)),  # noqa: DTZ001
        (
            {"dateTime": "2026-04-01T10:00:00", "timeZone": "Mars/Olympus"},
            When(dt.datetime(2026, 4, 1, 10), TimeKind.UNRESOLVED, "Mars/Olympus"),  # noqa: DTZ001
        ),
        ({"date": "2026-04-01"}, When(dt.datetime(2026, 4, 1), TimeKind.ALL_DAY)),  # noqa: DTZ001
        (
            {"date": "2026-04-01", "timeZone": "Europe/Berlin"},
            When(dt.datetime(2026, 4, 1), TimeKind.ALL_DAY),  # noqa: DTZ001
        ),
        ({"dateTime": "soon"}, None),
        ({}, None),
    ],
)
def test_invite_rule_9_a_time_says_what_kind_it_is(said: dict[str, str], expected: When | None) -> None:
    assert when(**said) == expected


def test_a_time_without_offset_and_zone_is_meant_in_the_zone_of_the_calendar() -> None:
    found = times.read({"dateTime": "2026-04-01T10:00:00"}, "Europe/Berlin")
    assert found == When(utc("2026-04-01T08:00:00"), TimeKind.ZONED, "Europe/Berlin")


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_time_at_the_end_of_all_times_is_unresolved(said: str) -> None:
    found = when(dateTime=said)
    assert found is not None
    assert found.kind is TimeKind.UNRESOLVED
    assert times.instant("9999-12-31T23:59:59Z") is None


VIDEO = {"entryPointType": "video", "uri": "https://acme.zoom.us/j/123"}
PHONE = {"entryPointType": "phone", "uri": "tel:+1-555-0100"}
MEET = "https://meet.google.com/abc-defg-hij"


@pytest.mark.parametrize(
    ("said", "link"),
    [
        ({"conferenceData": {"entryPoints": [PHONE, VIDEO]}, "hangoutLink": MEET}, VIDEO["uri"]),
        ({"conferenceData": {"entryPoints": [PHONE]}, "hangoutLink": MEET}, MEET),
        ({"hangoutLink": MEET, "location": "https://acme.zoom.us/j/9"}, MEET),
        ({"location": "https://acme.zoom.us/j/9"}, "https://acme.zoom.us/j/9"),
        ({"description": f'<p>Join <a href="{MEET}">{MEET}</a></p>'}, MEET),
        ({"location": "Room 1", "description": "see https://acme.example/map"}, ""),
    ],
)
def test_invite_rule_13_the_link_is_that_of_the_video_call(said: dict[str, Any], link: str) -> None:
    assert read(**said).link == link


def test_a_description_is_read_without_its_markup() -> None:
    assert read(description="<p>Ask for <b>Jane</b></p><br>Floor 3").description == "Ask for Jane\n\nFloor 3"


def test_a_description_a_title_and_a_list_of_guests_have_their_limits() -> None:
    guests = [{"email": f"{number}@acme.example"} for number in range(3 * MOST_ATTENDEES)]
    event = read(summary="x" * 3 * MOST_TEXT, description="y" * 3 * MOST_TEXT, attendees=guests)
    assert (len(event.summary), len(event.description)) == (MOST_TEXT, MOST_TEXT)
    assert len(event.attendees) == MOST_ATTENDEES


@pytest.mark.parametrize(("said", "number"), [(3, 3), (-1, 0), (2**40, 0), ("3", 0), (True, 0), (None, 0)])
def test_a_sequence_that_makes_no_sense_is_none(said: object, number: int) -> None:
    assert read(sequence=said).sequence == number


def test_an_event_that_repeats_more_often_than_daily_happens_once() -> None:
    found = events.read(BASE | {"recurrence": ["EXDATE:20260408", "RRULE:FREQ=HOURLY"]})
    assert found is not None
    assert (found.event.recurs, found.trouble) == ("", "an event that repeats more often than daily")
    assert found.is_whole


def test_what_a_series_leaves_out_and_adds_stands_below_its_rule() -> None:
    lines = [
        "EXDATE;TZID=Europe/London:20260408T100000,20260415T100000",
        "RRULE:FREQ=WEEKLY;COUNT=5",
        "RDATE;VALUE=DATE:20260501",
        "EXDATE:20260422T090000Z,rubbish",
    ]
    assert read(recurrence=lines).recurs == (
        "FREQ=WEEKLY;COUNT=5\nEXDATE:20260408T090000Z,20260415T090000Z,20260422T090000Z\nRDATE:20260501"
    )
    assert read(recurrence=["EXDATE:20260408"]).recurs == ""


def test_without_a_uid_it_is_the_one_that_google_makes_of_the_id() -> None:
    """A server that is not Google's may give none; all instances share that of their series."""
    bare = {name: said for name, said in BASE.items() if name != "iCalUID"}
    instance = {"id": "abc_20260408T080000Z", "recurringEventId": "abc", "originalStartTime": BASE["start"]}
    found = [events.read(bare), events.read(bare | instance)]
    assert [one and one.event.uid for one in found] == ["abc@google.com", "abc@google.com"]


def test_an_instance_that_does_not_say_which_one_is_not_taken_for_its_series() -> None:
    found = events.read(BASE | {"recurringEventId": "series"})
    assert found is not None
    assert not found.is_whole
    assert found.trouble == "a changed instance that does not say which one it is"

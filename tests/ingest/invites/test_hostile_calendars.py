"""Calendars that nobody's program wrote: bounded, and never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.invites import components, events, links
from ingest.invites.events import read_calendar
from ingest.types import Event, Place, Problem

CALENDARS = sorted((Path(__file__).parents[2] / "calendars").glob("*.ics"))
EVENT = "BEGIN:VEVENT\nUID:1\nDTSTART:20260401T100000Z\nEND:VEVENT\n"


def read(written: str) -> tuple[tuple[Event, ...], list[str]]:
    found, problems = read_calendar(written.encode(), Place("x", "ics"))
    return found, [problem.code for problem in problems]


def test_a_calendar_of_too_many_bytes_is_refused() -> None:
    assert read("x" * (events.MOST_BYTES + 1)) == ((), ["too-large"])


def test_of_too_many_events_the_first_are_taken() -> None:
    calendars, _, too_many = components.split("BEGIN:VCALENDAR\n" + EVENT * 30 + "END:VCALENDAR\n", 20)
    assert too_many
    assert len(calendars[0].events) == 20


def test_one_event_that_cannot_be_read_does_not_cost_the_others() -> None:
    empty = "BEGIN:VEVENT\nEND:VEVENT\n"
    found, codes = read(
        "BEGIN:VCALENDAR\n" + EVENT + empty + EVENT.replace("UID:1", "UID:2") + "END:VCALENDAR\n"
    )
    assert [event.uid for event in found] == ["1", "2"]
    assert codes == ["bad-invite"]


def test_the_time_after_very_many_attendees_is_read() -> None:
    crowd = "ATTENDEE:mailto:a@b.example\n" * 20_000
    (event,), _ = read("BEGIN:VCALENDAR\n" + EVENT.replace("UID:1\n", "UID:1\n" + crowd) + "END:VCALENDAR\n")
    assert event.start is not None


def test_components_nested_without_end_are_a_truncated_calendar() -> None:
    assert read("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 50_000) == ((), ["truncated"])
    assert read("BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + "BEGIN:VALARM\n" * 50_000) == ((), ["truncated"])


def test_only_the_first_attendees_of_very_many_are_read() -> None:
    crowd = "ATTENDEE:mailto:a@b.example\n" * 5_000
    (event,), _ = read(
        "BEGIN:VCALENDAR\n" + EVENT.replace("END:VEVENT", crowd + "END:VEVENT") + "END:VCALENDAR\n"
    )
    assert len(event.attendees) == 500


@pytest.mark.parametrize(
    ("url", "meeting"),
    [
        ("https://acme.zoom.us/j/123?pwd=x", True),
        ("https://zoom.us/download", False),
        ("https://teams.microsoft.com/meetingOptions/?x=1", False),
        ("https://notzoom.us/j/123", False),
        ("https://zoom.us.evil.example/j/123", False),
        ("https://meet.google.com/abc-defg-hij", True),
        ("https://meet.google.com/", False),
        ("https://acme.webex.com/meet/jane", True),
        ("https://[broken/j/1", False),
    ],
)
def test_a_meeting_is_known_by_host_and_path(url: str, meeting: bool) -> None:
    assert links.is_meeting(url) is meeting


def test_a_link_wrapped_more_than_once_is_unwrapped() -> None:
    inner = "https://www.google.com/url?q=https%3A%2F%2Fzoom.us%2Fj%2F1"
    wrapped = "https://eur01.safelinks.protection.outlook.com/?url=" + inner.replace("%", "%25").replace(
        "&", "%26"
    )
    assert links.unwrapped(wrapped) == "https://zoom.us/j/1"


def test_a_link_to_something_else_than_the_web_is_not_unwrapped() -> None:
    wrapped = "https://eur01.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)"
    assert links.unwrapped(wrapped) == wrapped


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damaged_calendar_gives_events_and_problems(data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from(CALENDARS)).read_bytes()
    at = data.draw(st.integers(0, len(raw)))
    length = data.draw(st.integers(0, 40))
    damaged = raw[:at] + data.draw(st.binary(max_size=20)) + raw[at + length :]
    found, problems = read_calendar(damaged, Place("x", "ics"))
    assert all(isinstance(event, Event) for event in found)
    assert all(isinstance(problem, Problem) for problem in problems)


LINES = st.sampled_from(
    [
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VTIMEZONE",
        "END:VTIMEZONE",
        "BEGIN:VALARM",
        "END:VALARM",
        "DTSTART:20260401T100000Z",
        "DTSTART;TZID=x:20260401T100000",
        "DTSTART;VALUE=DATE:20260230",
        "RRULE:FREQ=DAILY;UNTIL=x",
        "DURATION:P99999999999D",
        "DTSTART:00010101T000000",
        "DTSTART;TZID=Asia/Tokyo:00010101T000000",
        "DTSTART;TZID=Asia/Tokyo:99991231T235959",
        "TZID:x",
        "TZOFFSETTO:+0100",
        "BEGIN:STANDARD",
        "END:STANDARD",
        "METHOD:REQUEST",
        'ATTENDEE;CN="x',
        "ORGANIZER:mailto:",
        "RECURRENCE-ID:x",
        "SEQUENCE:99999999999999999999",
        "X-WR-TIMEZONE:x",
        " folded",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES | st.text(max_size=10), max_size=25).map("\r\n".join))
def test_any_lines_of_a_calendar_are_read_without_an_exception(written: str) -> None:
    read_calendar(
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + written).encode("utf-8", "replace"), Place("x", "ics")
    )
    read_calendar(written.encode("utf-8", "replace"), Place("x", "ics"))

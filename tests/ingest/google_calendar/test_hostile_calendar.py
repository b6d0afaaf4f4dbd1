"""Calendars that answer as no calendar should: nothing hangs, nothing private stays, none stops another."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from ingest.errors import SourceError, UnreachableError
from ingest.google import pages
from ingest.types import TimeKind
from tests.ingest.google_calendar.desk import MINE, Desk, at, interview, private, sync
from tests.servers.google.faults import Fault, backend_error, html, named, rate_limited
from tests.servers.google.wire import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.google import GoogleServer
    from tests.servers.google.calendar import Calendar
    from tests.servers.google.wire import Request

NESTED = Fault(Answer(200, b"[" * 100_000))


def says(value: Any) -> Fault:
    return Fault(Answer(200, json.dumps(value).encode()))


def lists_of(calendar: str) -> Callable[[Request], bool]:
    return lambda request: request.name == "events.list" and request.arguments.get("calendarId") == calendar


def event(**more: Any) -> dict[str, Any]:
    """An entry of a list that belongs, and what is odd about it."""
    return {"id": "e1", "iCalUID": "u1@acme.example", "status": "confirmed", **interview(), **more}


def given(server: GoogleServer, desk: Desk, *events: Any) -> None:
    """One sync, with just these on the list."""
    server.faults.on(named("events.list"), says({"items": events, "nextSyncToken": "after"}))
    sync(server, desk)


# Events

ODD: list[dict[str, Any]] = [
    {"summary": "Acme \ud800\0\x1b[2J", "iCalUID": "\ud800"},
    {"attendees": [{"email": f"a{number}@acme.example"} for number in range(100_000)]},
    {"attendees": [None, 5, {"email": ["x"]}, {"displayName": "\ud800"}], "organizer": []},
    {"description": "<div>" * 500_000},
    {"description": "https://zoom.us/j/" * 300_000},
    {"description": "<!--" * 1_000_000},
    {"recurrence": ["RRULE:FREQ=SECONDLY"]},
    {"recurrence": ["RRULE:" + "BYDAY=MO;" * 100_000, {"a": 1}, None]},
    {"updated": "9998-12-31T23:59:59Z", "created": "0001-01-01T00:00:00+14:00", "sequence": 2**31 - 1},
    {"start": at("9999-12-31"), "end": at("9999-12-31")},
    {"start": at("2026-05-02"), "end": at("2026-05-01")},
    {"start": {"dateTime": "2026-04-01T10:00:00", "timeZone": "../../etc/passwd\0"}},
    {"conferenceData": {"entryPoints": [None, {"uri": 5, "entryPointType": "video"}]}, "hangoutLink": []},
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd)[:40])
def test_an_event_may_say_anything_and_the_next_one_comes(
    server: GoogleServer, calendar: Calendar, desk: Desk, odd: dict[str, Any]
) -> None:
    given(server, desk, None, 5, {}, dict.fromkeys(event()), event(**odd), event(id="e2", iCalUID="u2"))
    assert {one.place.spot for one in desk.versions} == {"e1", "e2"}
    assert max(len(one.event.attendees) for one in desk.versions) <= 1000
    desk.everything().encode()
    later = event(summary="Second interview at Acme", updated="2026-05-01T10:00:00Z")
    given(server, desk, later, event(id="e2", iCalUID="u2"))
    latest = {one.place.spot: one.event.summary for one in desk.taken(f"work/{MINE}")}
    assert latest["e1"] == "Second interview at Acme"


def test_an_instance_is_told_apart_by_the_form_in_which_its_time_is_given(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    """A series of whole days that has become one of hours, or the other way round."""
    series = event(id="s", recurrence=["RRULE:FREQ=WEEKLY"])
    day = event(id="s_20260408", recurringEventId="s", originalStartTime={"date": "2026-04-08"})
    hour = {
        "id": "s_20260415T080000Z",
        "status": "cancelled",
        "recurringEventId": "s",
        "originalStartTime": {"dateTime": "2026-04-15T10:00:00+02:00"},
    }
    nowhere = {"id": "s_3", "status": "cancelled", "recurringEventId": "s", "originalStartTime": 5}
    given(server, desk, series, day, hour, nowhere)
    assert {one.event.recurrence_id: one.event.status for one in desk.versions} == {
        "": "CONFIRMED",
        "20260408": "CONFIRMED",
        "20260415T080000Z": "CANCELLED",
    }
    [whole] = [one.event for one in desk.versions if not one.event.recurrence_id]
    assert whole.start is not None
    assert whole.start.kind is TimeKind.ZONED


def test_an_id_that_is_used_again_is_a_new_meeting(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    given(server, desk, event())
    given(server, desk, {"id": "e1", "status": "cancelled"})
    given(server, desk, event(iCalUID="other@acme.example", summary="Coffee with Acme"))
    assert desk.status("u1@acme.example") == "CANCELLED"
    assert desk.status("other@acme.example") == "CONFIRMED"


def test_a_private_event_leaves_none_of_its_words_however_the_sync_fares(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    """Neither where its time cannot be read, nor where the sync breaks off behind it, nor as an instance."""
    words = {
        "description": "Chemotherapy",
        "location": "Ward 7",
        "attendees": [{"email": "doctor@ward.example"}],
    }
    hidden = [
        {"id": "p1", **private(), **words},
        {"id": "p2", **private(), **words, "start": {"dateTime": "never"}},
        {"id": "p3_20260401", "recurringEventId": "p3", **private(), **words, "originalStartTime": 5},
        {"id": "p4", **private(), **words, "recurrence": ["RRULE:FREQ=SECONDLY"], "status": "\x1b[31m"},
    ]
    server.faults.on(named("events.list"), says({"items": [event(), *hidden], "nextPageToken": "2"}))
    server.faults.on(named("events.list"), rate_limited(429, seconds=4000))
    with pytest.raises(SourceError) as told:
        sync(server, desk)
    given(server, desk, event(), *hidden)
    assert [one.event.uid for one in desk.kept] == ["u1@acme.example"]
    for word in ("Cardiologist", "Chemotherapy", "Ward", "doctor", "p1", "p2", "p3", "p4"):
        assert word not in desk.everything() + str(told.value)


# Tokens and pages


@pytest.mark.parametrize(
    "token", ["\ud800", "a\r\nHost: evil", "a" * 1_000_000, 5, {"a": 1}, ""], ids=lambda t: ascii(t)[:9]
)
@pytest.mark.parametrize("kind", ["nextSyncToken", "nextPageToken"])
def test_a_token_may_be_anything_and_the_next_sync_goes_on(
    server: GoogleServer, calendar: Calendar, desk: Desk, kind: str, token: Any
) -> None:
    server.faults.on(named("events.list"), says({"items": [], kind: token}))
    with contextlib.suppress(SourceError):
        sync(server, desk)
    server.faults.clear()
    server.violations.clear()  # an address that is too long goes out as the body of a POST
    calendar.put(interview())
    sync(server, desk)
    assert desk.told == [("Interview at Acme", "CONFIRMED")]


def test_a_list_that_always_has_another_page_ends(
    server: GoogleServer, calendar: Calendar, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_PAGES", 20)
    for number in range(30):
        server.faults.on(named("events.list"), says({"items": [], "nextPageToken": f"page-{number}"}))
    with pytest.raises(UnreachableError, match="no end"):
        sync(server, desk)


# Calendars


@pytest.mark.parametrize(
    "id", ["a/b", "../x", "..", "\ud800", "a\r\nX-Evil: 1", "\x1b[2J", "\0", "#", "?", "%2e%2e",
     "a" * 100_000],
    ids=lambda id: ascii(id)[:12],
)  # fmt: skip
def test_a_calendar_may_be_called_anything_and_the_others_are_read(
    server: GoogleServer, calendar: Calendar, desk: Desk, id: str
) -> None:
    calendar.put(interview())
    odd = {"id": id, "summary": "\x1b[31m\r\n\ud800", "accessRole": "owner"}
    entries = [None, 5, {"id": 7}, odd, {"id": MINE, "accessRole": "owner", "primary": True}]
    server.faults.on(named("calendarList.list"), says({"items": entries}))
    sync(server, desk)
    assert desk.told == [("Interview at Acme", "CONFIRMED")]
    desk.everything().encode()
    assert not server.violations


@pytest.mark.parametrize("fault", [backend_error(503), NESTED, html(502)], ids=["503", "nested", "html"])
def test_a_calendar_that_always_fails_stops_no_other(
    server: GoogleServer, calendar: Calendar, desk: Desk, fault: Fault
) -> None:
    bad = server.calendar("bad", "Bad")
    bad.put(interview("2026-04-03", "Call with Acme"))
    server.calendar("good", "Good").put(interview("2026-04-02", "Lunch with Acme"))
    calendar.put(interview())
    server.faults.on(lists_of("bad"), fault, times=None)
    sync(server, desk)
    assert {one.event.summary for one in desk.versions} == {"Interview at Acme", "Lunch with Acme"}
    assert [(one.code, one.place.source) for one in desk.problems] == [("unreadable-calendar", "work/bad")]
    server.faults.clear()
    sync(server, desk)
    assert desk.told == [("Call with Acme", "CONFIRMED")]


def test_what_was_moved_into_a_calendar_that_fails_is_not_called_off(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    bad = server.calendar("bad", "Bad")
    said = interview(iCalUID="u1@acme.example")
    id = calendar.put(said)
    sync(server, desk)
    calendar.cancel(id)
    bad.put(said)
    server.faults.on(lists_of("bad"), backend_error(503), times=None)
    sync(server, desk)
    assert desk.status("u1@acme.example") == "CONFIRMED"
    server.faults.clear()
    sync(server, desk)
    assert desk.status("u1@acme.example") == "CONFIRMED"


def test_where_several_calendars_fail_in_a_row_it_is_the_server(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    for name in ("b", "c", "d", "e"):
        server.calendar(name, name)
    sync(server, desk)
    before = dict(desk.cursors)
    server.faults.on(named("events.list"), backend_error(503), times=None)
    with pytest.raises(UnreachableError):
        sync(server, desk)
    assert desk.cursors == before
    assert len({request.arguments["calendarId"] for request in server.requests[-12:]}) == 2

"""A sync that breaks off, wherever it does, loses nothing and gives nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ingest.errors import SourceError, UnreachableError
from tests.ingest.google_calendar.desk import Desk, at, interview, sync
from tests.servers.google import faults, google_server
from tests.servers.google.wire import Answer

if TYPE_CHECKING:
    from tests.servers.google import GoogleServer
    from tests.servers.google.calendar import Calendar


def story(server: GoogleServer) -> list[Any]:
    """Changes of two calendars, step by step; a sync comes after each."""
    first, second = server.calendar("first", primary=True), server.calendar("second")
    first.page_size = second.page_size = 2

    def begin() -> None:
        for day in range(1, 5):
            first.put(interview(f"2026-04-0{day}", id=f"first{day}"))
            second.put(interview(f"2026-05-0{day}", id=f"second{day}"))
        first.put(interview("2026-06-01", id="series", recurrence=["RRULE:FREQ=WEEKLY"]))

    def change() -> None:
        first.cancel("first1")
        first.put({"id": "first2", "summary": "Acme again"})
        first.cancel_instance("series", at("2026-06-08"))
        second.cancel("second3")
        second.put(first.events["first3"] | {"id": "first3"})
        first.cancel("first3")

    def expire() -> None:
        first.cancel("series")
        second.cancel("second1")
        first.forget_tokens()

    return [begin, change, expire]


def test_broken_off_at_any_request_nothing_is_lost_and_nothing_doubled() -> None:
    smooth, whole = told(0)
    assert whole["first3@google.com", ""] == ("Interview at Acme", "CONFIRMED", 0)
    broken = [told(number) for number in range(1, smooth + 1)]
    assert all(states == whole for _, states in broken)


def told(stop: int) -> tuple[int, dict[tuple[str, str], tuple[str, str, int]]]:
    """Syncs after each step, broken off at the `stop`-th request of all and begun again."""
    desk = Desk()
    with google_server() as server:
        if stop:
            server.faults.on(lambda one: one.http == stop, faults.daily_limit())
        for step in story(server):
            step()
            while True:
                try:
                    sync(server, desk)
                    break
                except SourceError:
                    continue
        assert server.faults.struck == bool(stop)
        assert not server.violations
        states = {key: (one.summary, one.status, one.sequence) for key, one in desk.now().items()}
        ids = [(one.place, one.event) for one in desk.kept]
        assert len(ids) == len(set(ids))
        return server.http_requests, states


def test_taken_twice_from_any_earlier_cursor_nothing_changes(server: GoogleServer, desk: Desk) -> None:
    earlier: list[dict[str, str]] = [{}]
    for step in story(server):
        step()
        sync(server, desk)
        earlier += [earlier[-1] | {batch.stream: batch.cursor} for batch in desk.batches]
    states, kept = desk.now(), len(desk.kept)
    for cursors in earlier:
        desk.cursors = dict(cursors)
        sync(server, desk)
        assert {key: one.status for key, one in desk.now().items()} == {
            key: one.status for key, one in states.items()
        }
        assert len(desk.kept) == kept


def test_a_cursor_that_means_nothing_lists_anew(server: GoogleServer, calendar: Calendar, desk: Desk) -> None:
    calendar.put(interview())
    for text in ("", "x", "null", "[1]", '{"token": 7}', '{"token": "made up"}', "\0\uffff"):
        desk.cursors = {calendar.id: text}
        sync(server, desk)
        assert not desk.problems
        assert len(desk.kept) == 1


def test_a_token_that_makes_no_sense_to_google_is_as_good_as_none(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put(interview())
    sync(server, desk)
    server.faults.on(lambda one: "syncToken" in one.query, faults.bad_request())
    sync(server, desk)
    assert server.faults.struck
    assert not desk.items


def test_a_list_that_goes_in_circles_ends(server: GoogleServer, calendar: Calendar, desk: Desk) -> None:
    """An empty page may name itself as the next one, but not for ever."""
    server.faults.on(faults.named("events.list"), faults.empty_page(), times=5)
    calendar.put(interview())
    sync(server, desk)
    assert len(desk.versions) == 1
    circle = faults.Fault(Answer(200, b'{"items": [], "nextPageToken": "again"}'))
    server.faults.on(faults.named("events.list"), circle, times=None)
    with pytest.raises(UnreachableError):
        sync(server, desk)

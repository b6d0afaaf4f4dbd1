"""A sync that breaks off, wherever it does, loses nothing and gives nothing twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ingest.caldav import collection
from ingest.errors import SourceError
from tests.ingest.caldav.desk import Desk, connector, sync
from tests.servers.caldav import dialect
from tests.servers.caldav.dav import Answer
from tests.servers.caldav.server import caldav_server
from tests.servers.caldav.store import event

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.caldav.dialect import Dialect
    from tests.servers.caldav.server import CalDavServer
    from tests.servers.caldav.store import Calendar

DIALECTS = {
    "pages": replace(dialect.PLAIN, page_size=2),
    "by state": dialect.POSTEO,
    "by states, no query, no multiget": replace(
        dialect.POSTEO, has_query=False, has_multiget=False, lists_ctag=False
    ),
    "icloud": replace(dialect.ICLOUD, host="", well_known="/"),
}
LAST = Answer(429, b"", {"Retry-After": "7200"})  # a sync ends at it, and nothing is asked again


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "AT_ONCE", 2)
    monkeypatch.setattr("ingest.caldav.tour.AT_ONCE", 2)


def story(server: CalDavServer) -> list[Callable[[], None]]:
    """Changes of two calendars, step by step; a sync comes after each."""
    first, second = server.calendar("first"), server.calendar("second")

    def begin() -> None:
        for number in range(1, 6):
            first.put(f"f{number}.ics", event(f"first{number}"))
            second.put(f"s{number}.ics", event(f"second{number}"))

    def change() -> None:
        first.remove("f1.ics")
        first.put("f2.ics", event("first2", summary="Acme again"))
        first.put("f4.ics", event("first4", hour=15))
        first.put("f6.ics", event("first6"))
        second.remove("s3.ics")
        second.put("from-first.ics", first.documents["f3.ics"])
        first.remove("f3.ics")

    def expire() -> None:
        first.remove("f4.ics")
        second.remove("s1.ics")
        first.forget_tokens()

    return [begin, change, expire]


@pytest.mark.parametrize("spoken", DIALECTS.values(), ids=DIALECTS.keys())
def test_broken_off_at_any_request_nothing_is_lost_and_nothing_doubled(spoken: Dialect) -> None:
    smooth, whole = told(spoken, 0)
    assert whole["first3", ""] == ("Interview at Acme", "", 10)
    assert whole["first4", ""][1] == "CANCELLED"
    assert len([one for one in whole.values() if one[1] == "CANCELLED"]) == 4
    for number in range(1, smooth + 1):
        assert told(spoken, number)[1] == whole, number


def told(spoken: Dialect, stop: int) -> tuple[int, dict[tuple[str, str], Any]]:
    """Syncs after each step, broken off at the `stop`-th request of all and begun again."""
    desk = Desk()
    with caldav_server(spoken) as server:
        fault = server.on(lambda one: one.number == stop, LAST)
        for step in story(server):
            step()
            while True:
                try:
                    sync(server.url, desk)
                    break
                except SourceError:
                    continue
        assert fault.times == (0 if stop else 1)
        assert not server.violations
        states = {
            key: (one.summary, one.status, one.start.at.hour if one.start else None)
            for key, one in desk.now().items()
        }
        ids = [(one.place, one.event) for one in desk.kept]
        assert len(ids) == len(set(ids))
        return len(server.requests), states


@pytest.mark.parametrize("spoken", DIALECTS.values(), ids=DIALECTS.keys())
def test_taken_twice_from_any_earlier_cursor_nothing_changes(
    start: Callable[[Dialect], CalDavServer], desk: Desk, spoken: Dialect
) -> None:
    server = start(spoken)
    earlier: list[dict[str, str]] = [{}]
    for step in story(server):
        step()
        sync(server.url, desk)
    for batch in desk.batches:
        earlier.append(earlier[-1] | {batch.stream: batch.cursor})
    states, kept = desk.now(), len(desk.kept)
    for cursors in earlier:
        desk.cursors = dict(cursors)
        sync(server.url, desk)
        assert {key: one.status for key, one in desk.now().items()} == {
            key: one.status for key, one in states.items()
        }
        assert len(desk.kept) == kept


def test_a_first_sync_that_breaks_off_goes_on_where_it_was(
    server: CalDavServer, calendar: Calendar, desk: Desk
) -> None:
    for number in range(8):
        calendar.put(f"{number}.ics", event(f"u{number}"))
    with connector(server.url, desk) as one:
        batches = one.changes({})
        for _ in range(3):  # where the home is, and two with documents
            desk.take(next(batches))
    server.requests.clear()
    sync(server.url, desk)
    asked = [one for one in server.requests if one.kind == "calendar-multiget"]
    assert sum(one.body.count(b"<d:href>") for one in asked) == 4
    assert len(desk.kept) == 8


def test_a_cursor_that_means_nothing_reads_anew(server: CalDavServer, calendar: Calendar, desk: Desk) -> None:
    calendar.put("a.ics", event("a"))
    stream = calendar.path.rstrip("/")
    for text in ("", "x", "null", "[1]", '{"token": 7}', '{"token": "made up"}', '{"seen": "é"}', "\0\uffff"):
        desk.cursors = {stream: text, "home:": text}
        sync(server.url, desk)
        assert not desk.problems
        assert len(desk.kept) == 1

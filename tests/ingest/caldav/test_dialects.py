"""The servers that people have: each is found, read and followed, whatever its dialect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.ingest.caldav.desk import Desk, connector, sync
from tests.servers.caldav import dialect
from tests.servers.caldav.server import caldav_server
from tests.servers.caldav.store import event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.servers.caldav.dialect import Dialect
    from tests.servers.caldav.server import CalDavServer

VARIANTS = {
    **dialect.ALL,
    "weak etags": replace(dialect.PLAIN, etags="weak", has_sync=False, lists_tokens=False),
    "no etags": replace(dialect.PLAIN, etags="none", has_sync=False, lists_tokens=False),
    "no multiget": replace(dialect.PLAIN, has_multiget=False),
    "pages": replace(dialect.PLAIN, page_size=2),
    "absolute": replace(dialect.PLAIN, absolute=True),
    "nothing listed": replace(
        dialect.PLAIN, lists_tokens=False, lists_ctag=False, lists_reports=False, has_sync=False
    ),
}


@pytest.fixture(params=list(VARIANTS.values()), ids=list(VARIANTS))
def spoken(request: pytest.FixtureRequest) -> Iterator[CalDavServer]:
    with caldav_server(request.param) as server:
        yield server
        assert not server.violations


def test_it_is_found_from_its_bare_address_and_followed(spoken: CalDavServer, desk: Desk) -> None:
    calendar, other = spoken.calendar("jobs"), spoken.calendar("home%20&%20garden%231")
    for number in range(7):
        calendar.put(f"event%20{number}.ics", event(f"u{number}"))
    other.put("b@c.ics", event("other"))
    sync(spoken.url, desk)
    assert {one.event.uid for one in desk.versions} == {"other", *(f"u{number}" for number in range(7))}
    assert not desk.problems
    sync(spoken.url, desk)
    assert not desk.items
    calendar.put("event%200.ics", event("u0", hour=15))
    calendar.remove("event%201.ics")
    calendar.put("new.ics", event("new"))
    sync(spoken.url, desk)
    states = [(one.event.uid, one.event.status) for one in desk.versions]
    assert sorted(states) == [("new", ""), ("u0", ""), ("u1", "CANCELLED")]
    assert not desk.problems
    other.put("moved.ics", calendar.documents["new.ics"])
    calendar.remove("new.ics")
    sync(spoken.url, desk)
    assert desk.status("new") == ""
    sync(spoken.url, desk)
    assert not desk.items


@pytest.mark.parametrize("name", ["plain", "radicale", "nextcloud", "fastmail", "posteo", "sogo", "baikal"])
def test_without_changes_one_request_tells_it(
    start: Callable[[Dialect], CalDavServer], desk: Desk, name: str
) -> None:
    server = start(dialect.ALL[name])
    server.calendar("jobs").put("a.ics", event("a"))
    server.calendar("home").put("b.ics", event("b"))
    sync(server.url, desk)
    sync(server.url, desk)  # of one without tokens, the state of a calendar is not asked at first
    server.requests.clear()
    sync(server.url, desk)
    assert server.asked() == [f"PROPFIND {server.dialect.home}"]


def test_a_change_costs_no_more_than_it_is(start: Callable[[Dialect], CalDavServer], desk: Desk) -> None:
    server = start(dialect.NEXTCLOUD)
    calendar = server.calendar("jobs")
    server.calendar("home").put("b.ics", event("b"))
    calendar.put("a.ics", event("a"))
    sync(server.url, desk)
    calendar.put("a.ics", event("a", hour=15))
    server.requests.clear()
    sync(server.url, desk)
    assert server.asked() == [
        f"PROPFIND {server.dialect.home}",
        f"sync-collection {calendar.path}",
        f"GET {calendar.path}a.ics",
    ]


def test_what_holds_no_events_of_the_person_is_not_read(server: CalDavServer, desk: Desk) -> None:
    server.calendar("jobs")
    server.calendar("both", components=("VTODO", "VEVENT"))
    server.calendar("anything", components=())
    server.calendar("tasks", components=("VTODO",))
    server.calendar("inbox", kinds=("c:schedule-inbox",))
    server.calendar("outbox", kinds=("c:schedule-outbox",))
    server.calendar("holidays", kinds=("s:subscribed",))
    server.calendar("deleted", kinds=("n:deleted-calendar",))
    server.calendar("trashbin", kinds=("n:trash-bin",), is_calendar=False)
    server.calendar("notifications", is_calendar=False)
    server.calendar("busy", privileges=("c:read-free-busy",))
    server.calendar("shared", privileges=("d:read",))
    with connector(server.url, desk) as one:
        found = [calendar.name for calendar in one.calendars().calendars]
    assert found == ["Jobs", "Both", "Anything", "Shared"]


def test_an_address_with_and_without_its_last_slash_is_the_same(
    start: Callable[[Dialect], CalDavServer], desk: Desk
) -> None:
    server = start(dialect.FASTMAIL)
    server.calendar("jobs").put("a.ics", event("a"))
    for path in ("", "/", "dav/calendars", "dav/calendars/", "dav/principals/user/robin@fastmail.test/"):
        with connector(server.url.rstrip("/") + "/" * (path not in ("", "/")) + path, desk) as one:
            assert [found.name for found in one.calendars().calendars] == ["Jobs"], path


def test_a_home_that_is_a_calendar_itself_is_read(server: CalDavServer, desk: Desk) -> None:
    """As DavMail has it (https://github.com/mguessan/davmail/issues/75)."""
    calendar = server.calendar("jobs")
    calendar.put("a.ics", event("a"))
    server.speak(home=calendar.path)
    sync(server.url, desk)
    assert [one.event.uid for one in desk.versions] == ["a"]

"""The token of a calendar's changes: its pages, its end, and servers without one (RFC 6578)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.ingest.caldav.desk import Desk, sync
from tests.servers.caldav.dav import Answer
from tests.servers.caldav.store import event

if TYPE_CHECKING:
    from tests.servers.caldav.dav import Asked
    from tests.servers.caldav.server import CalDavServer
    from tests.servers.caldav.store import Calendar


def is_changes(asked: Asked) -> bool:
    return asked.kind == "sync-collection"


def is_list(asked: Asked) -> bool:
    return asked.method == "PROPFIND" and asked.path.endswith("/jobs/")


def token(calendar: Calendar, desk: Desk) -> str:
    return str(json.loads(desk.cursors[calendar.path.rstrip("/")])["token"])


@pytest.fixture
def two(calendar: Calendar) -> Calendar:
    calendar.put("a.ics", event("a"))
    calendar.put("b.ics", event("b"))
    return calendar


def test_507_means_more_and_the_new_token_goes_on(server: CalDavServer, two: Calendar, desk: Desk) -> None:
    server.speak(page_size=2)
    for number in range(5):
        two.put(f"{number}.ics", event(f"u{number}"))
    sync(server.url, desk)
    assert len(desk.versions) == 7
    assert token(two, desk) == two.token
    assert len([one for one in server.asked() if "sync-collection" in one]) == 4
    for number in range(5):
        two.put(f"{number}.ics", event(f"u{number}", hour=15))
    server.requests.clear()
    sync(server.url, desk)
    assert len(desk.versions) == 5
    assert len([one for one in server.asked() if "sync-collection" in one]) == 3
    *earlier, last = (json.loads(batch.cursor)["token"] for batch in desk.batches[-6:])
    assert last == two.token
    assert len({*earlier}) > 1


def test_a_token_that_does_not_move_ends_it(server: CalDavServer, two: Calendar, desk: Desk) -> None:
    stuck = Answer(
        207,
        b'<d:multistatus xmlns:d="DAV:"><d:response><d:href>/dav/calendars/robin/jobs/</d:href><d:status>'
        b"HTTP/1.1 507 Insufficient Storage</d:status></d:response><d:sync-token>same</d:sync-token>"
        b"</d:multistatus>",
    )
    server.on(is_changes, stuck, times=None)
    sync(server.url, desk)
    assert len(desk.versions) == 2  # by the list
    assert len([one for one in server.asked() if "sync-collection" in one]) == 2


@pytest.mark.parametrize(
    "stale", [(403, True), (409, True), (400, False), (409, False), (410, False), (412, False)]
)
def test_a_token_that_is_not_known_lists_anew_and_sweeps(
    server: CalDavServer, two: Calendar, desk: Desk, stale: tuple[int, bool]
) -> None:
    server.speak(stale=stale)
    sync(server.url, desk)
    two.remove("b.ics")
    two.put("c.ics", event("c"))
    two.forget_tokens()
    sync(server.url, desk)
    assert sorted((one.event.uid, one.event.status) for one in desk.versions) == [
        ("b", "CANCELLED"),
        ("c", ""),
    ]
    assert not desk.problems
    assert token(two, desk) == two.token


def test_a_403_without_that_condition_is_a_refusal(server: CalDavServer, two: Calendar, desk: Desk) -> None:
    sync(server.url, desk)
    before = token(two, desk)
    two.remove("b.ics")
    server.on(is_changes, Answer(403), times=None)
    sync(server.url, desk)
    assert [one.code for one in desk.problems] == ["unreadable-calendar"]
    assert not desk.versions
    assert token(two, desk) == before
    server.faults.clear()
    sync(server.url, desk)
    assert [(one.event.uid, one.event.status) for one in desk.versions] == [("b", "CANCELLED")]


@pytest.mark.parametrize("status", [501, 405, 403, 400, 415, 507])
def test_a_server_that_does_not_tell_changes_is_read_by_the_state_of_each_document(
    server: CalDavServer, two: Calendar, desk: Desk, status: int
) -> None:
    server.speak(has_sync=False, lists_reports=False, no_sync_status=status)
    sync(server.url, desk)
    assert len(desk.versions) == 2
    two.put("b.ics", event("b", hour=15))
    two.put("c.ics", event("c"))
    two.remove("a.ics")
    server.requests.clear()
    sync(server.url, desk)
    assert sorted((one.event.uid, one.event.status) for one in desk.versions) == [
        ("a", "CANCELLED"),
        ("b", ""),
        ("c", ""),
    ]
    assert server.asked() == [
        "PROPFIND /dav/calendars/robin/",
        "PROPFIND /dav/calendars/robin/jobs/",
        "calendar-multiget /dav/calendars/robin/jobs/",
    ]


def test_too_many_for_a_report_of_everything_are_listed(
    server: CalDavServer, two: Calendar, desk: Desk
) -> None:
    """https://github.com/pimutils/vdirsyncer/issues/761"""
    body = b'<error xmlns="DAV:"><number-of-matches-within-limits/></error>'
    server.on(is_changes, Answer(403, body), times=None)
    sync(server.url, desk)
    assert len(desk.versions) == 2


@pytest.mark.parametrize("has_sync", [True, False])
def test_a_calendar_that_is_empty_all_of_a_sudden_is_not_believed_and_told_of_once(
    server: CalDavServer, two: Calendar, desk: Desk, has_sync: bool
) -> None:
    server.speak(has_sync=has_sync)
    sync(server.url, desk)
    kept = dict(two.documents)
    two.documents.clear()
    two.log.clear()
    two.forget_tokens()
    sync(server.url, desk)
    assert [one.code for one in desk.items] == ["suddenly-empty"]
    two.forget_tokens()
    sync(server.url, desk)
    assert not desk.items
    for name, raw in kept.items():
        two.put(name, raw)
    sync(server.url, desk)
    assert not desk.items
    two.remove("b.ics")
    sync(server.url, desk)
    assert [(one.event.uid, one.event.status) for one in desk.versions] == [("b", "CANCELLED")]


def test_what_the_token_tells_of_every_event_is_believed(
    server: CalDavServer, two: Calendar, desk: Desk
) -> None:
    sync(server.url, desk)
    two.remove("a.ics")
    two.remove("b.ics")
    sync(server.url, desk)
    assert [one.event.status for one in desk.versions] == ["CANCELLED", "CANCELLED"]
    assert not desk.problems


def test_an_event_that_was_passed_over_is_taken_when_the_diary_wants_it(
    server: CalDavServer, two: Calendar, desk: Desk
) -> None:
    two.put("g.ics", event("g", summary="Interview at Globex"))
    sync(server.url, desk)
    assert len(desk.versions) == 2
    desk.words = ("Acme", "Globex")
    sync(server.url, desk)
    assert [one.event.uid for one in desk.versions] == ["g"]
    server.requests.clear()
    sync(server.url, desk)
    assert len(server.requests) == 1


def test_a_second_look_ends_what_the_server_forgot_to_tell(
    server: CalDavServer, two: Calendar, desk: Desk
) -> None:
    sync(server.url, desk)
    two.remove("b.ics")
    two.log.pop()  # as servers do whose tokens are times
    desk.words = ("Acme", "Globex")
    sync(server.url, desk)
    assert [(one.event.uid, one.event.status) for one in desk.versions] == [("b", "CANCELLED")]


def test_one_calendar_that_fails_is_a_problem_and_the_others_are_read(
    server: CalDavServer, two: Calendar, desk: Desk
) -> None:
    for name in ("x", "y", "z"):
        server.calendar(name).put("d.ics", event(name))
    server.on(lambda asked: asked.path.startswith(two.path), Answer(500), times=None)
    sync(server.url, desk)
    assert sorted(one.event.uid for one in desk.versions) == ["x", "y", "z"]
    assert [(one.code, one.place.source) for one in desk.problems] == [
        ("unreadable-calendar", "jobs//dav/calendars/robin/jobs")
    ]
    server.faults.clear()
    sync(server.url, desk)
    assert sorted(one.event.uid for one in desk.versions) == ["a", "b"]


def test_what_is_over_waits_while_another_calendar_is_silent(
    server: CalDavServer, two: Calendar, desk: Desk
) -> None:
    others = [server.calendar(name) for name in ("x", "y", "z")]
    sync(server.url, desk)
    others[1].put("moved.ics", two.documents["b.ics"])
    two.remove("b.ics")
    server.on(lambda asked: asked.path.startswith(others[1].path), Answer(500), times=None)
    sync(server.url, desk)
    assert not desk.versions
    server.faults.clear()
    sync(server.url, desk)
    assert desk.status("b") == ""
    others[1].remove("moved.ics")
    sync(server.url, desk)
    assert desk.status("b") == "CANCELLED"

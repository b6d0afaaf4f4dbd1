"""Which documents are asked for, how many at once, and what becomes of one that cannot be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.caldav import collection, tour
from tests.ingest.caldav.desk import Desk, sync
from tests.servers.caldav.dav import Answer
from tests.servers.caldav.store import event

if TYPE_CHECKING:
    from tests.servers.caldav.dav import Asked
    from tests.servers.caldav.server import CalDavServer
    from tests.servers.caldav.store import Calendar


def is_multiget(asked: Asked) -> bool:
    return asked.kind == "calendar-multiget"


def is_about(name: str, asked: Asked) -> bool:
    return f"/{name}".encode() in asked.body or asked.path.endswith(f"/{name}")


def fill(calendar: Calendar, count: int, **more: object) -> None:
    for number in range(count):
        calendar.put(f"{number}.ics", event(f"u{number}", **more))  # type: ignore[arg-type]


def test_they_come_so_many_at_once(
    server: CalDavServer, calendar: Calendar, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection, "AT_ONCE", 3)
    fill(calendar, 8)
    sync(server.url, desk)
    asked = [one.body.count(b"<d:href>") for one in server.requests if is_multiget(one)]
    assert asked == [3, 3, 2]
    assert len(desk.versions) == 8


def test_what_an_answer_leaves_out_is_asked_for_alone(
    server: CalDavServer, calendar: Calendar, desk: Desk
) -> None:
    server.speak(most_documents=5)
    fill(calendar, 8)
    sync(server.url, desk)
    assert len(desk.versions) == 8


def test_what_went_between_the_list_and_the_question_is_over(
    server: CalDavServer, calendar: Calendar, desk: Desk
) -> None:
    fill(calendar, 3)
    sync(server.url, desk)
    for number in range(3):
        calendar.put(f"{number}.ics", event(f"u{number}", hour=15))

    def goes(right: Answer) -> Answer:
        calendar.documents.pop("1.ics", None)
        return server._dav.answer(server.requests[-1])

    server.on(is_multiget, goes)
    sync(server.url, desk)
    assert sorted((one.event.uid, one.event.status) for one in desk.versions) == [
        ("u0", ""),
        ("u1", "CANCELLED"),
        ("u2", ""),
    ]
    assert not desk.problems


@pytest.mark.parametrize("status", [500, 403, 400, 413, 507])
def test_one_document_that_spoils_a_request_stops_no_other(
    server: CalDavServer, calendar: Calendar, desk: Desk, status: int
) -> None:
    fill(calendar, 9)
    server.on(lambda asked: is_about("4.ics", asked), Answer(status), times=None)
    sync(server.url, desk)
    assert len(desk.versions) == 8
    [problem] = desk.problems
    assert problem.code == ("unread-event" if status in (500, 507) else "bad-event")
    assert "4.ics" not in repr(problem)


def test_a_document_that_could_not_be_had_is_asked_for_again_a_few_times(
    server: CalDavServer, calendar: Calendar, desk: Desk
) -> None:
    fill(calendar, 3)
    server.on(lambda asked: is_about("1.ics", asked), Answer(500), times=None)
    for _ in range(3):
        sync(server.url, desk)
        assert [one.code for one in desk.problems] == ["unread-event"]
    sync(server.url, desk)
    assert not desk.problems
    assert len(desk.kept) == 2
    server.faults.clear()
    calendar.put("1.ics", event("u1", hour=15))
    sync(server.url, desk)
    assert [one.event.uid for one in desk.versions] == ["u1"]


def test_one_that_comes_the_second_time_was_not_lost(
    server: CalDavServer, calendar: Calendar, desk: Desk
) -> None:
    fill(calendar, 3)
    server.on(lambda asked: is_about("1.ics", asked), Answer(500), times=None)
    sync(server.url, desk)
    server.faults.clear()
    sync(server.url, desk)
    assert [one.event.uid for one in desk.versions] == ["u1"]
    assert not desk.problems


def test_an_answer_that_is_too_large_is_asked_for_in_halves(
    server: CalDavServer, calendar: Calendar, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.caldav.session.MOST_BYTES", 20_000)
    fill(calendar, 12, more=f"DESCRIPTION:{'x' * 3000}\n")
    calendar.put("huge.ics", event("huge", more=f"DESCRIPTION:{'x' * 30_000}\n"))
    sync(server.url, desk)
    assert len(desk.versions) == 12
    assert [one.code for one in desk.problems] == ["bad-event"]


def test_a_character_that_no_xml_may_hold_spoils_one_document_and_not_the_others(
    server: CalDavServer, calendar: Calendar, desk: Desk
) -> None:
    fill(calendar, 4)
    calendar.put("2.ics", event("u2", more="DESCRIPTION:bell \x07\n"))
    sync(server.url, desk)
    assert len(desk.versions) == 4


def test_of_a_large_calendar_what_was_over_is_not_fetched(
    server: CalDavServer, calendar: Calendar, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tour, "WORTH_CHOOSING", 10)
    for number in range(30):
        calendar.put(f"old{number}.ics", event(f"old{number}", day="20250101"))
    fill(calendar, 5)
    calendar.put("series.ics", event("series", day="20250101", more="RRULE:FREQ=WEEKLY\n"))
    sync(server.url, desk)
    assert len(desk.versions) == 6
    assert sum(one.body.count(b"<d:href>") for one in server.requests if is_multiget(one)) == 6


@pytest.mark.parametrize("has_sync", [True, False])
def test_a_server_that_does_not_choose_is_asked_for_all(
    server: CalDavServer,
    calendar: Calendar,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    has_sync: bool,
) -> None:
    monkeypatch.setattr(tour, "WORTH_CHOOSING", 10)
    server.speak(has_query=False, has_sync=has_sync)
    fill(calendar, 15)
    calendar.put("old.ics", event("old", day="20250101"))
    sync(server.url, desk)
    assert len(desk.versions) == 15
    sync(server.url, desk)
    assert not desk.items


def test_a_calendar_beyond_all_measure_is_a_problem(
    server: CalDavServer, calendar: Calendar, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection, "MOST_MEMBERS", 5)
    fill(calendar, 9)
    server.calendar("home").put("a.ics", event("a"))
    sync(server.url, desk)
    assert [one.event.uid for one in desk.versions] == ["a"]
    assert [one.code for one in desk.problems] == ["unreadable-calendar"]


def test_a_document_of_a_known_event_that_is_spoilt_ends_nothing(
    server: CalDavServer, calendar: Calendar, desk: Desk
) -> None:
    fill(calendar, 1)
    sync(server.url, desk)
    for raw in (b"BEGIN:VCALENDAR\r\nBEGIN:VEV", b"", b"<html>", event("u0")[:-40]):
        calendar.put("0.ics", raw)
        sync(server.url, desk)
        assert not desk.versions
        assert desk.problems, raw
    assert desk.status("u0") == ""
    calendar.put("0.ics", event("u0", hour=15))
    sync(server.url, desk)
    assert [one.event.uid for one in desk.versions] == ["u0"]


def test_addresses_that_lead_to_other_sites_get_no_password(
    server: CalDavServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put("a.ics", event("a"))
    calendar.put("b.ics", event("b"))
    server.on(
        lambda asked: asked.kind == "sync-collection",
        lambda right: Answer(
            207,
            right.body.replace(b"/dav/calendars/robin/jobs/a.ics", b"https://evil.example/a.ics"),
            right.headers,
        ),
    )
    server.on(is_multiget, Answer(501), times=None)
    sync(server.url, desk)
    assert [one.event.uid for one in desk.versions] == ["b"]
    assert [one.code for one in desk.problems] == ["bad-event"]

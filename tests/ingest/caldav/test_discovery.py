"""Where the calendars are: found once, remembered, found anew; and what is said where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.caldav.session import address
from ingest.errors import SourceError, UnreachableError
from tests.ingest.caldav.desk import Desk, connector, sync
from tests.servers.caldav import dialect
from tests.servers.caldav.dav import Answer
from tests.servers.caldav.store import event

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.caldav.dialect import Dialect
    from tests.servers.caldav.server import CalDavServer
    from tests.servers.caldav.store import Calendar


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("https://cloud.example.org/remote.php/dav", "https://cloud.example.org/remote.php/dav"),
        ("https://cloud.example.org", "https://cloud.example.org/"),
        ("cloud.example.org", "https://cloud.example.org/"),
        ("cloud.example.org:8443", "https://cloud.example.org:8443/"),
        ("robin@example.org", "https://example.org/"),
        ("robin@icloud.com", "https://caldav.icloud.com/"),
        (" fastmail.com ", "https://caldav.fastmail.com/"),
        ("http://127.0.0.1:5232/", "http://127.0.0.1:5232/"),
        ("http://localhost:5232", "http://localhost:5232/"),
    ],
)
def test_an_address_may_be_written_as_people_write_it(said: str, meant: str) -> None:
    assert address(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "http://cloud.example.org/",
        "ftp://cloud.example.org/",
        "https://robin:s3cret@cloud.example.org/",
        "https://",
        "",
        "https://[::1",
        "https://cloud.example.org:port/",
        "a b",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_cannot_be_asked_is_refused_in_one_line(said: str) -> None:
    with pytest.raises(SourceError) as caught:
        address(said)
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_home_is_remembered_and_forgotten_when_it_fails(
    server: CalDavServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put("a.ics", event("a"))
    sync(server.url, desk)
    server.requests.clear()
    server.calendars.clear()
    server.speak(home="/dav/moved/robin/")
    server.calendar("jobs").put("b.ics", event("b"))
    sync(server.url, desk)
    assert [one.event.uid for one in desk.versions] == ["b"]
    assert server.asked()[:2] == ["PROPFIND /dav/calendars/robin/", "PROPFIND /.well-known/caldav"]
    server.requests.clear()
    sync(server.url, desk)
    assert server.asked() == ["PROPFIND /dav/moved/robin/"]


def test_a_home_that_was_found_for_another_address_is_not_asked(
    start: Callable[[Dialect], CalDavServer], server: CalDavServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put("a.ics", event("a"))
    sync(server.url, desk)
    server.requests.clear()
    other = start(dialect.PLAIN)
    other.calendar("jobs")
    sync(other.url, desk)
    assert not server.requests
    assert other.requests


def test_several_homes_are_read(server: CalDavServer, calendar: Calendar, desk: Desk) -> None:
    calendar.put("a.ics", event("a"))
    second = b"<d:href>/dav/calendars/robin/</d:href><d:href>/dav/calendars/robin/jobs/</d:href>"
    server.on(
        lambda asked: asked.path == server.dialect.principal,
        lambda right: Answer(
            207, right.body.replace(b"<d:href>/dav/calendars/robin/</d:href>", second), right.headers
        ),
    )
    sync(server.url, desk)
    assert [one.event.uid for one in desk.versions] == ["a"]


@pytest.mark.parametrize("status", [200, 404, 405, 403, 501, 302])
def test_a_wrong_address_is_told_of_with_what_to_write_instead(
    server: CalDavServer, desk: Desk, status: int
) -> None:
    page = Answer(status, b"<!DOCTYPE html><html><p>Hello", {"Content-Type": "text/html"})
    server.on(lambda asked: True, page, times=None)
    with pytest.raises(SourceError, match=r"127\.0\.0\.1: no calendars at .* write the address") as caught:
        sync(server.url, desk)
    assert "\n" not in str(caught.value)
    assert "Hello" not in str(caught.value)


def test_a_calendar_server_that_names_nobodys_calendars_is_told_of(server: CalDavServer, desk: Desk) -> None:
    server.speak(tells_principal=False)
    with pytest.raises(SourceError, match="no calendars at"):
        sync(server.url, desk)


def test_a_wrong_path_is_made_good_by_the_well_known_place(
    start: Callable[[Dialect], CalDavServer], desk: Desk
) -> None:
    server = start(dialect.NEXTCLOUD)
    server.calendar("jobs").put("a.ics", event("a"))
    sync(f"{server.url}index.php/apps/calendar/", desk)
    assert [one.event.uid for one in desk.versions] == ["a"]


def test_nobody_there_is_unreachable(desk: Desk) -> None:
    with pytest.raises(UnreachableError):
        sync("http://127.0.0.1:1/", desk)


def test_a_name_on_the_wish_list_that_is_not_there_is_a_problem_and_the_others_are_read(
    server: CalDavServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put("a.ics", event("a"))
    server.calendar("home").put("b.ics", event("b"))
    sync(server.url, desk, "JOBS", "Nowhere")
    assert [one.event.uid for one in desk.versions] == ["a"]
    assert [(one.code, one.place.source) for one in desk.problems] == [("no-calendar", "jobs/Nowhere")]


def test_an_account_without_calendars_gives_nothing(server: CalDavServer, desk: Desk) -> None:
    sync(server.url, desk)
    assert not desk.items
    with connector(server.url, desk) as one:
        assert one.calendars().calendars == ()

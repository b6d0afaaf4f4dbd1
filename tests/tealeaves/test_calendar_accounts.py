"""CalDAV calendars and feeds from end to end: the command line, a server, and what is told afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tealeaves.cli import syncing
from tests.servers.feed import FeedServer, Reply, feed_server
from tests.servers.radicale import USERS, Radicale, radicale
from tests.tealeaves import post
from tests.tealeaves.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

START = post.NOW + timedelta(days=3)
SECRET = "private-4f1c"
MAIL = '[[accounts]]\nname = "mail"\nkind = "maildir"\npath = "mail"\n'


@pytest.fixture
def server() -> Iterator[Radicale]:
    with radicale() as running:
        yield running


@pytest.fixture
def web() -> Iterator[FeedServer]:
    with feed_server() as running:
        yield running


@pytest.fixture
def robin(person: Person, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Robin, who has applied to Harbor & Vine, three days before the interview."""
    monkeypatch.setattr(syncing, "clock", lambda: post.NOW)
    for name in ("cur", "new", "tmp"):
        (person.folder / "mail" / name).mkdir(parents=True)
    (person.folder / "mail" / "new" / "1.eml").write_bytes(post.interview(1, 0).as_bytes())
    return person


def dav(server: Radicale, *lines: str) -> str:
    (user, word), *_ = USERS.items()
    told = ('name = "dav"', 'kind = "caldav"', f'url = "{server.url}"', f'user = "{user}"',
            f'password_command = ["printf", "%s", "{word}"]', *lines)  # fmt: skip
    return "[[accounts]]\n" + "\n".join(told) + "\n"


def feed(web: FeedServer) -> str:
    return f'[[accounts]]\nname = "feed"\nkind = "ics"\nurl = "{web.url(f"/{SECRET}/basic.ics")}"\n'


def event(summary: str, start: datetime = START, uid: str = "one@calendar.example", changes: int = 0) -> str:
    return "\r\n".join(
        ["BEGIN:VEVENT", f"UID:{uid}", f"SEQUENCE:{changes}", f"DTSTAMP:{post.at(changes):%Y%m%dT%H%M%SZ}",
         f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{start + timedelta(hours=1):%Y%m%dT%H%M%SZ}",
         f"SUMMARY:{summary}", "END:VEVENT"]
    )  # fmt: skip


def calendar(*events: str) -> bytes:
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Example//Calendar//EN",
        *events,
        "END:VCALENDAR",
        "",
    )
    return "\r\n".join(lines).encode()


def told(person: Person, account: str) -> str:
    """What a sync that went well says of that account."""
    said = person.run("sync")
    assert (said.code, said.err) == (0, "")
    [line] = [line for line in said.out.splitlines() if line.startswith(f"{account}: ")]
    return line


def interviews(person: Person) -> list[Any]:
    rows = person.run("applications", "--all", "--json", "--as-of", post.NOW.isoformat()).json()
    return [(one["start"], one["status"]) for row in rows for one in row["interviews"]]


def put(folder: Path, *events: str) -> None:
    (folder / "one.ics").write_bytes(calendar(*events))


INTERVIEW, THERAPY = "Interview Harbor & Vine", event("Couples therapy", uid="two@calendar.example")


def test_of_a_caldav_calendar_the_interviews_are_taken_and_nothing_else(
    robin: Person, server: Radicale
) -> None:
    mine = server.calendar("mine")
    put(mine, event(INTERVIEW))
    (mine / "two.ics").write_bytes(calendar(THERAPY))
    robin.write(dav(server), MAIL)
    assert told(robin, "dav").startswith("dav: 1 event of your applications is new or changed (")
    assert interviews(robin) == [(START.isoformat(), "upcoming")]
    assert told(robin, "dav").startswith("dav: nothing new since ")
    whole = b"".join(path.read_bytes() for path in (robin.folder / "store").iterdir())
    assert b"therapy" not in whole


def test_an_event_that_moves_and_goes_is_an_interview_moved_and_called_off(
    robin: Person, server: Radicale
) -> None:
    mine = server.calendar("mine")
    put(mine, event(INTERVIEW))
    robin.write(dav(server), MAIL)
    told(robin, "dav")
    later = START + timedelta(days=1)
    put(mine, event(INTERVIEW, later, changes=1))
    told(robin, "dav")
    assert interviews(robin) == [(later.isoformat(), "upcoming")]
    (mine / "one.ics").unlink()
    told(robin, "dav")
    assert [status for _, status in interviews(robin)] == ["cancelled"]


def test_a_password_that_is_refused_says_what_helps_and_nothing_of_itself(
    robin: Person, server: Radicale
) -> None:
    server.calendar("mine")
    robin.write(dav(server).replace(f'"{next(iter(USERS.values()))}"', f'"{SECRET}"'))
    said = robin.run("sync")
    assert said.code == 4
    assert said.err.count("\n") == 1
    assert "password" in said.err
    assert SECRET not in said.err + said.out


def test_an_account_that_is_tried_says_which_calendars_are_read(robin: Person, server: Radicale) -> None:
    server.calendar("mine", shown="Job search")
    robin.write(dav(server, 'calendars = ["Job search", "Other"]'))
    said = robin.run("accounts", "test")
    assert said.out.splitlines() == [
        "dav: signed in at 127.0.0.1; a sync reads Job search",
        "dav: no such calendar: Other",
    ]
    assert said.code == 3


def test_of_a_feed_the_interviews_are_taken_and_its_address_is_told_nowhere(
    robin: Person, web: FeedServer
) -> None:
    web.replies[f"/{SECRET}/basic.ics"] = Reply(body=calendar(event(INTERVIEW), THERAPY))
    robin.write(feed(web), MAIL)
    assert told(robin, "feed").startswith("feed: 1 event of your applications is new or changed (")
    assert interviews(robin) == [(START.isoformat(), "upcoming")]
    assert told(robin, "feed").startswith("feed: nothing new since ")
    whole = b"".join(path.read_bytes() for path in (robin.folder / "store").iterdir())
    assert b"therapy" not in whole
    assert SECRET.encode() not in whole


def test_a_feed_that_is_gone_is_told_of_and_what_was_taken_stays(robin: Person, web: FeedServer) -> None:
    web.replies[f"/{SECRET}/basic.ics"] = Reply(body=calendar(event(INTERVIEW)))
    robin.write(feed(web), MAIL)
    told(robin, "feed")
    web.replies.clear()
    said = robin.run("sync", "feed")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert SECRET not in said.err + said.out
    assert [status for _, status in interviews(robin)] == ["upcoming"]


def test_a_feed_is_tried_by_reading_it(robin: Person, web: FeedServer) -> None:
    robin.write(feed(web))
    assert robin.run("accounts", "test").code == 1
    web.replies[f"/{SECRET}/basic.ics"] = Reply(body=calendar(THERAPY))
    said = robin.run("accounts", "test")
    assert (said.code, said.out) == (0, "feed: its address can be read\n")

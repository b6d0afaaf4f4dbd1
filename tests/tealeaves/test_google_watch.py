"""`tealeaves watch` of accounts at Google, which tells nobody of news: they are asked every so often."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tealeaves.cli.commands.watch import EVERY
from tealeaves.pipeline.watch import wait_for_news
from tests.tealeaves import post
from tests.tealeaves.google import calendars, gmail
from tests.tealeaves.person import Person
from tests.tealeaves.test_watch import watch

if TYPE_CHECKING:
    from tests.servers.google import GoogleServer


def test_a_mailbox_at_google_is_asked_every_so_often(person: Person, google: GoogleServer) -> None:
    person.write(gmail(person.folder, google))
    google.mail.add(post.interview(1, 0).as_bytes())
    with watch(person, "--every", "1") as watching:
        assert watching.news().startswith("google: 1 message listed, 1 new (")
        google.mail.add(post.interview(2, 0).as_bytes())
        assert watching.news().startswith("google: 1 message listed, 1 new (")
        assert watching.end(signal.SIGINT) == (0, "", "Stopped.\n")
    assert len(person.shown()["messages"]) == 2


def test_a_calendar_at_google_is_asked_every_so_often(person: Person, google: GoogleServer) -> None:
    diary = google.calendar("robin.hale@postbox.example", "Robin Hale", primary=True)
    person.write(gmail(person.folder, google), calendars(person.folder, google))
    google.mail.add(post.interview(1, 0).as_bytes())
    assert person.run("sync").code == 0
    with watch(person, "calendar", "--every", "1") as watching:
        assert watching.line().startswith("calendar: nothing new since ")
        start = {"dateTime": post.at(500).isoformat()}
        diary.put({"summary": "Interview Harbor & Vine", "start": start, "end": start})
        assert watching.line().startswith("calendar: 1 event of your applications is new or changed (")
        assert watching.end(signal.SIGTERM) == (0, "", "Stopped.\n")


def test_where_nobody_tells_of_news_the_next_sync_is_as_far_as_was_asked() -> None:
    paused: list[float] = []
    assert not wait_for_news(None, {}, 60, paused.append)
    assert paused == [60]


@pytest.mark.parametrize(("kind", "seconds"), [("imap", 900), ("gmail", 60), ("google-calendar", 900)])
def test_unless_it_is_said_how_often_it_goes_by_the_kind(kind: str, seconds: int) -> None:
    assert EVERY[kind] == seconds

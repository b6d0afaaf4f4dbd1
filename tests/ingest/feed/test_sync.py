"""What a feed says now, against what was taken of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from ingest.errors import SourceError
from ingest.feed.account import KIND
from ingest.feed.connector import Feed
from ingest.invites.events import UNREADABLE
from ingest.types import Place, Problem
from tests.ingest.feed.desk import EMPTY, NOW, account, calendar, event, private, sync
from tests.servers.feed import FeedServer, Reply

if TYPE_CHECKING:
    from tests.ingest.google_calendar.desk import Desk

Says = Callable[..., None]


@pytest.fixture
def says(server: FeedServer, desk: Desk) -> Says:
    """The feed has this content from now on, and is synced."""

    def say(content: bytes, **more: dt.datetime) -> None:
        server.replies["/f.ics"] = Reply(200, content)
        sync(desk, account(server.url("/f.ics"), **more))

    return say


def test_what_belongs_is_taken_and_the_rest_is_left(says: Says, desk: Desk) -> None:
    says(calendar(event(), private()))
    assert desk.told == [("Interview at Acme", "")]
    assert desk.versions[0].place == Place("feed", KIND, "#a#")
    assert "Cardiologist" not in desk.everything()


def test_the_same_content_gives_nothing_new(says: Says, desk: Desk) -> None:
    says(calendar(event()))
    cursor = desk.cursors["feed"]
    says(calendar(event()))
    assert (desk.items, desk.cursors["feed"]) == ([], cursor)


def test_a_server_that_stamps_every_event_anew_says_nothing_new(says: Says, desk: Desk) -> None:
    for second in range(3):
        says(calendar(event("a", "20260401", "Interview at Acme", f"DTSTAMP:20260301T10000{second}Z")))
    assert not desk.versions
    assert len(desk.kept) == 1


def test_a_change_is_a_new_version_that_outranks_the_last(says: Says, desk: Desk) -> None:
    says(calendar(event()))
    says(calendar(event("a", "20260408")))
    assert desk.now()["a", ""].start == desk.versions[0].event.start
    assert desk.versions[0].event.start.at.day == 8  # type: ignore[union-attr]


def test_an_event_that_is_missing_while_others_are_there_is_over(says: Says, desk: Desk) -> None:
    says(calendar(event(), private()))
    says(calendar(private()))
    assert desk.told == [("Interview at Acme", "CANCELLED")]
    says(calendar(private()))
    assert not desk.items


def test_what_is_past_may_be_cleared_away(says: Says, desk: Desk) -> None:
    says(calendar(event(), private()))
    says(calendar(private()), now=NOW + dt.timedelta(days=60))
    assert not desk.items


def test_an_event_that_is_there_again_goes_on(says: Says, desk: Desk) -> None:
    says(calendar(event(), private()))
    says(calendar(private()))
    says(calendar(event(), private()))
    assert desk.status("a") == ""


def test_sudden_emptiness_is_told_of_once_and_not_believed(says: Says, desk: Desk) -> None:
    says(calendar(event()))
    says(EMPTY)
    assert [one.code for one in desk.problems] == ["suddenly-empty"]
    for content in (EMPTY, EMPTY + b"\r\n", calendar(event())[:60], EMPTY):
        says(content)
        assert "suddenly-empty" not in [one.code for one in desk.problems]
    assert desk.status("a") == ""


def test_events_that_come_back_end_the_doubt(says: Says, desk: Desk) -> None:
    for _ in range(2):
        says(calendar(event()))
        assert not desk.problems
        says(EMPTY)
        assert [one.code for one in desk.problems] == ["suddenly-empty"]


def test_a_feed_that_was_empty_before_is_no_surprise(says: Says, desk: Desk) -> None:
    says(EMPTY)
    says(calendar(private()))
    says(EMPTY)
    assert not desk.items


def test_a_calendar_without_what_is_past_is_no_surprise(says: Says, desk: Desk) -> None:
    says(calendar(event()))
    says(EMPTY, now=NOW + dt.timedelta(days=60))
    assert not desk.items


def test_a_calendar_that_came_in_part_ends_nothing(says: Says, desk: Desk) -> None:
    says(calendar(event(), event("b"), private()))
    says(calendar(event("b", "20260408"), event())[:200])
    assert [one.code for one in desk.problems] == ["truncated"]
    assert [one.event.uid for one in desk.versions] == ["b"]
    says(calendar(event("b")))
    assert desk.status("a") == "CANCELLED"


def test_an_event_that_cannot_be_read_may_be_any(
    says: Says, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(calendar(event(), event("b")))
    monkeypatch.setattr("ingest.invites.events._parsed", lambda *args: None)
    says(calendar(event("b"), event("c")))
    assert [(one.code, one.detail) for one in desk.problems] == [("bad-invite", UNREADABLE + " (2 times)")]
    assert desk.status("a") == ""


def test_an_odd_rule_does_not_make_a_calendar_partial(says: Says, desk: Desk) -> None:
    odd = private("q", "20260403", "RRULE:FREQ=HOURLY")
    says(calendar(event(), odd))
    says(calendar(odd))
    assert desk.status("a") == "CANCELLED"


def test_too_many_events_end_nothing(says: Says, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    says(calendar(event(), private()))
    monkeypatch.setattr("ingest.invites.events.MOST_EVENTS", 1)
    says(calendar(private(), event()))
    assert [one.code for one in desk.problems] == ["too-large"]
    assert desk.status("a") == ""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<!DOCTYPE html><html>Sign in</html>",
        b"\xef\xbb\xbf\r\n <HTML>BEGIN:VCALENDAR</HTML>",
        b"\0\xff",
    ],
)
def test_what_is_no_calendar_is_an_error_and_sweeps_nothing(says: Says, desk: Desk, content: bytes) -> None:
    says(calendar(event()))
    cursor = desk.cursors["feed"]
    with pytest.raises(SourceError, match="calendar"):
        says(content)
    assert (desk.items, desk.cursors["feed"], desk.status("a")) == ([], cursor, "")


def test_what_was_passed_over_is_taken_when_it_is_known_to_belong(says: Says, desk: Desk) -> None:
    says(calendar(event("a", "20260401", "Call with Globex")))
    assert not desk.kept
    desk.words = ("Acme", "Globex")
    says(calendar(event("a", "20260401", "Call with Globex")))
    assert desk.told == [("Call with Globex", "")]


def test_what_was_over_before_is_taken_when_one_looks_further_back(says: Says, desk: Desk) -> None:
    says(calendar(event("a", "20251201")))
    assert not desk.kept
    says(calendar(event("a", "20251201")), since=dt.datetime(2025, 11, 1, tzinfo=dt.UTC))
    assert len(desk.kept) == 1


def test_once_taken_an_event_is_followed_whatever_it_is_called(says: Says, desk: Desk) -> None:
    says(calendar(event()))
    says(calendar(event("a", "20260401", "Chat")))
    assert desk.told == [("Chat", "")]


@pytest.mark.parametrize("cursor", ["nonsense", "{}", '{"seen": 3}', "[]", '{"since": "x"}'])
def test_a_cursor_that_cannot_be_read_is_none(says: Says, desk: Desk, cursor: str) -> None:
    says(calendar(event()))
    desk.cursors["feed"] = cursor
    says(calendar(event()))
    assert not desk.items


def test_no_event_is_read_again(desk: Desk) -> None:
    place = Place("feed", KIND, "#a#")
    with Feed(account("https://feeds.example/"), desk) as one:
        [(asked, found)] = one.again_many([place])
        assert isinstance(one.again(place), Problem)
        assert one.bytes_received == 0
    assert (asked, found) == (place, one.again(place))

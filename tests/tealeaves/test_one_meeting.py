"""The same interview by mail, by Google Calendar and by a calendar file is one meeting, as it stands last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from reports.interviews import CANCELLED, UPCOMING, Interview, Vouched, interviews
from store.store import open_store
from tests.tealeaves import post
from tests.tealeaves.google import calendars
from tests.tealeaves.person import Person

if TYPE_CHECKING:
    from tests.servers.google import GoogleServer

UID = "thursday@harborvine.example"
TWO_WAYS = list(permutations(("mail", "google", "feed"), 2))
MINE = "robin.hale@postbox.example"
JANE = "jane.roe@harborvine.example"
START = post.NOW + timedelta(days=3)
SUMMARY = "Interview: Data Engineer at Harbor & Vine"


@dataclass(frozen=True)
class Version:
    """The interview as it was stated once: the n-th hour, its SEQUENCE, how many days later it is."""

    hour: int
    sequence: int
    days: int = 0
    status: str = "CONFIRMED"
    answer: str = "needsAction"  # the candidate's own, as Google writes it

    @property
    def start(self) -> datetime:
        return START + timedelta(days=self.days)

    def text(self, method: str) -> str:
        lines = (
            "BEGIN:VCALENDAR", "PRODID:-//Example//Calendar//EN", "VERSION:2.0", method, "BEGIN:VEVENT",
            f"UID:{UID}", f"SEQUENCE:{self.sequence}", f"DTSTAMP:{post.at(self.hour):%Y%m%dT%H%M%SZ}",
            f"DTSTART:{self.start:%Y%m%dT%H%M%SZ}", f"DTEND:{self.start + timedelta(hours=1):%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{SUMMARY}", f"ORGANIZER:mailto:{JANE}", f"ATTENDEE:mailto:{MINE}",
            f"STATUS:{self.status}", "END:VEVENT", "END:VCALENDAR", "",
        )  # fmt: skip
        return "\r\n".join(line for line in lines if line or line is lines[-1])


class Search:
    """Robin's mail in a folder, a Google calendar and a calendar file; each may come at any time."""

    def __init__(self, person: Person, google: GoogleServer) -> None:
        self.person = person
        self.diary = google.calendar(MINE, "Robin Hale", primary=True)
        for name in ("cur", "new", "tmp"):
            (person.folder / "mail" / name).mkdir(parents=True)
        person.write(
            '[[accounts]]\nname = "mail"\nkind = "maildir"\npath = "mail"\n',
            calendars(person.folder, google),
            '[[accounts]]\nname = "feed"\nkind = "ics"\npath = "feed.ics"\n',
        )
        self.feed("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")

    def feed(self, text: str) -> None:
        (self.person.folder / "feed.ics").write_bytes(text.encode())

    def says(self, way: str, version: Version) -> None:
        """States the interview in one of the three ways, and syncs."""
        if way == "mail":
            made = post.interview(version.hour, 0)
            method = "CANCEL" if version.status == "CANCELLED" else "REQUEST"
            made.add_alternative(
                version.text(f"METHOD:{method}"), subtype="calendar", params={"method": method}
            )
            (self.person.folder / "mail" / "new" / f"{version.hour}.eml").write_bytes(made.as_bytes())
        elif way == "google":
            end = version.start + timedelta(hours=1)
            self.diary.put(
                {
                    "id": "abc", "iCalUID": UID, "summary": SUMMARY, "sequence": version.sequence,
                    "status": version.status.lower(), "organizer": {"email": JANE},
                    "attendees": [{"email": MINE, "self": True, "responseStatus": version.answer}],
                    "start": {"dateTime": version.start.isoformat()}, "end": {"dateTime": end.isoformat()},
                    "updated": f"{post.at(version.hour):%Y-%m-%dT%H:%M:%S.000Z}",
                }
            )  # fmt: skip
        else:
            self.feed(version.text(""))
        said = self.person.run("sync")
        assert (said.code, said.err) == (0, "")

    @property
    def meetings(self) -> tuple[Interview, ...]:
        with open_store(self.person.url, now=post.NOW) as store:
            histories = store.histories(store.candidate("me"))
        [one] = [history for history in histories if history.sightings]
        return interviews(one.sightings, post.NOW, vouched=Vouched(frozenset({MINE})))


@pytest.fixture
def search(person: Person, google: GoogleServer) -> Search:
    return Search(person, google)


def test_three_ways_of_hearing_of_an_interview_make_one_meeting(search: Search) -> None:
    for way in ("mail", "google", "feed"):
        search.says(way, Version(1, 0))
    [one] = search.meetings
    assert (one.uid, one.start, one.status, one.moves) == (UID, START, UPCOMING, ())


@pytest.mark.parametrize(("first", "second"), TWO_WAYS)
def test_the_higher_sequence_counts_whoever_states_it(search: Search, first: str, second: str) -> None:
    search.says("mail", Version(1, 0))
    search.says(first, Version(9, 1, days=1))
    search.says(second, Version(20, 2, days=2))
    [one] = search.meetings
    assert one.start == START + timedelta(days=2)


@pytest.mark.parametrize(("fresh", "stale"), TWO_WAYS)
def test_an_older_sequence_that_comes_late_moves_nothing(search: Search, fresh: str, stale: str) -> None:
    search.says("mail", Version(1, 0))
    search.says(fresh, Version(9, 2, days=2))
    search.says(stale, Version(20, 1, days=1))
    [one] = search.meetings
    assert one.start == START + timedelta(days=2)


@pytest.mark.parametrize(("first", "second"), TWO_WAYS)
def test_at_the_same_sequence_the_later_change_counts(search: Search, first: str, second: str) -> None:
    search.says("mail", Version(1, 0))
    search.says(first, Version(9, 1, days=1))
    search.says(second, Version(20, 1, days=3))
    [one] = search.meetings
    assert one.start == START + timedelta(days=3)


@pytest.mark.parametrize("way", ["mail", "google", "feed"])
def test_an_interview_that_any_of_them_calls_off_is_off(search: Search, way: str) -> None:
    search.says("mail", Version(1, 0))
    search.says("google", Version(2, 0))
    search.says("feed", Version(2, 0))
    search.says(way, Version(9, 1, status="CANCELLED"))
    [one] = search.meetings
    assert one.status == CANCELLED


def test_a_calendar_that_knew_it_before_the_mail_came_knew_the_same_meeting(
    search: Search,
) -> None:
    search.says("google", Version(1, 0))
    search.says("feed", Version(1, 0))
    search.says("mail", Version(1, 0))
    [one] = search.meetings
    assert (one.start, len(one.keys)) == (START, 1)


def test_an_interview_that_the_candidate_declines_in_their_calendar_is_off_until_it_is_asked_anew(
    search: Search,
) -> None:
    search.says("mail", Version(1, 0))
    search.says("google", Version(9, 0, answer="declined"))
    [one] = search.meetings
    assert (one.status, [change.what.value for change in one.changes]) == (CANCELLED, ["declined"])
    search.says("mail", Version(20, 1, days=1))
    [one] = search.meetings
    assert (one.status, one.start, len(one.moves)) == (UPCOMING, START + timedelta(days=1), 1)


def test_a_move_that_two_sources_tell_of_is_one_move_by_mail(search: Search) -> None:
    search.says("mail", Version(1, 0))
    search.says("google", Version(9, 1, days=1))
    search.says("mail", Version(10, 1, days=1))
    [one] = search.meetings
    assert [bool(move.key) for move in one.moves] == [True]

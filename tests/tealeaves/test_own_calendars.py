"""Events of the candidate's own calendars: which are of the search, and what becomes of those taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from classify.applications.types import Verdict
from ingest.files.connector import Files
from ingest.types import Address, Attendee, Event, Place, TimeKind, When
from reports.interviews import CANCELLED, UPCOMING, Interview, interviews
from store.intake import Intake, SeenEvent
from store.store import Store, open_store
from tealeaves.connect import StoredDiary
from tealeaves.pipeline.run import run
from tealeaves.pipeline.settle import settle
from tests.tealeaves import post
from tests.tealeaves.post import FIRST, ME, NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

START = NOW + timedelta(days=3)
JANE = Address("Jane Roe", "jane.roe@harborvine.example")
SOURCE = "calendar/robin.hale@postbox.example"


class Search:
    """A store, the mail that comes into it, and a calendar whose events are taken."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder, self.count = store, folder, 0
        self.me = store.candidate("me")

    def comes(self, *mails: EmailMessage) -> None:
        for one in mails:
            self.count += 1
            path = self.folder / f"{self.count}.eml"
            path.write_bytes(one.as_bytes())
            run(Files([path]), "files", self.store, self.me, ME, None, NOW)

    def takes(self, *events: Event, at: str = "e1") -> None:
        """As a sync of the calendar does."""
        seen = tuple(SeenEvent(one, Place(SOURCE, "google-calendar", at), "") for one in events)
        self.store.commit(self.me, Intake("calendar", SOURCE, "c", events=seen), NOW)
        self.settles()

    def settles(self) -> None:
        if self.store.unsettled(self.me):
            settle(self.store, self.me, ME, None, NOW)

    @property
    def diary(self) -> StoredDiary:
        return StoredDiary(self.store, self.me, ME)

    @property
    def meetings(self) -> tuple[Interview, ...]:
        sighted = [one for history in self.store.histories(self.me) for one in history.sightings]
        return interviews(sighted, NOW)


@pytest.fixture
def search(tmp_path: Path) -> Iterator[Search]:
    with open_store(f"sqlite:///{tmp_path}/one.db", now=NOW) as store:
        yield Search(store, tmp_path)


def event(summary: str, uid: str = "u1@google.com", number: int = 0, **changes: object) -> Event:
    """An event as it stood after the n-th change."""
    at, later = When(START, TimeKind.ZONED), When(START + timedelta(hours=1), TimeKind.ZONED)
    made = Event(
        uid=uid, recurrence_id="", sequence=0, stamp=FIRST + timedelta(days=10, hours=number), method="",
        status="CONFIRMED", summary=summary, description="", location="", link="", organizer=None,
        attendees=(), start=at, end=later,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


INTERVIEW = event("Interview Harbor & Vine")
DENTIST = event("Call with the dentist", uid="u2@google.com")


# Which belong


def test_an_event_belongs_by_the_mail_that_is_stored(search: Search) -> None:
    search.comes(post.interview(1, 0), post.invite(2, 0))
    belongs = search.diary.belongs
    assert belongs(INTERVIEW)
    assert belongs(event("Chat", organizer=JANE))
    assert belongs(event("", uid="meeting-2@harborvine.example"))
    assert not belongs(DENTIST)
    assert not belongs(event("Interview Northwind Rail"))


ROOM = (
    "\n\nJoin Zoom Meeting\nhttps://harborvine.zoom.us/j/98765432101?pwd=secret\nMeeting ID: 987 6543 2101\n"
)


def test_an_event_belongs_by_the_room_that_a_mail_links_to(search: Search) -> None:
    mail = post.interview(1, 0)
    mail.set_content(mail.get_content() + ROOM)
    search.comes(mail)
    assert list(search.store.linked(search.me).values()) == [{"zoom 98765432101"}]
    entry = event("Thursday", link="https://us02web.zoom.us/j/98765432101")
    assert search.diary.belongs(entry)
    assert not search.diary.belongs(event("Yoga", link="https://us02web.zoom.us/j/98765432102"))
    search.takes(entry)
    assert [one.status for one in search.meetings] == [UPCOMING]


def test_the_candidates_own_addresses_are_no_strangers(search: Search) -> None:
    search.comes(post.interview(1, 0))
    (mine,) = ME.addresses
    entry = event("Harbor & Vine call", organizer=Address("", mine), attendees=(Attendee(Address("", mine)),))
    assert search.diary.belongs(entry)
    stranger = Attendee(Address("", "colleague@dunmore.example"))
    assert not search.diary.belongs(replace(entry, attendees=(stranger,)))


def test_without_an_application_no_event_belongs(search: Search) -> None:
    search.comes(post.newsletter(1))
    assert not search.diary.belongs(INTERVIEW)


def test_an_event_that_was_taken_belongs_whatever_it_is_called_since(search: Search) -> None:
    search.comes(post.interview(1, 0))
    assert not search.diary.belongs(event("Busy"))
    search.takes(INTERVIEW)
    assert search.diary.belongs(event("Busy"))
    assert not search.diary.belongs(DENTIST)


def test_what_was_taken_is_told_by_source(search: Search) -> None:
    search.takes(INTERVIEW)
    assert [one.event for one in search.diary.taken(SOURCE)] == [INTERVIEW]
    assert search.diary.taken("calendar/other") == ()


# When those that were passed over are looked at again


def test_mail_of_no_application_calls_for_no_other_look(search: Search) -> None:
    search.comes(post.interview(1, 0))
    before = search.diary.mark
    search.comes(post.newsletter(2), post.personal(3))
    assert search.diary.mark == before


def test_a_new_application_calls_for_another_look(search: Search) -> None:
    search.comes(post.interview(1, 0))
    before = search.diary.mark
    search.comes(post.interview(2, 1))
    assert search.diary.mark != before


def test_what_the_person_says_of_a_message_calls_for_another_look(search: Search) -> None:
    search.comes(post.interview(1, 0))
    before = search.diary.mark
    (key,) = search.store.kept(search.me)
    search.store.say(search.me, Verdict("company", key, "Northwind Rail"), NOW)
    search.settles()
    assert search.diary.mark != before


def test_events_that_are_taken_call_for_no_other_look(search: Search) -> None:
    search.comes(post.interview(1, 0))
    before = search.diary.mark
    search.takes(INTERVIEW)
    assert search.diary.mark == before


def test_the_mark_stands_for_what_was_known_when_it_was_asked_for(search: Search) -> None:
    diary = search.diary
    before = diary.mark
    search.comes(post.interview(1, 0))
    assert diary.mark == before
    assert search.diary.mark != before


# What becomes of them


def test_an_event_that_was_taken_is_an_interview_without_any_calendar_file(search: Search) -> None:
    search.comes(post.interview(1, 0))
    search.takes(INTERVIEW)
    assert search.store.calendars(search.me) == ()
    [one] = search.meetings
    assert (one.start, one.status, one.keys) == (START, UPCOMING, ())


@pytest.mark.parametrize("summary", ["Interview Harbor & Vine", "Thursday"])
def test_an_interview_that_is_called_off_is_off_whatever_it_was_called_last(
    search: Search, summary: str
) -> None:
    search.comes(post.interview(1, 0))
    search.takes(INTERVIEW)
    search.takes(event(summary, number=1))
    search.takes(event(summary, number=2, status="CANCELLED"))
    [one] = search.meetings
    assert one.status == CANCELLED


def test_an_event_whose_application_is_none_any_longer_is_kept_and_not_used(search: Search) -> None:
    search.comes(post.interview(1, 0))
    search.takes(INTERVIEW)
    (key,) = search.store.kept(search.me)
    said = Verdict("irrelevant", key)
    search.store.say(search.me, said, NOW)
    search.settles()
    assert not search.meetings
    assert [one.event for one in search.diary.taken(SOURCE)] == [INTERVIEW]
    assert not search.diary.belongs(INTERVIEW)
    search.store.unsay(search.me, said, NOW)
    search.settles()
    assert [one.status for one in search.meetings] == [UPCOMING]


def test_it_does_not_matter_whether_mail_or_calendar_came_first(search: Search) -> None:
    search.takes(INTERVIEW)
    assert not search.meetings
    search.comes(post.interview(1, 0))
    assert [one.status for one in search.meetings] == [UPCOMING]

"""Google calendars that change in every way while mail tells what belongs: the store ends as they are, and
keeps nothing of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from ingest.files.connector import Files
from ingest.google_calendar import times
from ingest.invites.times import basic
from ingest.types import TimeKind
from tealeaves.pipeline.run import run as read_files
from tealeaves.tables import AccountTable
from tests.servers.google.calendar import Calendar, moment
from tests.tealeaves import post
from tests.tealeaves.google_machine import BrokenOff, any_number, no_pauses, run
from tests.tealeaves.post import COMPANIES, ME, NOW

if TYPE_CHECKING:
    from ingest.types import Event
    from tealeaves.pipeline.sync import Synced

Key = tuple[str, str]  # UID and RECURRENCE-ID

DAWN = datetime.min.replace(tzinfo=UTC)
UNSPOKEN = (b"Cardiologist", b"Therapy", b"anniversary", b"colleague")
"""Words of what belongs to no application."""


class Calendars(BrokenOff):
    """Events are put, moved, called off and brought back; companies become known; calendars come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.known: set[str] = set()  # companies that wrote
        self.uids: set[str] = set()  # of invites that came by mail
        self.away: dict[str, Calendar] = {}  # calendars that are off the list
        self.secret: list[str] = []  # ids of events that belong to nobody's search

    @initialize(size=st.sampled_from([2, 3, 100]), whole=st.booleans())
    def start(self, size: int, whole: bool) -> None:
        self.server._clock.now = NOW
        for id, role in (("robin@gmail.example", "owner"), ("talks@group.calendar.google.com", "writer")):
            calendar = self.server.calendar(id, id, role, primary=role == "owner")
            calendar.page_size, calendar.full_tombstones = size, whole
            self.secret.append(calendar.put(event("Therapy", 3)))  # so that none is ever empty
        other = self.server.calendar("team@group.calendar.google.com", "Team", "reader")
        self.secret.append(other.put(event(f"Interview {COMPANIES[0][0]} with a colleague", 2)))
        self.a_company_writes(0)
        self.a_series_is_put(0, 0, is_day=False)
        for which in (0, 1):
            self.an_interview_is_put(which, which, 3, has_guest=False)
        self.sync()

    @property
    def table(self) -> AccountTable:
        return AccountTable(name="calendar", kind="google-calendar", api_root=self.server.url)

    def end(self) -> None:
        self.sync()
        self.the_store_is_as_the_calendars()

    def wonders(self, done: Synced) -> set[str]:
        """Of a calendar that was read and is not there any longer each sync tells."""
        places = {self.table.name + "/" + calendar for calendar in self.away}
        told = done.outcome.problems
        return {one.code for one in told if one.code != "no-calendar" or one.place.source not in places}

    # The mail

    def comes(self, made: Any) -> None:
        path = self.folder / f"{len(list(self.folder.iterdir()))}.eml"
        path.write_bytes(made.as_bytes())
        with self.open() as store:
            read_files(Files([path]), path.name, store, store.candidate("me"), ME, None, NOW)
        self.is_synced = False

    @rule(company=st.integers(0, 1))
    def a_company_writes(self, company: int) -> None:
        self.comes(post.interview(next(self.numbers), company))
        self.known.add(COMPANIES[company][0])

    @rule(company=st.integers(0, 1), which=any_number)
    def an_invite_comes(self, company: int, which: int) -> None:
        """By mail, and Google puts it into the calendar."""
        number = next(self.numbers)
        self.comes(post.invite(number, company))
        self.known.add(COMPANIES[company][0])
        self.uids.add(uid := f"meeting-{number}@{COMPANIES[company][1]}")
        start = post.at(number + 200)
        told = event("Appointment", 0) | {"start": at(start), "end": at(start + timedelta(hours=1))}
        self.some(which).put(told | {"iCalUID": uid})

    # The calendars

    def some(self, number: int) -> Calendar:
        """One of those that are read."""
        mine = [one for one in self.server.calendars.values() if one.role != "reader"]
        return mine[number % len(mine)]

    def one(self, number: int, *, is_live: bool = True) -> tuple[Calendar, dict[str, Any]] | None:
        """Some event that may belong."""
        found = [
            (calendar, one)
            for calendar in self.server.calendars.values()
            for one in calendar.events.values()
            if (one["status"] != "cancelled") == is_live and not one["id"].startswith(tuple(self.secret))
        ]
        return found[number % len(found)] if found else None

    def put(self, calendar: Calendar, told: dict[str, Any]) -> str:
        self.is_synced = False
        return calendar.put(told)

    @rule(which=any_number, company=st.integers(0, 1), days=st.integers(1, 9), has_guest=st.booleans())
    def an_interview_is_put(self, which: int, company: int, days: int, has_guest: bool) -> None:
        name, domain = COMPANIES[company]
        told = event("A talk" if has_guest else f"Interview {name}", days)
        if has_guest:
            told["attendees"] = [{"email": f"jane.roe@{domain}", "responseStatus": "accepted"}]
        self.put(self.some(which), told)

    @rule(which=any_number, company=st.integers(0, 1), is_day=st.booleans())
    def a_series_is_put(self, which: int, company: int, is_day: bool) -> None:
        told = event(f"Interview {COMPANIES[company][0]}, again", 1)
        if is_day:
            told |= {"start": {"date": "2026-10-01"}, "end": {"date": "2026-10-02"}}
        self.put(self.some(which), told | {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=5"]})

    @rule(which=any_number, kind=st.integers(0, 3))
    def a_private_event_is_put(self, which: int, kind: int) -> None:
        told = [
            event("Cardiologist", 4),
            event("Therapy", 4) | {"recurrence": ["RRULE:FREQ=WEEKLY"]},
            event(f"Interview {COMPANIES[0][0]} anniversary", 4) | {"eventType": "outOfOffice"},
            event(f"Interview {COMPANIES[0][0]} anniversary", -90),
        ][kind]
        self.secret.append(self.put(self.some(which), told))

    @rule(number=any_number, days=st.integers(1, 20), is_hidden=st.booleans())
    def an_event_is_moved(self, number: int, days: int, is_hidden: bool) -> None:
        if found := self.one(number):
            calendar, told = found
            moved = {name: later(told[name], days) for name in ("start", "end")}
            words = {"summary": None, "organizer": None, "attendees": None} if is_hidden else {}
            self.put(calendar, {"id": told["id"], **moved, **words})

    @rule(number=any_number)
    def an_event_is_renamed(self, number: int) -> None:
        """One that belongs goes on belonging."""
        if found := self.one(number):
            calendar, told = found
            self.put(calendar, {"id": told["id"], "summary": told.get("summary", "") + " (new)"})

    @rule(number=any_number)
    def an_event_is_called_off(self, number: int) -> None:
        if found := self.one(number):
            found[0].cancel(found[1]["id"])
            self.is_synced = False

    @rule(number=any_number)
    def an_event_is_brought_back(self, number: int) -> None:
        found = self.one(number, is_live=False)
        if found and (not found[1].get("recurringEventId") or found[0].is_exception_of_living(found[1])):
            self.put(found[0], {"id": found[1]["id"], "status": "confirmed"})

    @rule(number=any_number, week=st.integers(0, 5), days=st.integers(1, 5), is_off=st.booleans())
    def an_instance_is_moved_or_called_off(self, number: int, week: int, days: int, is_off: bool) -> None:
        found = self.one(number)
        if found is None or "recurrence" not in found[1]:
            return
        calendar, master = found
        original = later(master["start"], 7 * week)
        if is_off:
            calendar.cancel_instance(master["id"], original)
            self.is_synced = False
            return
        ends = later(master["end"], 7 * week)
        times = {"start": later(original, days), "end": later(ends, days), "status": "confirmed"}
        self.put(calendar, {"recurringEventId": master["id"], "originalStartTime": original, **times})

    @precondition(lambda self: not self.away)
    @rule(number=any_number)
    def an_event_goes_to_another_calendar(self, number: int) -> None:
        found = self.one(number)
        if found is None or "recurrence" in found[1] or "recurringEventId" in found[1] or is_hidden(found[1]):
            return
        calendar, told = found
        [other] = [one for one in (self.some(0), self.some(1)) if one is not calendar]
        calendar.cancel(told["id"])
        self.put(other, {**told, "status": "confirmed", "sequence": told["sequence"]})

    @rule(which=any_number, number=any_number, is_called_off=st.booleans())
    def tokens_are_forgotten(self, which: int, number: int, is_called_off: bool) -> None:
        if is_called_off:  # which only the sweep can see
            self.an_event_is_called_off(number)
        self.some(which).forget_tokens()
        self.is_synced = False

    @precondition(lambda self: not self.away)
    @rule(which=any_number)
    def a_calendar_vanishes(self, which: int) -> None:
        calendar = self.some(which)
        self.away[calendar.id] = self.server.calendars.pop(calendar.id)
        self.is_synced = False

    @precondition(lambda self: self.away)
    @rule()
    def a_calendar_comes_back(self) -> None:
        self.server.calendars.update(self.away)
        self.away.clear()
        self.is_synced = False

    def changes(self, number: int, what: int) -> None:
        """While a sync runs, with no mail: that would be another sync."""
        if what in (0, 1):
            self.some(number).forget_tokens()
        if what in (1, 2):
            self.an_interview_is_put(number, number % 2, 5, has_guest=bool(number % 3))
        if what in (2, 3):
            self.an_event_is_moved(number, 3, is_hidden=False)
        if what == 4:
            self.an_event_is_called_off(number)
        if what == 5:
            self.an_instance_is_moved_or_called_off(number, 1, 1, is_off=bool(number % 2))

    # What holds

    @invariant()
    def the_store_is_as_the_calendars(self) -> None:
        assert self.server.violations == []
        assert self.server.errors == []
        kept = self.bytes_kept()
        assert not [word for word in UNSPOKEN if word in kept]
        assert not [id for id in self.secret if id.encode() in kept]
        if not self.is_synced:
            return
        with self.open() as store:
            candidate = store.candidate("me")
            assert not store.unsettled(candidate)
            stored = store.events(candidate)
        # What was deleted before it was ever listed is known by its mail alone.
        taken = {(seen.event.uid, seen.event.recurrence_id) for seen in stored if not seen.carrier}
        found = {key: one for key, one in counted(seen.event for seen in stored).items() if key in taken}
        there: dict[Key, list[dict[str, Any]]] = {}
        for calendar in (*self.server.calendars.values(), *self.away.values()):
            for one in calendar.events.values():
                there.setdefault(key_of(one), []).append(one | {"calendar": calendar})
        for key, copies in there.items():
            self.is_right(key, copies, found)
        assert found.keys() <= there.keys()

    def is_right(self, key: Key, copies: list[dict[str, Any]], found: dict[Key, Event]) -> None:
        if any(one["calendar"].id in self.away for one in copies):
            return  # what was taken there stays as it was
        live = [one for one in copies if one["status"] != "cancelled"]
        wanted = [one for one in live if self.belongs(one)]
        wanted += [one for one in copies if self.is_hole(one) and (key[0], "") in found]
        assert not wanted or key in found, (key, wanted)
        if key not in found:
            return
        assert (found[key].status == "CANCELLED") == (not live), (key, found[key], copies)
        for one in live:
            start = moment(one["start"], one["calendar"].zone)
            when = found[key].start
            assert when is not None
            is_day = when.kind is TimeKind.ALL_DAY
            assert (when.day == start_day(one)) if is_day else (when.at == start), (key, found[key], one)

    def belongs(self, told: dict[str, Any]) -> bool:
        """As far as the words say it that are there now, and the mail that came."""
        if told["id"].startswith(tuple(self.secret)) or told["calendar"].role == "reader" or is_hidden(told):
            return False
        people = " ".join(one["email"] for one in told.get("attendees", ()))
        words = f"{told.get('summary', '')} {people}"
        named = {name for name, domain in COMPANIES if name in words or domain in words}
        return bool(named & self.known) or told["iCalUID"] in self.uids

    def is_hole(self, told: dict[str, Any]) -> bool:
        """Whether it is an instance that was called off of a series that goes on."""
        calendar: Calendar = told["calendar"]
        return told["status"] == "cancelled" and calendar.is_exception_of_living(told)


def counted(versions: Any) -> dict[Key, Event]:
    """The version of each meeting that counts (RFC 5546 §2.1.5)."""
    found: dict[Key, Event] = {}
    for one in sorted(versions, key=lambda one: (one.sequence, one.stamp or DAWN, one.status == "CANCELLED")):
        found[one.uid, one.recurrence_id] = one
    return found


def is_hidden(told: dict[str, Any]) -> bool:
    """Whether the time is all that may be seen of it."""
    return not (told.get("summary") or told.get("organizer"))


def key_of(told: dict[str, Any]) -> Key:
    return told["iCalUID"], basic(times.read(told.get("originalStartTime")))


def event(summary: str, days: int) -> dict[str, Any]:
    start = NOW + timedelta(days=days)
    return {"summary": summary, "start": at(start), "end": at(start + timedelta(hours=1))}


def at(when: datetime) -> dict[str, str]:
    return {"dateTime": when.isoformat(), "timeZone": "Europe/Berlin"}


def later(when: dict[str, str], days: int) -> dict[str, str]:
    moved = timedelta(days=days)
    if "date" in when:
        return {"date": str(start_day({"start": when}) + moved)}
    return {**when, "dateTime": (datetime.fromisoformat(when["dateTime"]) + moved).isoformat()}


def start_day(told: dict[str, Any]) -> Any:
    return datetime.fromisoformat(told["start"]["date"]).date()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with no_pauses(monkeypatch):
        yield


def test_the_store_ends_as_the_calendars_are(quick: None) -> None:
    run(Calendars)

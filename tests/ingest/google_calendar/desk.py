"""For the tests of calendars: a desk where what a connector gives is kept, as a store does; and events."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.credentials import Token
from ingest.google_calendar.account import Account
from ingest.google_calendar.connector import GoogleCalendar
from ingest.types import CalendarEvent, Event, Problem

if TYPE_CHECKING:
    from ingest.connector import Batch
    from tests.servers.google import GoogleServer

SINCE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
DAWN = dt.datetime.min.replace(tzinfo=dt.UTC)
MINE = "robin@home.example"


@dataclass
class Desk:
    """A diary that keeps every version. An event belongs if one of `words` is in it, or its UID in `uids`."""

    words: tuple[str, ...] = ("Acme",)
    uids: tuple[str, ...] = ()
    cursors: dict[str, str] = field(default_factory=dict)
    items: list[Any] = field(default_factory=list)  # since they were forgotten
    batches: list[Batch] = field(default_factory=list)  # all of them
    kept: list[CalendarEvent] = field(default_factory=list)

    @property
    def mark(self) -> str:
        return repr((self.words, self.uids))

    def belongs(self, event: Event) -> bool:
        people = [one.address for one in event.attendees] + ([event.organizer] if event.organizer else [])
        said = " ".join([event.summary, event.description, *(f"{one.name} {one.email}" for one in people)])
        return event.uid in self.uids or any(word.lower() in said.lower() for word in self.words)

    def taken(self, source: str) -> tuple[CalendarEvent, ...]:
        latest: dict[str, CalendarEvent] = {}
        mine = [one for one in self.kept if one.place.source == source]
        for one in sorted(mine, key=lambda one: (one.event.stamp or DAWN, one.event.sequence)):
            latest[one.place.spot] = one
        return tuple(latest.values())

    def take(self, batch: Batch) -> None:
        self.batches.append(batch)
        self.cursors[batch.stream] = batch.cursor
        self.items += batch.items
        for item in batch.items:
            if isinstance(item, CalendarEvent) and item not in self.kept:
                self.kept.append(item)

    @property
    def problems(self) -> list[Problem]:
        return [one for one in self.items if isinstance(one, Problem)]

    @property
    def versions(self) -> list[CalendarEvent]:
        """Those that came since the items were forgotten."""
        return [one for one in self.items if isinstance(one, CalendarEvent)]

    @property
    def told(self) -> list[tuple[str, str]]:
        """The same as summary and status."""
        return [(one.event.summary, one.event.status) for one in self.versions]

    def now(self) -> dict[tuple[str, str], Event]:
        """The version of each meeting that counts (RFC 5546 §2.1.5)."""
        latest: dict[tuple[str, str], Event] = {}
        for one in sorted(self.kept, key=lambda one: (one.event.sequence, one.event.stamp or DAWN)):
            latest[one.event.uid, one.event.recurrence_id] = one.event
        return latest

    def status(self, uid: str, recurrence_id: str = "") -> str:
        return self.now()[uid, recurrence_id].status

    def everything(self) -> str:
        """All that was kept of all that was read, as text."""
        return repr((self.items, self.kept, self.batches, self.cursors))


def connector(
    server: GoogleServer, desk: Desk, *calendars: str, since: dt.datetime = SINCE
) -> GoogleCalendar:
    def sign_in(refused: str = "") -> Token:
        return Token(MINE, "token")

    return GoogleCalendar(Account("work", since, calendars, server.url), sign_in, desk)


def sync(server: GoogleServer, desk: Desk, *calendars: str, since: dt.datetime = SINCE) -> None:
    """Takes everything; what came before is not among `items`."""
    desk.items = []
    with connector(server, desk, *calendars, since=since) as one:
        for batch in one.changes(dict(desk.cursors)):
            desk.take(batch)


def at(day: str, time: str = "10:00", zone: str = "Europe/Berlin") -> dict[str, str]:
    return {"dateTime": f"{day}T{time}:00", "timeZone": zone}


def interview(day: str = "2026-04-01", summary: str = "Interview at Acme", **more: Any) -> dict[str, Any]:
    """An event that belongs."""
    return {"summary": summary, "start": at(day), "end": at(day, "11:00"), **more}


def private(day: str = "2026-04-02", **more: Any) -> dict[str, Any]:
    """An event that is nobody's business."""
    return interview(day, "Cardiologist", **more)

"""One calendar, as a test changes it.

An event is the JSON of developers.google.com/workspace/calendar/api/v3/reference/events. A series is its
master (with `recurrence`) and its exceptions, each an event of its own with `recurringEventId` and
`originalStartTime`, whose id is the master's and the original start: 'abc_20260105T090000Z'. A cancelled
event stays, with status "cancelled".
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Event = dict[str, Any]

_START = datetime(2026, 1, 5, 9, tzinfo=UTC)
_MOVES = ("start", "end", "recurrence", "status")  # what makes SEQUENCE go up (RFC 5546 §2.1.4)


@dataclass(slots=True)
class Clock:
    """The server's time: a second passes with each change, and never else."""

    now: datetime = _START

    def tick(self) -> str:
        self.now += timedelta(seconds=1)
        return stamp(self.now)


@dataclass(eq=False)
class Calendar:
    id: str
    summary: str = ""
    role: str = "owner"  # accessRole: owner, writer, reader, freeBusyReader
    primary: bool = False
    summary_override: str = ""  # the name that its user gave it
    description: str = ""
    zone: str = "Europe/Berlin"
    hidden: bool = False
    deleted: bool = False
    selected: bool = True
    page_size: int | None = None  # at most so many events a page, whatever is asked
    full_tombstones: bool = False  # deleted events come with all their fields, which Google sometimes does
    clock: Clock = field(default_factory=Clock)
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    events: dict[str, Event] = field(default_factory=dict)  # the cancelled ones too
    changes: dict[str, int] = field(default_factory=dict)  # event id -> number of its last change
    change: int = 0
    oldest: int = 0  # a sync token from before this change is out of date
    updated: str = "2026-01-05T09:00:00.000Z"

    def put(self, event: Event) -> str:
        """Adds an event, or changes the fields that are given of one that is there; None takes a field away.

        Fills in what Google fills in: id, iCalUID, etag, sequence, created, updated, status, organizer.
        """
        with self.lock:
            inherited = self._inherited(event) if "recurringEventId" in event else {}
            id = event.get("id") or self._new_id(event)
            old = self.events.get(id, {})
            now = self.clock.tick()
            made = {
                "kind": "calendar#event",
                "id": id,
                "status": "confirmed",
                "htmlLink": f"https://www.google.com/calendar/event?eid={id}",
                "created": now,
                "creator": {"email": self.id},
                "organizer": {"email": self.id, "self": True},
                "iCalUID": f"{id}@google.com",
                "sequence": 0,
                "reminders": {"useDefault": True},
                "eventType": "default",
                **inherited,
                **old,
                **event,
            }
            moved = any(old.get(name) != made.get(name) for name in _MOVES)
            if old and moved and "sequence" not in event:
                made["sequence"] = old["sequence"] + 1
            made["updated"] = event.get("updated") or now
            return self._keep({name: value for name, value in made.items() if value is not None})

    def cancel(self, id: str) -> None:
        """Deletes an event, a series with its exceptions, or one instance ('abc_20260105T090000Z')."""
        with self.lock:
            if id not in self.events:
                master, _, suffix = id.rpartition("_")
                if master not in self.events:
                    raise KeyError(id)
                self.put({"recurringEventId": master, "originalStartTime": _start_of(suffix), "id": id})
            gone = [id, *(one["id"] for one in self.events.values() if one.get("recurringEventId") == id)]
            for one in gone:
                event = self.events[one]
                over = {
                    "status": "cancelled",
                    "sequence": event["sequence"] + 1,
                    "updated": self.clock.tick(),
                }
                self._keep({**event, **over})

    def cancel_instance(self, master: str, original_start: dict[str, str]) -> str:
        """The id of the instance of a series that no longer takes place."""
        id = instance_id(master, original_start)
        with self.lock:
            self.put({"recurringEventId": master, "originalStartTime": original_start, "id": id})
            self.cancel(id)
        return id

    def forget_tokens(self) -> None:
        """Every sync token given so far answers 410."""
        with self.lock:
            self.change += 1
            self.oldest = self.change

    def is_exception_of_living(self, event: Event) -> bool:
        """Whether it is an instance of a series that is not cancelled itself."""
        master = self.events.get(event.get("recurringEventId", ""))
        return master is not None and master["status"] != "cancelled"

    def _inherited(self, exception: Event) -> Event:
        """What an exception has from its series: all but what makes the series one, at its original time."""
        master = self.events[exception["recurringEventId"]]
        lasts = moment(master["end"], self.zone) - moment(master["start"], self.zone)
        start = exception["originalStartTime"]
        if "date" in start:
            end = {"date": str(date.fromisoformat(start["date"]) + lasts)}
        else:
            ends = datetime.fromisoformat(start["dateTime"]) + lasts
            end = {**start, "dateTime": ends.isoformat().replace("+00:00", "Z")}
        left = {
            name: master[name] for name in master if name not in ("id", "recurrence", "status", "created")
        }
        return {**left, "start": start, "end": end}

    def _keep(self, event: Event) -> str:
        self.change += 1
        event["etag"] = f'"{3_500_000_000_000_000 + self.change * 2000}"'
        self.events[event["id"]] = event
        self.changes[event["id"]] = self.change
        self.updated = stamp(self.clock.now)
        return str(event["id"])

    def _new_id(self, event: Event) -> str:
        if "recurringEventId" in event:
            return instance_id(event["recurringEventId"], event["originalStartTime"])
        # base32hex in lower case (…/v3/reference/events#id)
        digest = hashlib.sha256(f"{self.id} {len(self.events)}".encode()).digest()
        return "".join("0123456789abcdefghijklmnopqrstuv"[byte % 32] for byte in digest[:26])


def instance_id(master: str, original_start: dict[str, str]) -> str:
    if "date" in original_start:
        return f"{master}_{original_start['date'].replace('-', '')}"
    return f"{master}_{moment(original_start):%Y%m%dT%H%M%SZ}"


def moment(when: dict[str, str], zone: str = "UTC") -> datetime:
    """A start or an end in UTC; a day begins at midnight in `zone`."""
    if "date" in when:
        day = date.fromisoformat(when["date"])
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    said = datetime.fromisoformat(when["dateTime"])
    if said.tzinfo is None:
        said = said.replace(tzinfo=ZoneInfo(when.get("timeZone", zone)))
    return said.astimezone(UTC)


def stamp(when: datetime) -> str:
    """As Google writes `updated`: with milliseconds."""
    return f"{when:%Y-%m-%dT%H:%M:%S}.{when.microsecond // 1000:03}Z"


def _start_of(suffix: str) -> dict[str, str]:
    if len(suffix) == 8:
        return {"date": f"{suffix[:4]}-{suffix[4:6]}-{suffix[6:]}"}
    return {"dateTime": f"{datetime.fromisoformat(suffix):%Y-%m-%dT%H:%M:%S}Z"}

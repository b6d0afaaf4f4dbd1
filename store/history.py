"""What reports read: one application with everything known about it, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classify.types import Author, Signal
    from ingest.types import Address, Event


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of an application."""

    key: str
    message_id: str
    at: datetime  # UTC
    author: Author
    sender: Address | None
    subject: str
    signals: tuple[Signal, ...]
    promised_by: date | None
    promise_text: str
    asks: bool
    reason: str  # why it belongs here
    agency: bool  # written from the agency's side rather than the employer's


@dataclass(frozen=True, slots=True)
class Sighted:
    """One version of a meeting, with who showed it to us and when."""

    event: Event
    seen_at: datetime  # UTC: the mail's time, or the event's own DTSTAMP for a calendar
    sender: Address | None  # of the mail that carried it; None from the candidate's own calendar
    key: str  # of that mail, "" from a calendar


@dataclass(frozen=True, slots=True)
class History:
    id: str
    company: str
    role: str
    agency: str
    entries: tuple[Entry, ...]  # in order of time
    sightings: tuple[Sighted, ...]  # of its meetings, in order of time


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    key: str
    message_id: str
    at: datetime
    subject: str
    choices: tuple[tuple[str, str], ...]  # (application id, "Company, role")
    reason: str

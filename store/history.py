"""What reports read: one application with everything known about it, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classify.types import Author, Pay, Signal, Titled
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
    pay: tuple[Pay, ...] = ()  # that it names
    titles: tuple[Titled, ...] = ()  # of people at the company, as it tells them


@dataclass(frozen=True, slots=True)
class Sighted:
    """One version of a meeting, with who showed it to us and when."""

    event: Event
    seen_at: datetime  # UTC: the mail's time, or the event's own DTSTAMP for a calendar
    sender: Address | None  # of the mail that carried it; None from the candidate's own calendar
    key: str  # of that mail, "" from a calendar


@dataclass(frozen=True, slots=True)
class Remark:
    """What the person said of an application, and did not take back.

    `kind` is "debrief", "snooze", "close" or "note"; `value` is what that kind says (JSON), `words` are the
    person's own: a reason, a note. It hangs on the message `key`, and so on the application which that
    belongs to.
    """

    kind: str
    at: datetime  # UTC
    key: str
    value: str
    words: str
    number: int = 0  # among all that the person said


@dataclass(frozen=True, slots=True)
class History:
    id: str
    company: str
    role: str
    agency: str
    entries: tuple[Entry, ...]  # in order of time
    sightings: tuple[Sighted, ...]  # of its meetings, in order of time
    remarks: tuple[Remark, ...] = ()  # in the order in which they were said


@dataclass(frozen=True, slots=True)
class Title:
    """What an application is called."""

    id: str
    company: str
    role: str
    agency: str


@dataclass(frozen=True, slots=True)
class Ending:
    """What reports still need of an application that has ended, so that its history need not be read.

    Derived, and good for as long as nothing of that application changes; at every time from
    `unchanged_since` on it is the same. Lengths are hours.
    """

    id: str
    first_at: datetime  # of its first message, UTC
    closed_at: datetime  # UTC
    stage: str  # that it ended in
    reached: str  # the furthest of the open stages
    outcome: str  # how it ended: "accepted", "rejected", "withdrawn" or "no_answer"
    waits: tuple[tuple[float, bool], ...]  # each wait's length, and whether a reply ended it
    scores: tuple[int, ...]  # its score each week while it was open and without an offer
    unchanged_since: datetime  # UTC: the last of everything that is known of it


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    key: str
    message_id: str
    at: datetime
    subject: str
    choices: tuple[tuple[str, str], ...]  # (application id, "Company, role")
    reason: str

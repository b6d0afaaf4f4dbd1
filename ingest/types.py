"""What a source said. Every value here is frozen, and nothing here decides anything.

Bytes come in as `RawMail` or `RawCalendar`, each with the `Place` where they can be read again; parsing
turns them into a `Message` or into `Event`s, or into a `Problem` that says what was wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was seen, exactly enough to read it again.

    `source` is an absolute path or an account's name; `kind` says what reads it ("mbox", "maildir", "eml",
    "ics", "imap", …); `spot` is the place inside it ("" for a whole file, "offset+length" in an mbox).
    In an IMAP account, `source` is "account/folder" and `spot` "UIDVALIDITY:UID"; in Gmail, `source` is the
    account and `spot` the message's id; in a Google calendar, "account/calendar" and the event's id.
    """

    source: str
    kind: str
    spot: str = ""
    provider_id: str = ""  # the provider's own id of the message, the same by every way in: "gmail:17…"


@dataclass(frozen=True, slots=True)
class Problem:
    """Bad input that could be expected. It is recorded, shown in one line, and stops nothing."""

    code: str  # a short stable word: "unreadable", "truncated", "too-large", "not-mail", "bad-invite", …
    detail: str  # one line for a person; never a secret, never a body
    place: Place


@dataclass(frozen=True, slots=True)
class RawMail:
    """One message as its source keeps it."""

    raw: bytes
    place: Place
    received_at: datetime | None = None  # the store's own time (INTERNALDATE, mbox From_ line), UTC
    labels: tuple[str, ...] = ()  # folders and labels it was seen under
    provider_thread: str | None = None  # X-GM-THRID and the like, prefixed by the provider: "gmail:17…"


@dataclass(frozen=True, slots=True)
class Heading:
    """A mail of which only the header was fetched, since nothing in it speaks of a job search."""

    message: Message  # what the header tells; no text, no events
    place: Place


@dataclass(frozen=True, slots=True)
class Seen:
    """A mail that is known already, at a place where it had not been seen."""

    key: str
    place: Place
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A place that holds its mail no longer: the mail was deleted or moved."""

    place: Place


@dataclass(frozen=True, slots=True)
class RawCalendar:
    """One calendar file or feed, whole."""

    raw: bytes
    place: Place


@dataclass(frozen=True, slots=True)
class Relabelled:
    """The labels of the mail at a known place are these now."""

    place: Place
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One version of an event of a calendar that is asked event by event."""

    event: Event
    place: Place  # `spot` is the calendar's own id of the event


Item = RawMail | Heading | Seen | Gone | Relabelled | RawCalendar | CalendarEvent | Problem
"""What a source may give: new mail, whole or in part, news of mail that is known, and calendars."""


@dataclass(frozen=True, slots=True)
class Address:
    name: str  # as decoded, "" where there was none
    email: str  # lower case; "" where the header held no address

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content_type: str
    size: int  # decoded bytes


class TimeKind(StrEnum):
    ZONED = "zoned"  # `at` is aware and in UTC
    FLOATING = "floating"  # `at` is naive: the reader's own zone is meant
    ALL_DAY = "all-day"  # `at` is a naive midnight; an end is exclusive
    UNRESOLVED = "unresolved"  # a zone was named that nobody knows; `at` is naive


@dataclass(frozen=True, slots=True)
class When:
    """A calendar time (RFC 5545 §3.3.4, §3.3.5) with what it means."""

    at: datetime
    kind: TimeKind
    zone: str = ""  # the name as written, for a person to see

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Attendee:
    address: Address
    status: str = ""  # PARTSTAT in capitals: ACCEPTED, DECLINED, TENTATIVE, NEEDS-ACTION, ""
    role: str = ""  # ROLE in capitals
    kind: str = ""  # CUTYPE in capitals: INDIVIDUAL, ROOM, RESOURCE, …


@dataclass(frozen=True, slots=True)
class Event:
    """One VEVENT as one source stated it at one time. The state of a meeting is a fold over many of these.

    `uid`, `recurrence_id`, `sequence` and `stamp` are the four that RFC 5546 §2.1.5 orders by.
    """

    uid: str
    recurrence_id: str  # "" for the master; else the UTC or naive time in ISO 8601 basic form
    sequence: int
    stamp: datetime | None  # DTSTAMP, UTC
    method: str  # METHOD of the calendar in capitals; "" where none
    status: str  # CONFIRMED, TENTATIVE, CANCELLED, ""
    summary: str
    description: str
    location: str
    link: str  # the conferencing link, "" where none was found
    organizer: Address | None
    attendees: tuple[Attendee, ...]
    start: When | None
    end: When | None  # from DTEND, or DTSTART + DURATION
    # RRULE as written, then a line "EXDATE:…" and one "RDATE:…" where there are any, with times in the form
    # of a RECURRENCE-ID between commas; "" where it happens once.
    recurs: str = ""
    this_and_future: bool = False
    created: datetime | None = None
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One mail, decoded. `text` is what a reader sees, in one form for plain and HTML bodies:
    a quoted line begins with "> ", a marked signature follows a line "-- ", a rule is "-----".
    """

    key: str  # identity across sources: 32 hex digits (see `ingest.mime.identity`)
    message_id: str  # with its angle brackets; a made one where the mail has none
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    provider_thread: str | None
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    at: datetime  # UTC; when it was sent, or received where the Date header cannot be true
    zone_minutes: int  # the writer's offset from UTC; 0 where unknown
    text: str
    automatic: str  # Auto-Submitted where it is not "no", in lower case; "" otherwise (RFC 3834)
    bulk: bool  # List-Unsubscribe, List-Id, Precedence bulk or list, Feedback-ID
    mailer: str  # X-Mailer or User-Agent
    return_path: str  # lower case; "<>" for a bounce, "" where unknown
    labels: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    forwarded: tuple[Message, ...] = ()  # message/rfc822 parts, outermost first
    events: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = ()  # what could not be read in an otherwise readable mail
    list_id: str = ""  # the id in List-Id, lower case (RFC 2919); the store does not keep it

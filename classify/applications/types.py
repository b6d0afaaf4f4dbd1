"""What grouping is given and what it returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classify.types import Author, Claim, Standing
    from ingest.types import Address

READ = 4_000
"""Characters of a message's text that grouping looks at."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of every message, kept or not: enough to see which conversation it belongs to.

    `correspondents` are tokens (`classify.relevance.ties`), not addresses, so that nothing personal
    stays behind of mail that is not about the job search.
    """

    key: str
    standing: Standing
    author: Author
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    provider_thread: str | None
    correspondents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """One relevant message, as grouping needs it."""

    key: str
    at: datetime  # UTC
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    provider_thread: str | None
    author: Author
    sender: Address | None
    correspondents: tuple[Address, ...]  # everyone in From, Reply-To, To, Cc who is not the candidate
    subject: str
    company: Claim | None
    role: Claim | None
    agency: Claim | None
    requisition: str
    signals: frozenset[str]
    uids: frozenset[str]  # of the invites it carries
    mentions: str = ""  # the text that was read, `READ` of it, to look up companies already known in it
    rooms: frozenset[str] = frozenset()  # that its whole text and its invites link to, where somebody asks


@dataclass(frozen=True, slots=True)
class Meeting:
    """One calendar event (all its versions folded), as grouping needs it."""

    uid: str
    start: datetime | None  # UTC
    summary: str
    description: str
    people: tuple[Address, ...]  # organiser and attendees who are not the candidate
    letters: frozenset[str]  # keys of the messages that carried it
    location: str = ""
    rooms: frozenset[str] = frozenset()  # by `rooms.room`, of all its versions
    made: datetime | None = None  # UTC; when it was entered, as far as its versions tell


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the person said of one message or one application; it beats everything derived."""

    # "link", "apart", "merge", "company", "role", "irrelevant", "relevant", "signal"; or a remark on the
    # whole application, which groups nothing: "debrief", "snooze", "close", "note"
    kind: str
    key: str  # the message that it is about
    # Another message's key ("merge", "link"), those that stay behind ("apart"), the name given, "+name" or
    # "-name" of a signal; a remark's JSON
    value: str = ""
    # Of the message, which show it; of a remark the person's own; the keys of the other messages that a
    # "merge" makes one, an "apart" takes along, a name is given to, or a "link" may lead to instead
    words: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    key: str  # message key
    reason: str  # "thread", "invite", "company and role", "company", "correspondent", "said", "first"


@dataclass(frozen=True, slots=True)
class Application:
    id: str  # short and stable: made from the key of its first message
    company: str  # "" where nobody has named it
    role: str  # "" where nobody has named it
    agency: str  # "" where it is direct
    members: tuple[Membership, ...]  # in order of time
    uids: tuple[str, ...]  # its meetings
    # What its letters call the company where the person calls it otherwise; known while grouping only.
    also: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Question:
    """A message that may belong to more than one application. The person decides."""

    key: str
    choices: tuple[str, ...]  # application ids, the likeliest first
    reason: str


@dataclass(frozen=True, slots=True)
class Grouping:
    applications: tuple[Application, ...]  # in order of their first message
    questions: tuple[Question, ...]

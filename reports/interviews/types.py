"""What is known of an interview, and what happened to it before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ingest.types import Address, Attendee

UPCOMING, DONE, CANCELLED = "upcoming", "done", "cancelled"


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when; UTC."""

    start: datetime
    end: datetime


class What(StrEnum):
    """What happened to an interview once it was set."""

    MOVED = "moved"  # to another start, also from a time that was called off
    RESIZED = "resized"  # the same start, another end
    CANCELLED = "cancelled"
    DECLINED = "declined"  # by the candidate
    REVIVED = "revived"  # set again for the same time after it was called off


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to an interview. `at` (UTC) is when that became known."""

    what: What
    at: datetime
    old: Span
    new: Span
    key: str = ""  # of the mail that said so, "" from a calendar
    by: Address | None = None  # who sent that mail; None from a calendar of the candidate's own


@dataclass(frozen=True, slots=True)
class Move:
    """The same interview at another start; all in UTC."""

    old: datetime
    new: datetime
    at: datetime
    key: str
    by: Address | None = None

    @property
    def later(self) -> bool:
        return self.new > self.old


@dataclass(frozen=True, slots=True)
class Interview:
    """A meeting as it stands now; times in UTC. `keys` are the mails that carried its invites."""

    uid: str
    start: datetime
    end: datetime
    status: str  # UPCOMING, DONE or CANCELLED
    summary: str
    people: tuple[Address, ...]  # invited persons as stated, the candidate and the organiser among them
    organiser: Address | None
    seen_at: datetime  # when it first became known
    keys: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()  # in the order in which they became known
    recurrence_id: str = ""  # which time of a series it is; "" where it happens once
    description: str = ""
    location: str = ""
    link: str = ""  # the conferencing link
    attendees: tuple[Attendee, ...] = ()  # as stated last, with their answers; rooms among them
    is_all_day: bool = False

    @property
    def moves(self) -> tuple[Move, ...]:
        """The changes of its start."""
        moved = (one for one in self.changes if one.what is What.MOVED)
        return tuple(Move(one.old.start, one.new.start, one.at, one.key, one.by) for one in moved)


def reschedules_later(found: Iterable[Interview]) -> int:
    """How often an interview was moved to a later start."""
    return sum(move.later for interview in found for move in interview.moves)

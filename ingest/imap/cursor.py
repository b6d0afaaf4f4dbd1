"""How far a folder was read: the cursor, and what a new look at the folder asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from ingest.imap import spans

if TYPE_CHECKING:
    from collections.abc import Iterable

TRIES = 5
"""How often a message is asked for that the server lists and does not give."""


@dataclass(frozen=True, slots=True)
class Look:
    """What EXAMINE says of a folder (RFC 3501 §6.3.2, RFC 7162 §3.1.2)."""

    validity: int  # UIDVALIDITY
    exists: int
    next: int | None  # UIDNEXT; a few servers leave it out
    modseq: int | None  # HIGHESTMODSEQ, where the server keeps one


@dataclass(frozen=True, slots=True)
class Cursor:
    """What is settled of a folder. All of it holds for one UIDVALIDITY alone (RFC 3501 §2.3.1.1)."""

    validity: int
    since: date  # mail that came before this day was never asked for
    next: int = 1  # no UID from here on had been given out at the last look
    exists: int = 0  # how many messages there were then
    modseq: int | None = None
    covered: spans.Spans = ()  # UIDs that were seen to, one way or another
    later: tuple[tuple[int, int], ...] = ()  # UIDs that were not given, and how often they were asked for

    def text(self) -> str:
        return msgspec.json.encode(self).decode()

    def at(self, look: Look, next_uid: int) -> Cursor:
        """The same reading, after this look."""
        return replace(self, next=next_uid, exists=look.exists, modseq=look.modseq)

    def done(self, low: int, high: int) -> Cursor:
        """With everything from `low` to `high` seen to."""
        return replace(self, covered=spans.with_span(self.covered, low, high))

    def put_off(self, uids: Iterable[int]) -> Cursor:
        """With these to be asked for once more, unless that was done often enough."""
        tries = dict(self.later)
        for uid in uids:
            tries[uid] = tries.get(uid, 0) + 1
        return replace(self, later=tuple(sorted((uid, n) for uid, n in tries.items() if n < TRIES)))

    def given(self, uids: Iterable[int]) -> Cursor:
        """Without these among the ones to be asked for once more."""
        had = frozenset(uids)
        return replace(self, later=tuple(one for one in self.later if one[0] not in had))

    @property
    def unfinished(self) -> bool:
        """Whether a first reading was broken off."""
        return self.covered != ((1, self.next - 1),) and self.next > 1


def read(text: str) -> Cursor | None:
    """The cursor that `text` holds; None where there is none, or one that cannot be read."""
    try:
        return msgspec.json.decode(text, type=Cursor)
    except (msgspec.MsgspecError, ValueError):
        return None


def starts_anew(cursor: Cursor | None, look: Look) -> bool:
    """Whether the UIDs that are remembered mean nothing any longer.

    A UIDNEXT that went down breaks the rule that UIDs only grow, whatever UIDVALIDITY says.
    """
    if cursor is None or cursor.validity != look.validity:
        return True
    return look.next is not None and look.next < cursor.next


def is_as_it_was(cursor: Cursor, look: Look) -> bool:
    """Whether nothing came and nothing went. A message that goes takes one from EXISTS, and one that comes
    takes a UID. A server that gives no UIDNEXT tells by EXISTS alone."""
    is_next = look.next is None or look.next == cursor.next
    return look.validity == cursor.validity and look.exists == cursor.exists and is_next


def nothing_new(cursor: Cursor, look: Look, since: date) -> bool:
    """Whether the folder is as it was, and nothing is left to do there."""
    return (
        look.next is not None
        and is_as_it_was(cursor, look)
        and not cursor.unfinished
        and not cursor.later
        and since >= cursor.since
    )

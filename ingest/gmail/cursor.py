"""How far a mailbox was read: the cursor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

TRIES = 5
"""In how many syncs a message is asked for that the server lists and does not give."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """What is settled of a mailbox.

    Everything that came before `history` was listed, unless the reading is `unfinished`: then what the ledger
    has is settled, and the rest is listed again.
    """

    since: int  # seconds since 1970; mail that came before was never asked for
    history: str = ""  # Gmail's historyId, a number that may have more than 64 bits; "" before the first
    unfinished: bool = True
    owner: str = ""  # the address of the mailbox that was read, where the server says
    later: tuple[tuple[str, int], ...] = ()  # messages that were not given, and how often they were asked for

    def text(self) -> str:
        return msgspec.json.encode(self).decode()

    def put_off(self, ids: Iterable[str], *, counts: bool) -> Cursor:
        """With these to be asked for once more, unless that was done often enough. It `counts` where the
        server gave others meanwhile: what is silent in an outage is not given up."""
        tries = dict(self.later)
        for one in ids:
            tries[one] = tries[one] + counts if one in tries else 1
        return replace(self, later=tuple((one, n) for one, n in tries.items() if n < TRIES))

    def given(self, ids: Iterable[str]) -> Cursor:
        """Without these among the ones to be asked for once more."""
        had = frozenset(ids)
        return replace(self, later=tuple(one for one in self.later if one[0] not in had))

    def finished(self, history: str) -> Cursor:
        """With everything before `history` settled, or before where it was if that is later."""
        return replace(self, history=later_of(self.history, history), unfinished=False)


def read(text: str) -> Cursor | None:
    """The cursor that `text` holds; None where there is none, or one that cannot be read."""
    try:
        return msgspec.json.decode(text, type=Cursor)
    except (msgspec.MsgspecError, ValueError):
        return None


def later_of(one: str, other: str) -> str:
    """The later of two history ids, which are compared as numbers where they are numbers."""
    if _is_number(one) != _is_number(other):  # the other makes no sense, or there is none
        return one if _is_number(one) else other
    if _is_number(one):
        # Never as int: Python reads no number of more than 4,300 digits.
        key = [(len(bare), bare) for bare in (one.lstrip("0"), other.lstrip("0"))]
        return one if key[0] > key[1] else other
    return other or one


def is_before(one: str, other: str) -> bool:
    """Whether it is an earlier history id, if both are any."""
    return _is_number(one) and _is_number(other) and later_of(one, other) != one


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()

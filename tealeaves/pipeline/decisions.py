"""Taking back what the person said, or letting it count again, by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from store.said import Decision
    from store.store import Store

LISTED = "tealeaves decisions --all lists them"


def undo(store: Store, candidate: int, numbers: Iterable[int], now: datetime) -> tuple[Decision, ...]:
    """Takes these back; what they were. Raises UsageError for a number that is none, or was taken back."""
    found = _found(store, candidate, numbers)
    for one in found:
        if one.undone_at is not None:
            raise UsageError(f"decisions: {one.number} is taken back already (--redo {one.number})")
        store.take_back(candidate, one.number, now)
    return found


def redo(store: Store, candidate: int, numbers: Iterable[int]) -> tuple[Decision, ...]:
    """Lets these count again, each at its place among the others; what they are. Raises UsageError for a
    number that is none, or was not taken back."""
    found = _found(store, candidate, numbers)
    for one in found:
        if one.undone_at is None:
            raise UsageError(f"decisions: {one.number} was not taken back")
        store.bring_back(candidate, one.number)
    return found


def _found(store: Store, candidate: int, numbers: Iterable[int]) -> tuple[Decision, ...]:
    known = {one.number: one for one in store.decisions(candidate)}
    wanted = tuple(dict.fromkeys(numbers))
    unknown = next((number for number in wanted if number not in known), None)
    if unknown is not None:
        raise UsageError(f"decisions: there is no decision {unknown}; {LISTED}")
    return tuple(known[number] for number in wanted)

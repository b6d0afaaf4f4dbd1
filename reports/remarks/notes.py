"""What the person noted of an application, in their own words. It never counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store.history import History

KIND = "note"


@dataclass(frozen=True, slots=True)
class Note:
    """`number` is that of the decision which it is."""

    number: int
    at: datetime  # UTC
    text: str


def notes(history: History) -> tuple[Note, ...]:
    """Every note, the one of the latest time last."""
    said = sorted((one.at, one.number, one.words) for one in history.remarks if one.kind == KIND)
    return tuple(Note(number, at, text) for at, number, text in said)

"""What the person said of how an application ended, or that it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from reports.remarks.written import remarked, written
from store.history import History, Remark

KIND = "close"
NO_ANSWER = "no_answer"
OUTCOMES = ("accepted", "rejected", "withdrawn", NO_ANSWER)
REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Closing:
    """`outcome` is "accepted", "rejected", "withdrawn" or "no_answer"."""

    outcome: str
    at: datetime  # UTC
    note: str


class _Value(msgspec.Struct, frozen=True):
    outcome: str


def closing_value(outcome: str) -> str:
    """What the remark says, for one of OUTCOMES or REOPENED."""
    return written(_Value(outcome))


def words_on_the_end(history: History) -> tuple[Closing, ...]:
    """Everything that the person said of it in order of time; REOPENED where it goes on."""
    return tuple(
        Closing(value.outcome, remark.at, remark.words)
        for remark, value in remarked(history, KIND, _Value)
        if value.outcome in (*OUTCOMES, REOPENED)
    )


def standing_words(history: History) -> tuple[Remark, ...]:
    """The remarks that say how it ended, since the last one that says that it goes on."""
    said: tuple[Remark, ...] = ()
    for remark, value in remarked(history, KIND, _Value):
        if value.outcome in OUTCOMES:
            said += (remark,)
        elif value.outcome == REOPENED:
            said = ()
    return said


def closing(history: History, since: datetime | None = None) -> Closing | None:
    """How the person said that it ended, None where they did not, or where something later overtook it:
    they reopened it themselves, or it has changed its stage, which it did last at `since`."""
    said = words_on_the_end(history)
    last = said[-1] if said else None
    if last is None or last.outcome == REOPENED or (since is not None and last.at < since):
        return None
    return last

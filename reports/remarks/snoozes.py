"""Warnings that the person does not want to see for a while, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from reports.remarks.written import remarked, written
from store.history import History, Remark

KIND = "snooze"
EVERY = "all"


@dataclass(frozen=True, slots=True)
class Snooze:
    """`warning` is the name of one, "all" for every one; `until` is the first day on which it shows again."""

    warning: str
    until: date
    reason: str


class _Value(msgspec.Struct, frozen=True):
    warning: str
    until: date


def snooze_value(warning: str, until: date) -> str:
    """What the remark says."""
    return written(_Value(warning, until))


def told(history: History) -> tuple[tuple[Remark, Snooze], ...]:
    """Every snooze with the remark that it is, the one said last at the end."""
    return tuple(
        (remark, Snooze(value.warning, value.until, remark.words))
        for remark, value in remarked(history, KIND, _Value)
    )


def snoozes(history: History, today: date) -> tuple[Snooze, ...]:
    """The snoozes in force on that day, the latest of each warning."""
    last = {one.warning: one for _, one in told(history)}
    return tuple(one for one in last.values() if today < one.until)

"""One company's answers beside those of the candidate's other applications."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.response.responsiveness import Responsiveness, percentiles
from reports.response.survival import Wait
from reports.thresholds import default_thresholds
from store.history import Ending


@dataclass(frozen=True, slots=True)
class Comparison:
    """`others` are the applications with enough replies to compare with; those that tie are in neither."""

    slower_than: int
    faster_than: int
    others: int


def compared(
    known: Mapping[str, Responsiveness], ended: Iterable[Ending], enough: int
) -> dict[str, Comparison]:
    """Application id -> how its median compares with the others'; nothing for one with too few replies.

    Medians are Kaplan and Meier's, in hours. One that is not reached, since most waits go on, is slower than
    any that is. Nothing is said where there are too few others.
    """
    waits = {one.id: tuple(Wait(*wait) for wait in one.waits) for one in ended}
    waits.update({name: response.waits for name, response in known.items()})
    medians = {name: _median(found) for name, found in waits.items() if _replies(found) >= enough}
    others = len(medians) - 1
    if others < default_thresholds().response["others_least"]:
        return {}
    return {
        name: Comparison(
            slower_than=sum(other < medians[name] for other in medians.values()),
            faster_than=sum(other > medians[name] for other in medians.values()),
            others=others,
        )
        for name in known
        if name in medians
    }


def comparison_line(comparison: Comparison) -> str:
    """ "slower than 8 of your 10 others", "faster than all 4 others", "in the middle of your 10 others"."""
    others = comparison.others
    for word, count in (("slower", comparison.slower_than), ("faster", comparison.faster_than)):
        if count == others:
            return f"{word} than all {others} others"
        if count >= default_thresholds().response["clear_share"] * others:
            return f"{word} than {count} of your {others} others"
    return f"in the middle of your {others} others"


def _replies(waits: tuple[Wait, ...]) -> int:
    return sum(wait.ended for wait in waits)


def _median(waits: tuple[Wait, ...]) -> float:
    median = percentiles(waits).median
    return math.inf if median is None else median

"""How long a thing takes when some of it has not happened yet: the Kaplan-Meier estimate.

Kaplan and Meier, "Nonparametric Estimation from Incomplete Observations" (1958). A wait that is still going
on is censored: it says "longer than this", and leaving it out would make slow companies look fast.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait: `length` in any unit, `ended` false where it was still going on when last looked at."""

    length: float
    ended: bool


def quantile(waits: Iterable[Wait], share: Fraction) -> float | None:
    """The shortest length by which at least `share` of the waits have ended, or None if that is never seen.

    A wait that ends and one that is given up at the same length both were at risk until then.
    """
    left = 1 - share
    ended: Counter[float] = Counter()
    leaving: Counter[float] = Counter()
    at_risk = 0
    for wait in waits:
        at_risk += 1
        leaving[wait.length] += 1
        ended[wait.length] += wait.ended
    waiting = Fraction(1)
    for length in sorted(leaving):
        if ended[length]:
            waiting *= 1 - Fraction(ended[length], at_risk)
            if waiting <= left:
                return length
        at_risk -= leaving[length]
    return None

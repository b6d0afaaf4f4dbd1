"""How long a thing takes when some of it has not happened yet: the Kaplan-Meier estimate.

Kaplan and Meier, "Nonparametric Estimation from Incomplete Observations" (1958). A wait that is still going
on is censored: it says "longer than this", and leaving it out would make slow companies look fast.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
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
    surely, perhaps = float(left) - _NEAR, float(left) + _NEAR
    steps: list[tuple[int, int]] = []  # how many ended, of how many at risk
    waiting = 1.0
    for length, ended, at_risk in _ends(waits):
        steps.append((ended, at_risk))
        waiting *= (at_risk - ended) / at_risk
        if waiting < surely or (waiting < perhaps and _exactly(steps) <= left):
            return length
    return None


_NEAR = 1e-9  # a product of floats is less exact than this only after a million factors


def _ends(waits: Iterable[Wait]) -> Iterator[tuple[float, int, int]]:
    """Each length at which waits ended, how many did, and how many there still were."""
    ended: Counter[float] = Counter()
    leaving: Counter[float] = Counter()
    for wait in waits:
        leaving[wait.length] += 1
        ended[wait.length] += wait.ended
    at_risk = leaving.total()
    for length in sorted(leaving):
        if ended[length]:
            yield length, ended[length], at_risk
        at_risk -= leaving[length]


def _exactly(steps: list[tuple[int, int]]) -> Fraction:
    """The share that still waits, in whole numbers: asked only where it may be just the share looked for."""
    waiting = Fraction(1)
    for ended, at_risk in steps:
        waiting *= 1 - Fraction(ended, at_risk)
    return waiting

"""How many messages of the job search were left out, by a random sample of what was: an estimate with its
interval.

Each stratum is sampled without putting anything back, so its interval is the exact one of the hypergeometric
distribution (Clopper and Pearson's way, by inverting its two tails): it holds for no hit at all and for a
sample of everything. The intervals are added up by Zou and Donner's MOVER. What of a sample nobody judged
counts as no hit in the lower bound and as a hit in the upper one, since it was not left unjudged at random.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the mail that was left out, and the random sample of it."""

    size: int  # messages in it
    hits: int  # of the sample, found to be of the job search
    misses: int  # found not to be
    unknown: int  # not judged: not reached, skipped, or not to be fetched

    @property
    def sample(self) -> int:
        return self.hits + self.misses + self.unknown


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both possible."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Missed:
    """What was left out of the job search, all told."""

    size: int  # messages that were left out
    sample: int
    unknown: int
    hits: int
    about: Range  # the estimate; one number where everything sampled was judged
    interval: Range  # 95 % of such intervals hold the truth, or more
    recall: Range | None  # of gate and rule, by the interval; None where nothing is kept
    recall_about: Range | None


def missed(strata: Sequence[Stratum], kept: int) -> Missed:
    """The estimate. `kept` is how many messages of the job search gate and rule took in."""
    least = [_estimate(one, one.hits) for one in strata]
    most = [_estimate(one, one.hits + one.unknown) for one in strata]
    lows = [bounds(one.size, one.sample, one.hits)[0] for one in strata]
    highs = [bounds(one.size, one.sample, one.hits + one.unknown)[1] for one in strata]
    known = sum(one.hits for one in strata)
    low = sum(least) - math.hypot(*(about - at for about, at in zip(least, lows, strict=True)))
    high = sum(most) + math.hypot(*(at - about for about, at in zip(most, highs, strict=True)))
    size = sum(one.size for one in strata)
    possible = size - sum(one.misses for one in strata)
    # Rounded outwards, as far as rounding of the sum itself lets: the truth is a whole number.
    interval = Range(float(max(known, math.floor(low + 1e-9))), float(min(possible, math.ceil(high - 1e-9))))
    about = Range(sum(least), sum(most))
    return Missed(
        size,
        sum(one.sample for one in strata),
        sum(one.unknown for one in strata),
        known,
        about,
        interval,
        _recall(kept, interval),
        _recall(kept, about),
    )


def bounds(size: int, sample: int, hits: int) -> tuple[int, int]:
    """The least and the greatest number of hits among `size` that `hits` among `sample` do not rule out, each
    at half of what `LEVEL` leaves."""
    rest = (1 - LEVEL) / 2
    most = size - (sample - hits)
    low = _first(hits, most, lambda whole: _tail(size, whole, sample, hits) > rest)
    beyond = _first(hits + 1, most + 1, lambda whole: 1 - _tail(size, whole, sample, hits + 1) <= rest)
    return low, beyond - 1


def _estimate(one: Stratum, hits: int) -> float:
    if not one.sample:  # nothing is known of it
        return float(one.size if hits else 0)
    return one.size * hits / one.sample


def _recall(kept: int, lost: Range) -> Range | None:
    return Range(kept / (kept + lost.high), kept / (kept + lost.low)) if kept else None


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first number of which it holds, where it holds of all that follow; `high` where of none."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _tail(size: int, whole: int, sample: int, hits: int) -> float:
    """How likely at least `hits` of a sample are, where `whole` of `size` are."""
    least, most = max(0, sample - (size - whole)), min(sample, whole)
    if hits <= least:
        return 1.0
    chosen = _choices(size, sample)
    return min(
        1.0,
        math.fsum(
            math.exp(_choices(whole, one) + _choices(size - whole, sample - one) - chosen)
            for one in range(hits, most + 1)
        ),
    )


def _choices(of: int, some: int) -> float:
    """The logarithm of how many ways there are to choose `some` of them."""
    return math.lgamma(of + 1) - math.lgamma(some + 1) - math.lgamma(of - some + 1)

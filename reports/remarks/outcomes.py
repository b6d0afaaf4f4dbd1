"""How past scores turned out: of those that once stood in a band of the score, how many ended how.

A count of what happened, never a probability: of seven it says that three of them did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from reports.remarks.closing import NO_ANSWER
from reports.response.working_hours import Clock
from reports.settings import Person
from reports.snapshot import snapshot
from reports.standing.stage import ORDER, Progress, Stage, ended_as
from reports.wordlists import table
from store.history import Ending, History

OFFER = "offer"
ENDS = (OFFER, Stage.REJECTED.value, NO_ANSWER, Stage.WITHDRAWN.value)
_HIGHEST = 100
_OFFERED = frozenset({Stage.OFFER, Stage.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Past:
    """An application that has ended: its score at each weekly look, the furthest stage, and how it ended."""

    scores: tuple[int, ...]
    reached: str
    outcome: str  # as `ended_as` has it

    @classmethod
    def of(cls, one: Ending) -> Past:
        return cls(one.scores, one.reached, one.outcome)


@dataclass(frozen=True, slots=True)
class Band:
    """Applications that once stood at `low` to `high`, each counted once. `ends` has how many ended how, in
    the order of ENDS; nothing where there are too few of them to tell."""

    low: int
    high: int
    n: int
    ends: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """`n` applications have ended; a band needs `enough` of them."""

    n: int
    enough: int
    bands: tuple[Band, ...]

    @property
    def tells(self) -> bool:
        """Whether any band has enough."""
        return any(band.ends for band in self.bands)


def outcomes(ended: Iterable[Past]) -> Outcomes:
    """What became of each band of the score, over applications that have ended. One that ended before it was
    looked at stood in none."""
    known = tuple(ended)
    rules = table("outcomes")
    bounds = [*rules["bands"], _HIGHEST + 1]
    enough = int(rules["enough"])
    bands = tuple(_band(low, above - 1, known, enough) for low, above in pairwise(bounds))
    return Outcomes(len(known), enough, bands)


def past(history: History, progress: Progress, person: Person, clock: Clock) -> Past:
    """What the table needs of an application that has ended, read from its history."""
    scores = weekly_scores(history, person, clock, progress.steps[-1].at)
    return Past(scores, progress.reached.value, ended_as(progress))


def weekly_scores(history: History, person: Person, clock: Clock, closed_at: datetime) -> tuple[int, ...]:
    """The score at each weekly look, the first one a week after the first message, while the application was
    open and had no offer. Each look knows only what was known then.

    A look costs what a report on one application costs, so that of a long time (one mail may be dated 1970)
    only the last looks are taken.
    """
    rules = table("outcomes")
    step = timedelta(days=rules["every_days"])
    begun = history.entries[0].at
    if (closed_at - begun) // step > rules["most_looks"]:
        steps = snapshot(history, person, clock, closed_at).progress.steps
        closed_at = next((one.at for one in steps if one.stage in _OFFERED), closed_at)
    left_out = max(0, (closed_at - begun) // step - rules["most_looks"])
    at = begun + step * (1 + left_out)
    scores = []
    while at < closed_at:
        then = snapshot(history, person, clock, at)
        if ORDER.index(then.progress.reached) >= ORDER.index(Stage.OFFER):
            break
        if then.progress.open:
            scores.append(then.score.value)
        at += step
    return tuple(scores)


def _band(low: int, high: int, ended: tuple[Past, ...], enough: int) -> Band:
    stood = [one for one in ended if any(low <= score <= high for score in one.scores)]
    count = Counter(_end(one) for one in stood)
    ends = tuple((end, count[end]) for end in ENDS) if len(stood) >= enough else ()
    return Band(low, high, len(stood), ends)


def _end(one: Past) -> str:
    offered = ORDER.index(Stage(one.reached)) >= ORDER.index(Stage.OFFER)
    return OFFER if offered or one.outcome == Stage.ACCEPTED else one.outcome

"""How long the company has been quiet, against the longest it has taken before.

What is written here can only grow with time while nothing is heard, and shrinks when the company speaks: the
score's rules rest on that (docs/momentum.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reports.facts import by_company
from reports.interviews import CANCELLED, UPCOMING, Interview
from reports.promises import Told, standing_promise
from reports.questions import asks_candidate
from reports.thresholds import Thresholds
from reports.turns import turns
from reports.working_hours import hours
from store.history import Entry, History


@dataclass(frozen=True, slots=True)
class Silence:
    """`since` is when the quiet began (UTC), None where the next word is the candidate's or it is explained.

    `days` is its length, `usual_days` is what this company may take. `missed` is a promise whose day went by.
    """

    since: datetime | None
    days: float
    usual_days: float
    longest_days: float | None  # that any answer has taken so far
    missed: Told | None

    def text(self) -> str:
        """ "quiet for 12 days, longer than ever before (4)"."""
        if self.longest_days is not None and 1 <= self.longest_days < self.days:
            return f"quiet for {self.days:.0f} days; no answer has taken more than {self.longest_days:.0f}"
        return f"quiet for {self.days:.0f} days"

    def weight(self, most: float) -> float:
        """What it takes away: nothing within the usual, then 1 per usual length, up to `most`."""
        lengths = self.days / self.usual_days
        weight = lengths if lengths > 1 else 0.0
        if self.missed is not None:
            weight = max(weight, 1.0)
        return min(most, weight)


def silence(
    history: History,
    found: tuple[Interview, ...],
    told: tuple[Told, ...],
    thresholds: Thresholds,
    now: datetime,
) -> Silence:
    """The company's silence at `now`."""
    longest = longest_days(history)
    usual = usual_days(longest, thresholds)
    explained = Silence(None, 0.0, usual, longest, None)
    if any(one.status == UPCOMING for one in found) or any(now < one.due for one in told):
        return explained
    promise = standing_promise(told)
    missed = promise if promise is not None and promise.missed(now) else None
    began = _began(history)
    if began is None:
        return explained
    met = [one.end for one in found if one.status != CANCELLED and one.end <= now]
    since = max([began, *met])
    return Silence(since, hours(since, now) / 24, usual, longest, missed)


def longest_days(history: History) -> float | None:
    """The longest that this company has taken to answer anything, None where it has answered nothing."""
    taken = [hours(turn.first.at, turn.reply.at) / 24 for turn in turns(history) if turn.reply is not None]
    return max(taken, default=None)


def usual_days(longest: float | None, thresholds: Thresholds) -> float:
    """What it may take before its silence says something: its longest so far, within limits."""
    return min(max(longest or 0.0, thresholds.silence["floor"]), thresholds.silence["ceiling"])


def _began(history: History) -> datetime | None:
    """The company's last word, or the candidate's answer where it had asked; None before that answer."""
    last: Entry | None = None
    answer: Entry | None = None
    asked = False  # whether anything asks in what the company wrote since the candidate did
    for entry in history.entries:
        if by_company(entry):
            asked = asks_candidate(entry) or (asked and answer is None)
            last, answer = entry, None
        elif answer is None:
            answer = entry
    if last is None or asked:
        return answer.at if answer is not None else None
    return last.at

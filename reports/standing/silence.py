"""How long the company has been quiet, against the longest it has taken before.

What is written here can only grow with time while nothing is heard, and shrinks when the company speaks: the
score's rules rest on that (docs/momentum.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from classify.types import Author
from reports.actions.promises import Told, standing_promise
from reports.actions.questions import asks_candidate
from reports.facts import by_company, signal_names
from reports.interviews import CANCELLED, UPCOMING, Interview
from reports.response.turns import turns
from reports.response.working_hours import hours
from reports.thresholds import Thresholds
from store.history import Entry, History


@dataclass(frozen=True, slots=True)
class Silence:
    """`since` is when the quiet began (UTC), None where the next word is the candidate's or it is explained.

    `days` is its length, `usual_days` is what this company may take. `missed` is a promise whose day went by.
    `ahead` says that an interview or a promised day lies ahead and explains it.
    """

    since: datetime | None
    days: float
    usual_days: float
    longest_days: float | None  # that any answer has taken so far
    missed: Told | None
    ahead: bool = False

    def unusual(self, thresholds: Thresholds) -> bool:
        """Whether one would call it quiet: not before the first answer, which an application may wait for.

        No matter of the score: a first answer, late in coming to light, must not cost what it grants.
        """
        patience = thresholds.silence["unheard"] if self.longest_days is None else self.usual_days
        return self.since is not None and self.days > patience

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
    if any(one.status == UPCOMING for one in found) or any(now < one.due for one in told):
        return Silence(None, 0.0, usual, longest, None, ahead=True)
    promise = standing_promise(told)
    missed = promise if promise is not None and promise.missed(now) else None
    met = [one.end for one in found if one.status != CANCELLED and one.end <= now]
    began = _began(history, met)
    if began is None:
        return Silence(None, 0.0, usual, longest, None)
    since = max([began, *met])
    return Silence(since, hours(since, now) / 24, usual, longest, missed)


def longest_days(history: History) -> float | None:
    """The longest that this company has taken to answer anything, None where it has answered nothing."""
    taken = [hours(turn.first.at, turn.reply.at) / 24 for turn in turns(history) if turn.reply is not None]
    return max(taken, default=None)


def usual_days(longest: float | None, thresholds: Thresholds) -> float:
    """What it may take before its silence says something: its longest so far, within limits."""
    return min(max(longest or 0.0, thresholds.silence["floor"]), thresholds.silence["ceiling"])


def _began(history: History, met: list[datetime]) -> datetime | None:
    """The company's last word, or the candidate's answer where it had asked; None before that answer.

    Who came to a meeting (`met` has their ends) has answered what was asked before. A notice of an absence,
    or that a mail has arrived, is no word.
    """
    last: Entry | None = None
    answered: datetime | None = None
    asked = False  # whether anything asks in what the company wrote since the candidate answered
    moments: list[tuple[datetime, Entry | None]] = [
        *((entry.at, entry) for entry in history.entries),
        *((end, None) for end in met),
    ]
    if not history.entries:
        return None
    for at, entry in sorted(moments, key=lambda moment: moment[0]):
        if entry is not None and by_company(entry):
            if not _is_word(entry):
                continue
            asked = asks_candidate(entry) or (asked and answered is None)
            last, answered = entry, None
        elif answered is None:
            answered = at
    if last is None:
        return history.entries[0].at
    return answered if asked else last.at


def _is_word(entry: Entry) -> bool:
    return entry.author is Author.PERSON or bool(signal_names(entry))

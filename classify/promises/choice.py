"""Which of the days in a span is the one that its words promise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from classify.promises.clauses import clause, marked
from classify.promises.grammar import Day
from classify.promises.wordings.rule import Kind

_LEAD, _TRAIL = 24, 20  # characters before and after a day in which "by" and "at the latest" are its own

# What a clause says of its day, and how much that counts for the day's being the promised one.
_WEIGHTS = {"hears": 3, "other": -2, "yours": -5, "past": -5}
_LAST_DAY = 2  # "by", "no later than", "at the latest"
_PASSING = -1  # "today" is often said by the way


def choose(
    text: str, span: tuple[int, int], found: Iterable[Day], first: date, last: date, sure: bool = False
) -> Day | None:
    """The day that the clauses in the span promise, from `first` to `last`; of those as likely, the latest.

    None of which only an earliest day is said. `sure` where the clause must itself speak of hearing; it must,
    too, where the span says that one will hear "soon" or "in due course".
    """
    held = [one for one in found if first <= one.day <= last and not one.open]
    worth = {one: _worth(text, span, one) for one in held}
    if sure or marked("undated", text[slice(*span)]):
        held = [one for one in held if worth[one] > 0]
    return max(held, key=lambda one: (worth[one], one.day), default=None)


def _worth(text: str, span: tuple[int, int], one: Day) -> int:
    start, end = clause(text, span, one.start, one.end)
    here = text[start:end]
    worth = sum(weight for kind, weight in _WEIGHTS.items() if marked(kind, here))
    beside = text[max(start, one.start - _LEAD) : min(end, one.end + _TRAIL)]
    worth += _LAST_DAY * marked("by", beside)
    return worth + _PASSING * (one.kind in (Kind.CLOSE, Kind.NEAR))

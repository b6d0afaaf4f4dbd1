"""Which amounts of a text are the pay of the job that it speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from classify.normalise import folded
from classify.pay.amounts import Amount, amounts
from classify.pay.tables import Clues, clues, period_after, period_before, plausible
from classify.types import Evidence, Pay

_MOST = 40  # that are kept of one text
_FAR = 500  # characters around an amount in which words tell what it is
_CLOSEST = 8  # clues on either side that are weighed
_MANY = 2000  # amounts in one text: what lists more is no letter
_ALIKE = 3  # times larger, an amount is of another kind than the one before it
_SMALL = 1000  # below, a number by itself is rather a day or a count
_BARE = 10_000  # the least that is pay without a currency, a period or a word for thousands
_BARE_MOST = 1_000_000  # and the most; longer numbers name something
_BESIDE = 60  # characters that a word of pay counts as farther away behind a comma or the like

# What an amount needs, in text as it was written. Most mail ends here.
_GATE = re.compile(r"\d[.,'’\s]?(?:\d|[kK](?!\w))|thousand|grand|\d\s?(?:lakh|lac\b|lpa)", re.IGNORECASE)
_SENTENCE = re.compile(r"\n+|(?<=[\w)\"'][.!?])\x20(?=[^\W\d_a-zß-ÿ]|[\"'(])|;\x20|[?!]\x20")
_YEAR = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class _Clue:
    start: int
    end: int
    pay: bool
    of_numbers: bool  # says nothing of an amount with a currency


def pay_named(text: str) -> tuple[Pay, ...]:
    """The amounts and ranges in `text` that are pay for this job, in order; the evidence is in `text`.

    What the writer earns elsewhere, what others earn, bonuses, budgets and expenses are none. The time is
    linear in the text.
    """
    if _GATE.search(text) is None:
        return ()
    fold = folded(text)
    found = []
    for one in amounts(fold.text):
        found.append(one)
        if len(found) > _MANY:
            return ()
    if not any(_may_be_pay(one) for one in found):
        return ()
    kept = _Letter(fold.text, found).pay()
    made = []
    for one, period in kept[:_MOST]:
        start, end = fold.origin(one.start, one.end)
        evidence = Evidence(start, end, text[start:end])
        made.append(Pay(one.low, one.high, one.currency, period, evidence))
    return tuple(made)


def _clue(found: re.Match[str], words: Clues) -> _Clue:
    phrase = found.group().lower()
    of_numbers = phrase in words.no_money
    return _Clue(
        found.start(), found.end(), not of_numbers and phrase not in words.something_else, of_numbers
    )


def _may_be_pay(one: Amount) -> bool:
    """Whether the figure alone does not rule it out."""
    if one.money or one.round:
        return True
    return not (one.low == int(one.low) and int(one.low) in _YEAR and one.high in _YEAR)


class _Letter:
    """A folded text with its amounts, its sentences and the words that tell what the amounts are."""

    def __init__(self, text: str, found: list[Amount]) -> None:
        self._text = text
        self._amounts = found
        words = clues()
        self._clues = [_clue(one, words) for one in words.pattern.finditer(text)]
        self._starts = [one.start for one in self._clues]
        self._sentences = [0, *(one.end() for one in _SENTENCE.finditer(text)), len(text) + 1]

    def pay(self) -> list[tuple[Amount, str]]:
        """The amounts that are pay, with their period."""
        kept: list[tuple[Amount, str]] = []
        for number, one in enumerate(self._amounts):
            if not _may_be_pay(one):
                continue
            before = kept[-1] if kept and kept[-1][0].start == self._amounts[number - 1].start else None
            if before and not self._same_sentence(before[0], one):
                before = None
            left, right = self._window(number)
            period, told = self._period(one, left)
            one, period = _as_before(one, period, before)
            if self._is_pay(one, period, told, left, right):
                kept.append((one, period))
        return kept

    def _window(self, number: int) -> tuple[int, int]:
        """The part of its sentence around an amount in which no other amount stands."""
        one = self._amounts[number]
        at = bisect_right(self._sentences, one.start) - 1
        left = max(self._sentences[at], one.start - _FAR)
        right = min(self._sentences[at + 1], one.end + _FAR)
        if number:
            left = max(left, self._tail(self._amounts[number - 1]))
        if number + 1 < len(self._amounts):
            right = min(right, self._amounts[number + 1].start)
        return min(left, one.start), max(right, one.end)

    def _tail(self, one: Amount) -> int:
        """Where an amount ends with the period behind it."""
        behind = period_after().match(self._text, one.end)
        return behind.end() if behind else one.end

    def _same_sentence(self, one: Amount, other: Amount) -> bool:
        return bisect_right(self._sentences, one.start) == bisect_right(self._sentences, other.start)

    def _period(self, one: Amount, left: int) -> tuple[str, bool]:
        """The period of an amount, and whether words tell it."""
        if one.yearly:
            return "year", True
        if behind := period_after().match(self._text, one.end):
            return str(behind.lastgroup), True
        told = list(period_before().finditer(self._text, left, one.start))
        if told and not clues().barriers.search(self._text, told[-1].end(), one.start):
            return str(told[-1].lastgroup), True
        return ("year" if plausible().is_a_years(one.low, one.currency) else ""), False

    def _is_pay(self, one: Amount, period: str, told: bool, left: int, right: int) -> bool:
        if not plausible().is_pay(one.low, one.high, one.currency, period):
            return False
        bare = not (one.money or one.round)
        if bare and not told and not _BARE <= one.low <= _BARE_MOST:
            return False
        near = self._nearest(one, left, right)
        if near is not None:
            return near
        at = bisect_right(self._sentences, one.start) - 1
        so_far = self._telling(one, self._sentences[at], one.start)
        if so_far:
            apart = clues().barriers.search(self._text, so_far[-1].end, one.start) is not None
            return so_far[-1].pay or (one.money and told and apart)
        if any(clue.pay for clue in self._telling(one, one.end, self._sentences[at + 1])):
            return True
        if bare:
            return False
        if one.money and period:
            return True
        if one.low < _SMALL:
            return False
        earlier = self._telling(one, self._sentences[max(at - 1, 0)], self._sentences[at])
        return bool(earlier) and earlier[-1].pay

    def _nearest(self, one: Amount, left: int, right: int) -> bool | None:
        """What the nearest clue says, None where there is none near enough."""
        best: tuple[int, bool] | None = None
        before, behind = self._telling(one, left, one.start), self._telling(one, one.end, right)
        for clue in (*before[-_CLOSEST:], *behind[:_CLOSEST]):
            start, end = (clue.end, one.start) if clue.end <= one.start else (one.end, clue.start)
            gap = self._text[start:end]
            barred = clues().barriers.search(gap) is not None
            if not clue.pay and (barred or len(gap) > clues().farthest):
                continue
            away = (len(gap) + (_BESIDE if barred else 0), clue.pay)
            best = away if best is None else min(best, away)
        return None if best is None else best[1]

    def _telling(self, one: Amount, start: int, end: int) -> list[_Clue]:
        """The clues in a part of the text that say something of this amount."""
        start, end = max(start, one.start - _FAR), min(end, one.end + _FAR)
        found = self._clues[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        outside = (clue for clue in found if clue.end <= one.start or clue.start >= one.end)
        return [clue for clue in outside if not (clue.of_numbers and one.money)]


def _as_before(one: Amount, period: str, before: tuple[Amount, str] | None) -> tuple[Amount, str]:
    """An amount that names no currency or no period has them from the one before it in the sentence, where it
    is about as large."""
    if before is None or not before[0].low / _ALIKE <= one.low <= before[0].high * _ALIKE:
        return one, period
    if not (one.money or one.round or one.low >= _SMALL):
        return one, period
    if not one.money and before[0].money:
        one = replace(one, currency=before[0].currency, money=True)
    return one, period or before[1]

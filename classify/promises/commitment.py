"""Which of the days that a text names is a promise of an answer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

from classify.normalise import Folded
from classify.promises.choice import choose
from classify.promises.grammar import Day, sentences, wordings
from classify.promises.hanging import Said, settled
from classify.promises.vocabulary import any_of
from classify.signals.find import explain
from classify.signals.words import words_of
from classify.types import Evidence, Promise, Speaker

SIGNAL = "decision_timeline"
_LAST = timedelta(200)  # a promise beyond this is a misreading
_MONTH_FIRST = -240  # minutes; so far west of Greenwich most write the month first
_BACK = 40  # sentences in which a day is looked for that "the day after" is after
_FRAGMENT = 70  # characters of a sentence that only adds the day to the one before


def promise(text: str, written: datetime, zone_minutes: int) -> Promise | None:
    """The last day on which the company says that the candidate will hear, with the words that say so.

    `written` is aware and in UTC, `zone_minutes` the writer's offset: days count from the writer's own day.
    A day set for the candidate, or for a meeting, is no promise. None where no day can be derived.
    """
    commits = [
        fired.signal.evidence
        for fired in explain(text, Speaker.COMPANY)
        if fired.signal.name == SIGNAL and not fired.stops
    ]
    if not commits:
        return None
    letter = _Letter(text, written, zone_minutes)
    made = (letter.promised(one.start, one.end) for one in commits)
    return max((one for one in made if one), key=_by, default=None)


def promised_day(text: str, start: int, end: int, written: datetime, zone_minutes: int) -> Promise | None:
    """The last day that `text[start:end]` allows, which commits to an answer: that is for the caller to know.

    Days of the sentence around it, and days of earlier sentences on which it hangs, are seen too; `written`
    and `zone_minutes` are as for `promise`. None where no day can be derived. Never raises on text.
    """
    return _Letter(text, written, zone_minutes).promised(start, end)


def _folded(folded: Folded, place: int) -> int:
    """Where a place of the original text is in the folded one."""
    here, there, copied = folded.places[max(0, bisect_right(folded.places, place, key=_origin) - 1)]
    return min(here + (max(0, place - there) if copied else 0), len(folded.text))


def _origin(place: tuple[int, int, bool]) -> int:
    return place[1]


def _day_of(written: datetime, zone_minutes: int) -> date:
    try:
        return (written + timedelta(minutes=zone_minutes)).date()
    except OverflowError:
        return written.date()


@cache
def _adds() -> re.Pattern[str]:
    """How a sentence begins that only adds a day."""
    return re.compile(rf"\W*(?:{any_of('adds', 'weekdays')})\b", re.IGNORECASE)


def _by(one: Promise) -> date:
    return one.by


class _Letter:
    """A text with its sentences and the days in them, each read when it is asked for."""

    def __init__(self, text: str, written: datetime, zone_minutes: int) -> None:
        self.original = text
        self.folded = words_of(text).folded
        self.text = self.folded.text
        spans = sentences(self.text)
        self.spans = tuple(span for span in spans if not self.text[slice(*span)].isspace())
        self.today = _day_of(written, zone_minutes)
        self.month_first = zone_minutes <= _MONTH_FIRST
        self._found: dict[int, tuple[Day, ...]] = {}
        self._told: dict[int, tuple[Day, ...]] = {}

    def number(self, place: int) -> int:
        """The sentence at a place."""
        return max(0, bisect_right(self.spans, place, key=lambda span: span[0]) - 1)

    def promised(self, start: int, end: int) -> Promise | None:
        """The day promised in a span of the original text: in its own words, else in its sentence, else in
        one that follows and only adds a day."""
        start, end = _folded(self.folded, start), _folded(self.folded, end)
        if not self.spans or start >= end:
            return None
        first, last = self.number(start), self.number(end - 1)
        numbers = range(first, last + 1)
        days = [day for number in numbers for day in self._settled(number)]
        inside = [day for day in days if day.start < end and start < day.end]
        day = self._choice((start, end), inside)
        whole = self.spans[first][0], self.spans[last][1]
        if day is None and not inside:
            day = self._choice(whole, days, sure=True)
        if day is None and not days and self._adds(last + 1):
            number = last + 1
            day = self._choice(self.spans[number], list(self._settled(number)))
        if day is None:
            return None
        return Promise(day.day, self._evidence(min(start, day.start), max(end, day.end)))

    def _choice(self, span: tuple[int, int], days: list[Day], sure: bool = False) -> Day | None:
        last = self.today + min(_LAST, date.max - self.today)
        return choose(self.text, span, days, self.today, last, sure)

    def _adds(self, number: int) -> bool:
        if number >= len(self.spans):
            return False
        start, end = self.spans[number]
        return end - start <= _FRAGMENT and bool(_adds().match(self.text[start:end]))

    def _settled(self, number: int) -> tuple[Day, ...]:
        """The days of a sentence, also those told from other days."""

        def before() -> Iterator[Said]:
            for other in range(number - 1, max(-1, number - 1 - _BACK), -1):
                alone = (day for day in self._wordings(other) if day.stands_alone)
                yield Said(self.text[slice(*self.spans[other])], tuple(alone))

        if number not in self._told:
            self._told[number] = tuple(settled(self.text, self._wordings(number), before))
        return self._told[number]

    def _wordings(self, number: int) -> tuple[Day, ...]:
        if number not in self._found:
            start, end = self.spans[number]
            found = wordings(self.text[start:end], self.today, self.month_first)
            self._found[number] = tuple(one.moved(start) for one in found)
        return self._found[number]

    def _evidence(self, start: int, end: int) -> Evidence:
        first, last = self.folded.origin(start, start + len(self.text[start:end].rstrip()))
        return Evidence(first, last, self.original[first:last])

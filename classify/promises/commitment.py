"""Which of the days that a text names is a promise of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

from classify.normalise import Folded
from classify.promises.grammar import Day, days, sentences
from classify.signals.bank import Where, shipped_bank
from classify.signals.find import occurrences
from classify.signals.pattern import Pattern
from classify.signals.words import MOST, words_of
from classify.types import Evidence, Promise, Speaker

_REACH = 110  # characters between the commitment and its day
_LAST_HALF_YEAR = timedelta(200)  # a promise beyond this is a misreading

# A day that is told from the one named before it.
_FROM_THERE = re.compile(
    r"\b(?P<same>(?:the|that) same (?:day|evening|afternoon)|"
    r"(?:straight|right|directly) (?:after|afterwards))\b|"
    r"\b(?P<after>the (?:next|following) (?:working )?day|the day after|the (?:next|following) morning)\b",
    re.IGNORECASE,
)
_MENTIONS_A_DAY = re.compile(
    r"\d|day|week|month|tomorrow|fortnight|evening|afternoon|year|christmas|morgen|heute|woche|tag|demain|"
    r"semaine|jour|lundi|mardi|mercredi|jeudi|vendredi|mittwoch|montag|eod|eow|cob",
    re.IGNORECASE,
)


def promise(text: str, written: datetime, zone_minutes: int) -> Promise | None:
    """The last day on which the company says that the candidate will hear, with the words that say so.

    `written` is aware and in UTC, `zone_minutes` the writer's offset: days count from the writer's own day.
    A day set for the candidate, or for a meeting, is no promise. None where no day can be derived.
    """
    if not _MENTIONS_A_DAY.search(text, 0, MOST):
        return None
    commits, stops = _marks()
    hits = occurrences(text, Speaker.COMPANY, commits)
    words = words_of(text)
    firm = [words.span(hit.start) for mark, there in hits.items() if mark in commits for hit in there]
    if not firm:
        return None
    stopped = [words.span(hit.start)[0] for mark, there in hits.items() if mark in stops for hit in there]
    today = (written + timedelta(minutes=zone_minutes)).date()
    best: Promise | None = None
    spans = tuple(sentences(words.folded.text))
    for at, (start, end) in enumerate(spans):
        here = words.folded.text[start:end]
        said = sorted(place for place, _ in firm if start <= place < end)
        if said and _MENTIONS_A_DAY.search(here) and not any(start <= place < end for place in stopped):
            found = _days(words.folded.text, (start, end), today, zone_minutes)
            earlier = reversed(spans[:at])
            before = (
                day
                for span in earlier
                for day in reversed(_days(words.folded.text, span, today, zone_minutes))
            )
            day = _from_there(here, start, found, before) or _nearest(found, said)
            if day and today <= day.day <= today + _LAST_HALF_YEAR:
                evidence = _evidence(words.folded, text, min(said[0], day.start), end)
                if best is None or day.day > best.by:
                    best = Promise(day.day, evidence)
    return best


def _days(text: str, span: tuple[int, int], today: date, zone_minutes: int) -> list[Day]:
    """The days that a sentence of the text names, in order."""
    start, end = span
    here = text[start:end]
    found = days(here, today, month_first=zone_minutes <= -180) if _MENTIONS_A_DAY.search(here) else ()
    return [Day(one.start + start, one.end + start, one.day) for one in found]


def _nearest(found: list[Day], said: list[int]) -> Day | None:
    """The last day after a commitment, in its reach; else the last one before it."""
    after = [one for one in found if any(0 <= one.start - place <= _REACH for place in said)]
    before = [one for one in found if any(0 <= place - one.end <= _REACH for place in said)]
    return after[0] if after else before[-1] if before else None


def _from_there(here: str, start: int, found: list[Day], before: Iterable[Day]) -> Day | None:
    """ "the day after", "the same evening": told from the day named before it, in the sentence or in those
    `before`, whose days are given from the last to the first."""
    told = _FROM_THERE.search(here)
    if not told:
        return None
    earlier = [one for one in found if one.end <= told.start() + start]
    base = earlier[-1] if earlier else next(iter(before), None)
    if base is None:
        return None
    return Day(told.start() + start, told.end() + start, _later(base.day, 1 if told["after"] else 0))


def _later(day: date, by: int) -> date:
    return day + timedelta(by)


def _evidence(folded: Folded, text: str, start: int, end: int) -> Evidence:
    first, last = folded.origin(start, start + len(folded.text[start:end].rstrip()))
    return Evidence(first, last, text[first:last])


@cache
def _marks() -> tuple[frozenset[Pattern], frozenset[Pattern]]:
    """The words that commit and the words that stop it: those of the signal `decision_timeline`."""
    rules = next(one for one in shipped_bank().rules if one.signal == "decision_timeline")
    commits = (phrase.pattern for phrase in rules.phrases)
    stops = (pattern for veto in rules.vetoes if veto.where == (Where.SENTENCE,) for pattern in veto.patterns)
    return frozenset(commits), frozenset(stops)

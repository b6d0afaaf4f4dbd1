"""Which of the days that a text names is a promise of an answer."""

from __future__ import annotations

import re
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
    hits = occurrences(text, Speaker.COMPANY)
    words = words_of(text)
    commits, stops = _marks()
    firm = [words.spans[hit.start] for mark in commits for hit in hits.get(mark, ())]
    if not firm:
        return None
    stopped = [words.spans[hit.start][0] for mark in stops for hit in hits.get(mark, ())]
    today = (written + timedelta(minutes=zone_minutes)).date()
    named: Day | None = None  # the last day before this sentence
    best: Promise | None = None
    for start, end in sentences(words.folded.text):
        here = words.folded.text[start:end]
        if not _MENTIONS_A_DAY.search(here):
            continue
        found = [
            Day(one.start + start, one.end + start, one.day)
            for one in days(here, today, month_first=zone_minutes <= -180)
        ]
        said = sorted(place for place, _ in firm if start <= place < end)
        if said and not any(start <= place < end for place in stopped):
            day = _from_there(here, start, found, named) or _nearest(found, said)
            if day and today <= day.day <= today + _LAST_HALF_YEAR:
                evidence = _evidence(words.folded, text, min(said[0], day.start), end)
                if best is None or day.day > best.by:
                    best = Promise(day.day, evidence)
        named = found[-1] if found else named
    return best


def _nearest(found: list[Day], said: list[int]) -> Day | None:
    """The last day after a commitment, in its reach; else the last one before it."""
    after = [one for one in found if any(0 <= one.start - place <= _REACH for place in said)]
    before = [one for one in found if any(0 <= place - one.end <= _REACH for place in said)]
    return after[0] if after else before[-1] if before else None


def _from_there(here: str, start: int, found: list[Day], named: Day | None) -> Day | None:
    """ "the day after", "the same evening": told from the day named before it."""
    told = _FROM_THERE.search(here)
    if not told:
        return None
    earlier = [one for one in found if one.end <= told.start() + start]
    base = earlier[-1] if earlier else named
    if base is None:
        return None
    return Day(told.start() + start, told.end() + start, _later(base.day, 1 if told["after"] else 0))


def _later(day: date, by: int) -> date:
    return day + timedelta(by)


def _evidence(folded: Folded, text: str, start: int, end: int) -> Evidence:
    first, last = folded.origin(start, start + len(folded.text[start:end].rstrip()))
    return Evidence(first, last, text[first:last])


@cache
def _marks() -> tuple[tuple[Pattern, ...], tuple[Pattern, ...]]:
    """The words that commit and the words that stop it: those of the signal `decision_timeline`."""
    rules = next(one for one in shipped_bank().rules if one.signal == "decision_timeline")
    commits = [phrase.pattern for phrase in rules.phrases]
    stops = [pattern for veto in rules.vetoes if veto.where == (Where.SENTENCE,) for pattern in veto.patterns]
    return tuple(commits), tuple(stops)

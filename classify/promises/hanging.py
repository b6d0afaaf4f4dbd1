"""Days told from other days: "the day after", "that week", "within two days of the meeting"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from classify.promises.calendar import on_weekday
from classify.promises.clauses import marked
from classify.promises.grammar import Day
from classify.promises.wordings.rule import Kind, Step

_REACH = 48  # characters between "the day after" and the day that it is after
_DATED = (Kind.DATE, Kind.NUMBER, Kind.WEEKDAY)
_CALENDAR = (*_DATED, Kind.FEAST)
_ENDS_OPEN = re.compile(r"(?:after|following|efter|etter|après|nach)", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]{4,}")
_NO_EVENT = frozenset("your this that date with from final last first stage round when have been".split())


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and the days that it names by themselves."""

    text: str
    days: tuple[Day, ...]


Before = Callable[[], Iterator[Said]]
"""Gives the sentences before one, from the last to the first; each is read when it is reached."""


def settled(text: str, found: tuple[Day, ...], before: Before) -> Iterator[Day]:
    """The wordings `found` in one sentence of `text` as days: those that hang on another are told from it.

    What hangs on a day that is named nowhere is left out.
    """
    known: list[Day] = []
    taken: Day | None = None  # the day that the wording before it was told from
    for place, one in enumerate(found):
        if one is taken:
            continue
        step = one.step
        if step is None or step.free:
            known.append(_behind(text, one, known[-1] if known else _meeting(before)))
            yield known[-1]
            continue
        base = taken = _named_behind(text, one, step, found[place + 1 : place + 2])
        if base is None and known and not step.event:
            base = known[-1]
        if base is None:
            base = _named_before(step, one, before)
        if base is None and not step.lone:
            continue
        day = step.to(base.day if base else _tomorrow(one.day))
        if day is not None:
            known.append(replace(one, day=day, step=None))
            yield known[-1]


def _tomorrow(day: date) -> date:
    return day + timedelta(day < date.max)


def _behind(text: str, one: Day, first: Day | None) -> Day:
    """A bare weekday or span that follows the day of something else lies behind that day."""
    if first is None or first.kind not in _CALENDAR or one.day > first.day:
        return one
    if one.step is not None:
        return replace(one, day=one.step.to(first.day) or one.day, step=None)
    if one.kind is Kind.WEEKDAY and text[one.start : one.end].isalpha():
        return replace(one, day=on_weekday(first.day, one.day.weekday()))
    return one


def _meeting(before: Before) -> Day | None:
    """The day that the sentence before sets for a meeting."""
    said = next(before(), None)
    if said is None or not marked("other", said.text) or marked("yours", said.text):
        return None
    return next((day for day in reversed(said.days) if day.kind in _DATED and not day.open), None)


def _named_behind(text: str, one: Day, step: Step, following: tuple[Day, ...]) -> Day | None:
    """The day close behind a wording that hangs on it: "two days after the interview on 12 March"."""
    for other in following:
        gap = text[one.end : other.start]
        names_it = step.event or (_ENDS_OPEN.search(text, one.end - 9, one.end) and not gap.startswith(","))
        if names_it and len(gap) <= _REACH and not re.search(r"[.;!?]", gap) and other.stands_alone:
            return other
    return None


def _named_before(step: Step, one: Day, before: Before) -> Day | None:
    """The day in an earlier sentence from which a wording is told: the last one; or that of the event which
    the wording names."""
    words = (word for word in _WORDS.findall(step.event.lower()) if word not in _NO_EVENT)
    event = next(words, None) if step.event else ""
    if event is None:
        return None
    near: Day | None = None
    for said in before():
        if event not in said.text.lower():
            continue
        for day in reversed(said.days):
            if day.kind in _CALENDAR:
                return day
            if near is None and day.kind in (Kind.NEAR, Kind.PERIOD) and (step.wide or day.day > one.day):
                near = day
    return None if event else near

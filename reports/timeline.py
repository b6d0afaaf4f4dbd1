"""One application on one axis of time: who wrote when, interviews, signals, and waits drawn to scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from classify.types import Author
from reports.facts import firm
from reports.interviews import CANCELLED, UPCOMING
from reports.overview import Card
from reports.response.turns import turns

_WEEKS = 12  # of so many, each has a tick; of more, each month
_SHORTEST = timedelta(days=1)


class Lane(StrEnum):
    """Where a mark lies; from the top."""

    YOU = "you"
    THEY = "they"
    MET = "met"
    BETTER = "better"  # what adds to the score
    WORSE = "worse"  # what takes from it


class Sort(StrEnum):
    """What a mark stands for."""

    MESSAGE = "message"
    SYSTEM = "system"  # a message that no person wrote
    INTERVIEW = "interview"
    AHEAD = "ahead"  # an interview to come
    CANCELLED = "cancelled"
    STRONGER = "stronger"
    WEAKER = "weaker"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at one instant. `at` is UTC."""

    lane: Lane
    sort: Sort
    at: datetime
    key: str  # of the message, "" for an interview
    names: tuple[str, ...] = ()  # the signals


@dataclass(frozen=True, slots=True)
class Stretch:
    """A wait for an answer: from the turn's first message to the reply, or to now where it is still open."""

    begin: datetime
    end: datetime
    open: bool


@dataclass(frozen=True, slots=True)
class Tick:
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Timeline:
    """From the first to the last thing known, now included; `now` lies on it."""

    begin: datetime
    end: datetime
    now: datetime
    marks: tuple[Mark, ...]  # in order of time
    waits: tuple[Stretch, ...]
    ticks: tuple[Tick, ...]

    def share(self, at: datetime) -> float:
        """Where on the axis an instant lies, 0 at its begin and 1 at its end."""
        return min(1.0, max(0.0, (at - self.begin) / (self.end - self.begin)))


def timeline(card: Card, zone: tzinfo) -> Timeline:
    """The card's history on an axis whose days are those of `zone`. A closed one ends with its last word."""
    marks = sorted((*_messages(card), *_interviews(card), *_signs(card)), key=lambda one: (one.at, one.lane))
    times = [mark.at for mark in marks] + ([card.now] if card.open else [])
    begin, end = min(times), max(times)
    end = max(end, begin + _SHORTEST)
    waits = tuple(
        Stretch(turn.first.at, turn.reply.at if turn.reply else min(card.now, end), turn.reply is None)
        for turn in turns(card.history)
        if turn.asked is not None and (turn.reply is not None or (turn.waits and card.open))
    )
    return Timeline(begin, end, card.now, tuple(marks), waits, _ticks(begin, end, zone))


def _messages(card: Card) -> list[Mark]:
    return [
        Mark(
            Lane.YOU if entry.author is Author.CANDIDATE else Lane.THEY,
            Sort.SYSTEM if entry.author is Author.SYSTEM else Sort.MESSAGE,
            entry.at,
            entry.key,
            tuple(signal.name for signal in firm(entry)),
        )
        for entry in card.history.entries
    ]


def _interviews(card: Card) -> list[Mark]:
    sorts = {UPCOMING: Sort.AHEAD, CANCELLED: Sort.CANCELLED}
    return [
        Mark(Lane.MET, sorts.get(one.status, Sort.INTERVIEW), one.start, one.keys[0] if one.keys else "")
        for one in card.interviews
    ]


def _signs(card: Card) -> list[Mark]:
    """What adds to the score or takes from it, once for each message and direction."""
    found: dict[tuple[datetime, str, bool], list[str]] = {}
    for reason in card.momentum.reasons:
        if reason.strength and reason.signal != "silence":
            found.setdefault((reason.at, reason.key, reason.strength > 0), []).append(reason.signal)
    return [
        Mark(Lane.BETTER, Sort.STRONGER, at, key, tuple(names))
        if stronger
        else Mark(Lane.WORSE, Sort.WEAKER, at, key, tuple(names))
        for (at, key, stronger), names in found.items()
    ]


def _ticks(begin: datetime, end: datetime, zone: tzinfo) -> tuple[Tick, ...]:
    """The Mondays, or the first days of months on a long axis."""
    first, last = begin.astimezone(zone).date(), end.astimezone(zone).date()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    if (last - first).days <= 7 * _WEEKS:
        chosen = [day for day in days if day.weekday() == 0]
    else:
        chosen = [day for day in days if day.day == 1]
    ticks = (Tick(day, datetime.combine(day, time(), zone).astimezone(UTC)) for day in chosen)
    return tuple(tick for tick in ticks if begin <= tick.at <= end)

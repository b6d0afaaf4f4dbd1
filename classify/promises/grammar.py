"""Days written in words: "by end of next week", "im Laufe der KW 33", "le lendemain".

Each wording stands for the last day that it allows: three weeks are the 21st day, a week is its Friday, a
month its last day. A wording that hangs on another day ("two weeks after the interview") stands for a step
from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from classify.promises.vocabulary import any_of
from classify.promises.wordings import rules
from classify.promises.wordings.rule import DIGIT, Kind, Seen, Step

_TOKEN = re.compile(r"[^\W\d_]+")
_BESIDE = re.compile(r"[\s,]*(?:(?:on|of|at|by|the|this|before|le|am|den|-|\() ?)*", re.IGNORECASE)
_NAMELY = re.compile(
    r"[\s,(:-]*(?:(?:the|so|that is|i\.e\.?|which is|being|namely|on|by|of|in|for|dem|den|also|le|soit|el|il)"
    r"[ ,]+)*",
    re.IGNORECASE,
)
_COUNTED_FROM = ("of", "from", "after", "ab")
_EDGE = 30  # characters beside a day
_CALENDAR = (Kind.DATE, Kind.NUMBER, Kind.WEEKDAY, Kind.FEAST)


@dataclass(frozen=True, slots=True)
class Day:
    """What `text[start:end]` stands for: a day, or the `step` to it from a day named elsewhere.

    `open` where it is only said that something is later than the day.
    """

    start: int
    end: int
    day: date
    kind: Kind = Kind.DATE
    step: Step | None = None
    open: bool = False

    @property
    def stands_alone(self) -> bool:
        """Whether it is a day also where no other is named."""
        return self.step is None or self.step.free

    def moved(self, by: int) -> Day:
        """The same, where the text begins so much later."""
        return replace(self, start=self.start + by, end=self.end + by)


def days(text: str, today: date, month_first: bool = False) -> tuple[Day, ...]:
    """The days named in folded `text`, in order, seen from `today`; where two wordings overlap, the longer.

    `month_first` says how "5/6" is read. Never raises on text.
    """
    return tuple(one for one in wordings(text, today, month_first) if one.stands_alone)


def wordings(text: str, today: date, month_first: bool = False) -> tuple[Day, ...]:
    """As `days`, with the wordings that hang on another day; the `day` of these is `today`."""
    seen = Seen(today, month_first)
    tokens = set(_TOKEN.findall(text.lower()))
    if not text.isalpha() and any(map(str.isdecimal, text)):
        tokens.add(DIGIT)
    matches = [
        (start, end, match, rule)
        for rule in rules()
        if not rule.needs.isdisjoint(tokens)
        for start, end, match in rule.matches(text)
    ]
    matches.sort(key=lambda one: one[0] - one[1])  # stable: of equals, the earlier rule
    found: list[Day] = []
    taken = bytearray(len(text))
    for start, end, match, rule in matches:
        if any(taken[start:end]):
            continue
        try:
            read = rule.read(match, seen)
        except (OverflowError, ValueError):  # beyond the calendar
            continue
        step = read if isinstance(read, Step) else None
        day = read if isinstance(read, date) else (step.to(today) if step and step.free else today)
        if read is not None and day is not None:
            found.append(Day(start, end, day, rule.kind, step))
            taken[start:end] = bytes(end - start).replace(b"\0", b"\1")
    return tuple(_joined(text, sorted(found, key=_start)))


def _start(one: Day) -> int:
    return one.start


def _joined(text: str, found: list[Day]) -> Iterator[Day]:
    """Wordings side by side that name one day, as one: "by Friday week, 15 May", "COB Friday"."""
    place = 0
    while place < len(found):
        one = found[place]
        closed = one.kind is Kind.CLOSE
        while place + 1 < len(found):
            two = found[place + 1]
            joined = _same(text[one.end : two.start], one, two)
            if joined is None:
                break
            one, place = replace(joined, start=one.start, end=two.end), place + 1
        yield one if closed else _moved(text, one)
        place += 1


def _same(gap: str, one: Day, two: Day) -> Day | None:
    """Which of two neighbours says it, if both name the same day."""
    if len(gap) > _EDGE:
        return None
    if Kind.CLOSE in (one.kind, two.kind):
        return (two if one.kind is Kind.CLOSE else one) if _BESIDE.fullmatch(gap) else None
    if one.kind is Kind.SPAN and two.kind is Kind.NEAR and gap.strip() in _COUNTED_FROM:
        return one
    namely = one.kind is not Kind.DATE and gap.strip() and _NAMELY.fullmatch(gap)
    if namely and (two.kind is Kind.DATE or (two.kind is Kind.NUMBER and one.kind is not Kind.NUMBER)):
        return two
    return None


def _moved(text: str, one: Day) -> Day:
    """ "Before Friday" is Thursday; after Friday is no day that one can be held to."""
    if one.kind not in _CALENDAR or one.step is not None:
        return one
    before, after, earliest, passes = _edges()
    lead, trail = text[max(0, one.start - _EDGE) : one.start], text[one.end : one.end + _EDGE]
    if earliest.match(trail):
        return replace(one, open=True)
    if one.kind is Kind.FEAST:  # read with what stands before it
        return one
    if before.search(lead) and not passes.match(trail) and one.day > date.min:
        return replace(one, day=one.day - timedelta(1))
    return replace(one, open=bool(after.search(lead)))


@cache
def _edges() -> tuple[re.Pattern[str], ...]:
    """What stands before a day that is itself too late; before one that is too early; behind one that is the
    earliest; and behind one that must be over."""
    the = r" (?:the |le |la |dem |el |den |il )?$"
    sources = (
        rf"(?<!or )(?<!and )\b(?:{any_of('edges.before')}){the}",
        rf"\b(?<!day )(?<!week )(?<!days )(?<!weeks )(?<!months )(?:{any_of('edges.open')}){the}",
        rf",? (?:{any_of('edges.earliest')})\b",
        rf"(?:['’]s)?(?: is| are| has)? ?\b(?:{any_of('edges.over')})\b",
    )
    return tuple(re.compile(source, re.IGNORECASE) for source in sources)


@cache
def _month() -> re.Pattern[str]:
    return re.compile(rf" (?:{any_of('months')})\b", re.IGNORECASE)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of folded text. A full stop after a figure or a month ends none."""
    start = 0
    for stop in re.finditer(r"[.!?]+[\"')\]]*(?=\s+[^\d\sa-zß-ÿ])|\n+", text):
        end = stop.end()
        if stop[0] == "." and text[stop.start() - 1 : stop.start()].isdecimal() and _month().match(text, end):
            continue
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)

"""What a wording is: a pattern, its reader, and what a reader gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import cache

from classify.promises.vocabulary import tokens

DIGIT = "#"  # stands for a figure among the words that a wording needs


class Kind(Enum):
    """What a day is told by."""

    DATE = auto()  # a day with its month
    NUMBER = auto()  # a day of the month alone
    WEEKDAY = auto()
    PERIOD = auto()  # a week, a month, a part of one
    SPAN = auto()  # so many days or weeks
    FEAST = auto()
    NEAR = auto()  # today, tomorrow
    CLOSE = auto()  # the end of a day that stands beside it
    TOLD = auto()  # the day after, that week


@dataclass(frozen=True, slots=True)
class Seen:
    """From where a wording is read: the writer's day, and whether "5/6" is the sixth of May."""

    today: date
    month_first: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A day told from another: `take` leads there. `event` are the words that name the other, "" for "that".

    `wide` where it may be told from any day, else only from one that stands in the calendar. `free` where it
    is told from the day of writing, unless a day that must come first is named; `lone` where it is told from
    the day after writing, if no other is named.
    """

    take: Callable[[date], date]
    event: str = ""
    wide: bool = False
    free: bool = False
    lone: bool = False

    def to(self, day: date) -> date | None:
        """The day to which it leads from `day`; None beyond the calendar."""
        try:
            return self.take(day)
        except (OverflowError, ValueError):
            return None


Read = Callable[[re.Match[str], Seen], date | Step | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """`source` is a pattern that can match only where one of the words `needs` is. Its group "here", if it
    has one, is the wording; else all of it."""

    source: str
    read: Read
    kind: Kind
    needs: frozenset[str]

    def matches(self, text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
        """Where the wording stands, with the match to read it from."""
        for match in _compiled(self.source).finditer(text):
            yield *match.span("here" if match.groupdict().get("here") else 0), match


@cache
def _compiled(source: str) -> re.Pattern[str]:
    """Most mail needs few of the patterns, and they are long."""
    return re.compile(source, re.IGNORECASE)


def rule(source: str, read: Read, kind: Kind, *needs: str) -> Rule:
    """A rule that needs a word of these tables; of none, a figure."""
    words = frozenset(word for table in needs for word in tokens(table)) if needs else frozenset((DIGIT,))
    return Rule(source, read, kind, words)

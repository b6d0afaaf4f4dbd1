"""Days written in words, in English, German and French: "by end of next week", "im Laufe der KW 33".

Each wording stands for the last day that it allows: three weeks are the 21st day, a week is its Friday, a
month its last day. A span that hangs on another day ("two weeks after the interview") stands for none.
"""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FRIDAY = 4
_PAST = 60  # days; a date this long ago without a year is meant for the next year


@dataclass(frozen=True, slots=True)
class Day:
    """A day that `text[start:end]` stands for."""

    start: int
    end: int
    day: date


def days(text: str, today: date, month_first: bool = False) -> tuple[Day, ...]:
    """The days named in folded `text`, in order, seen from `today`; where two wordings overlap, the longer.

    `month_first` says how "5/6" is read.
    """
    found: list[Day] = []
    for pattern, read in _rules():
        for match in pattern.finditer(text):
            span = range(*match.span())
            if any(one.start < span.stop and span.start < one.end for one in found):
                continue
            day = read(match, today, month_first)
            if day is not None:
                found.append(Day(span.start, span.stop, day))
    return tuple(sorted(found, key=lambda one: one.start))


Read = Callable[[re.Match[str], date, bool], date | None]


@cache
def _words() -> dict[str, dict[str, str]]:
    with (Path(__file__).parent / "words.toml").open("rb") as file:
        tables = tomllib.load(file)
    return {
        name: {word: key for key, words in table.items() for word in words} for name, table in tables.items()
    }


def _any(table: str) -> str:
    return "|".join(re.escape(word) for word in sorted(_words()[table], key=len, reverse=True))


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Read], ...]:
    """Wordings and their readers, the most telling first."""
    weekday, month, number, unit = _any("weekdays"), _any("months"), _any("numbers"), _any("units")
    count = rf"(?:\d{{1,3}}|{number})"
    on = rf"(?:\b(?:{weekday})\b,? (?:the |der |den |dem |le |on )?)?"  # a weekday that the date repeats
    this_or_next = r"this|next|coming|following|the|nächsten?r?|kommenden?r?|dieser?|laufenden"
    table: list[tuple[str, Read]] = [
        (r"\b(20\d\d)-(\d\d?)-(\d\d?)\b", _iso),
        (rf"{on}(?<![\d.,/])(\d\d?)([./])(\d\d?)(?:\2(20\d\d|\d\d))?(?![\d/%])(?:\.(?!\d))?", _numeric),
        (
            rf"\b(?:w/c|wc|week (?:commencing|beginning|starting|of)|woche (?:vom|ab)) "
            rf"(?:the )?(?:{weekday})?,? ?"
            rf"(?:(?P<d>\d\d?)(?:st|nd|rd|th|\.)? (?:of )?(?P<m>{month})|(?P<m2>{month}) (?P<d2>\d\d?))\b",
            _week_of,
        ),
        (r"\b(?:week|wk|kw|kalenderwoche|semaine|uke|vecka|uge)\.? ?(\d\d?)\b(?! ?hours)", _numbered_week),
        (
            rf"(?P<before>\bbefore )?{on}\b(?P<d>\d\d?)(?:st|nd|rd|th|er|\.)? (?:of )?(?P<m>{month})\b\.?"
            r"(?:,? (?P<y>20\d\d))?",
            _dated,
        ),
        (
            rf"(?P<before>\bbefore )?{on}\b(?P<m>{month})\.? (?:the )?(?P<d>\d\d?)(?:st|nd|rd|th)?\b"
            r"(?![:.]\d)(?:,? (?P<y>20\d\d))?",
            _dated,
        ),
        (
            rf"\b(?:{count}(?: ?(?:-|to|or|bis|à|ou) ?))?(?P<n>{count}) (?P<u>{unit})\b"
            r"(?P<hangs>['s]* (?:of|after|following|from|nach|après|before|ago|prior|since|notice|interview|"
            r"call|work|a|per)\b"
            r"(?! (?:today|now|this|heute|receipt of this)))?(?P<today> (?:today|on)\b)?",
            _span,
        ),
        (
            rf"\b(?P<part>end|close|beginning|start|early|middle|mid|late|later|ende|anfang|mitte|fin|début)"
            rf" ?-?(?:of |in |de |der |des |du |dem )?(?P<which>(?:{this_or_next}|la) )?"
            r"(?:(?P<u>week|month|year|day|business|play|quarter|woche|monats?|jahres?|semaine|mois|weekend|"
            r"new year)|"
            rf"(?P<m>{month}))\b(?P<next> prochaine?)?(?! on\b)",
            _part,
        ),
        (
            rf"\b(?P<next>next |nächsten |kommenden |coming |following )?(?P<w>{weekday})\b"
            r"(?P<later>,? (?:next week|week\b|the week after|in a week|nächster woche|prochaine?\b))?"
            r"(?:,? \(?(?:the )?(?P<d>\d\d?)(?:st|nd|rd|th)\b)?",
            _weekday,
        ),
        (
            r"\b(?:by|on|until|before|the|till|before the|bis zum|le) (\d\d?)(?:st|nd|rd|th|\.)(?!\d)",
            _day_of_month,
        ),
        (
            r"\b(next|this|coming|nächste|kommende|diese|later this|later next|sometime next|during next|"
            r"la semaine) (week|woche|month|prochaine)\b(?! (?:newsletter|interview))",
            _whole,
        ),
        (rf"\b(?:in|during|im|en|by|before) (?P<m>{month})\b(?! \d)", _month),
        (
            r"\bthe (?:next|coming|following) fortnight\b",
            _fortnight,
        ),
        (r"\b(?:in the |the )?new year\b", _new_year),
        (r"\b(?:before|by|until) (christmas|xmas)\b", _christmas),
        (
            r"\b(day after tomorrow|tomorrow|today|tonight|this (?:afternoon|evening)|end of play|eod|cob|"
            r"cop|(?:over |at |this )+(?:the )?weekend|übermorgen|morgen|heute|demain|aujourd'hui|eow|eom)\b"
            r"(?!['’]s)",
            _near,
        ),
    ]
    return tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in table)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _ahead(today: date, month: int, day: int, year: str | None) -> date | None:
    if year:
        return _safe(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = _safe(today.year, month, day)
    if found is None or (today - found).days > _PAST:
        return _safe(today.year + 1, month, day)
    return found


def _last(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def _friday(day: date, weeks: int = 0) -> date:
    return day - timedelta(day.weekday()) + timedelta(FRIDAY + 7 * weeks)


def _month_number(word: str) -> int:
    return int(_words()["months"][word.lower()])


def _iso(match: re.Match[str], today: date, month_first: bool) -> date | None:
    return _safe(int(match[1]), int(match[2]), int(match[3]))


def _numeric(match: re.Match[str], today: date, month_first: bool) -> date | None:
    day, month = int(match[1]), int(match[3])
    if match[2] == "." and not match[4] and not match[0].endswith("."):
        return None  # 3.30 is a time
    if match[2] == "/" and (month > 12 or (month_first and day <= 12)):
        day, month = month, day
    return _ahead(today, month, day, match[4])


def _dated(match: re.Match[str], today: date, month_first: bool) -> date | None:
    if match["m"].islower() and match["m"] in ("may", "mar", "sept") and not match[0][0].isdigit():
        return None  # "may 5" is a verb more often than a month
    day = _ahead(today, _month_number(match["m"]), int(match["d"]), match["y"])
    return day - timedelta(1) if day and match["before"] else day


def _week_of(match: re.Match[str], today: date, month_first: bool) -> date | None:
    month, day = match["m"] or match["m2"], match["d"] or match["d2"]
    first = _ahead(today, _month_number(month), int(day), None)
    return _friday(first) if first else None


def _numbered_week(match: re.Match[str], today: date, month_first: bool) -> date | None:
    try:
        friday = date.fromisocalendar(today.year, int(match[1]), FRIDAY + 1)
        return (
            friday
            if (today - friday).days <= _PAST
            else date.fromisocalendar(today.year + 1, int(match[1]), 5)
        )
    except ValueError:
        return None


def _span(match: re.Match[str], today: date, month_first: bool) -> date | None:
    if match["hangs"]:
        return None
    word = match["n"].lower()
    number = int(word) if word.isdigit() else int(_words()["numbers"][word])
    unit = _words()["units"][match["u"].lower()]
    if unit == "months":
        last = _last(today.year, today.month + number)
        return last.replace(day=min(today.day, last.day))
    if unit == "working_days":
        return _working(today, number)
    if unit == "hours":
        return today + timedelta(-(-number // 24))
    return today + timedelta(number * {"days": 1, "weeks": 7, "fortnights": 14}[unit])


def _working(day: date, number: int) -> date:
    for _ in range(number):
        day += timedelta(1)
        while day.weekday() > FRIDAY:
            day += timedelta(1)
    return day


def _part(match: re.Match[str], today: date, month_first: bool) -> date | None:
    part = match["part"].lower()
    place = 0 if part in ("beginning", "start", "early", "anfang", "début") else 2
    place = 1 if part in ("middle", "mid", "mitte") else place
    after = (match["which"] or "").strip().lower()
    later = int(bool(match["next"]) or after.startswith(("next", "coming", "following", "nächst", "kommend")))
    if match["m"]:
        month = _month_number(match["m"])
        last = _last(today.year + (month < today.month - 2), month)
        return last.replace(day=(10, 20, last.day)[place])
    unit = match["u"].lower()
    if unit in ("day", "business", "play"):
        return today if part in ("end", "close") and not later else None
    if unit == "new year":
        return date(today.year + 1, 1, (15, 20, 31)[place])
    if unit.startswith(("week", "woche", "semaine")):
        return _friday(today, later) - timedelta((3, 2, 0)[place])
    if unit.startswith(("month", "monat", "mois")):
        last = _last(today.year, today.month + later)
        return last.replace(day=(10, 20, last.day)[place])
    if unit == "quarter":
        return _last(today.year, ((today.month - 1) // 3 + 1 + later) * 3) if place == 2 else None
    return date(today.year + later, 12, 31) if place == 2 else None


def _weekday(match: re.Match[str], today: date, month_first: bool) -> date | None:
    word = match["w"]
    if word.lower() in ("mon", "wed", "fri", "mars") and word.islower():
        return None
    wanted = int(_words()["weekdays"][word.lower()])
    if match["d"]:
        return _matching(today, wanted, int(match["d"]))
    ahead = (wanted - today.weekday()) % 7 or 7
    later = (match["later"] or "").strip(" ,").lower()
    if later in ("week", "the week after", "in a week"):
        ahead += 7
    elif (later or match["next"]) and ahead < 7 - today.weekday():
        ahead += 7  # still in this week, and the next one is meant
    return today + timedelta(ahead)


def _matching(today: date, weekday: int, number: int) -> date | None:
    """The next day with this number that falls on this weekday, within fourteen months."""
    for ahead in range(14):
        first = _last(today.year, today.month + ahead)
        day = _safe(first.year, first.month, number)
        if day and day >= today and day.weekday() == weekday:
            return day
    return None


def _day_of_month(match: re.Match[str], today: date, month_first: bool) -> date | None:
    for ahead in range(3):
        month = _last(today.year, today.month + ahead)
        day = _safe(month.year, month.month, int(match[1]))
        if day and day >= today:
            return day
    return None


def _whole(match: re.Match[str], today: date, month_first: bool) -> date | None:
    later = int(not match[1].lower().startswith(("this", "diese", "later this")))
    if match[2].lower() == "month":
        return _last(today.year, today.month + later)
    return _friday(today, later)


def _month(match: re.Match[str], today: date, month_first: bool) -> date | None:
    if match["m"].islower():
        return None
    month = _month_number(match["m"])
    year = today.year + (month < today.month)
    if match[0].lower().startswith(("by", "before")):
        return date(year, month, 1) - timedelta(1)
    return _last(year, month)


def _new_year(match: re.Match[str], today: date, month_first: bool) -> date | None:
    return date(today.year + 1, 1, 31)


def _fortnight(match: re.Match[str], today: date, month_first: bool) -> date | None:
    return today + timedelta(14)


def _christmas(match: re.Match[str], today: date, month_first: bool) -> date | None:
    return date(today.year, 12, 24)


def _near(match: re.Match[str], today: date, month_first: bool) -> date | None:
    word = match[1].lower()
    if word in ("day after tomorrow", "übermorgen"):
        return today + timedelta(2)
    if word in ("tomorrow", "morgen", "demain"):
        return today + timedelta(1)
    if word == "eow":
        return _friday(today)
    if word == "eom":
        return _last(today.year, today.month)
    if word.endswith("weekend"):
        return today + timedelta(6 - today.weekday())
    return today


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of folded text. A full stop after a figure or a month ends none."""
    start = 0
    for stop in re.finditer(r"[.!?]+(?=\s+[^\d\sa-zß-ÿ])|\n+", text):
        yield start, stop.end()
        start = stop.end()
    if start < len(text):
        yield start, len(text)

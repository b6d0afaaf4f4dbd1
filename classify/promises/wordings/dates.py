"""Days of the calendar: "13 March", "by the 15th", "3/13/2026", "week 33", "the last Friday of the month"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from classify.promises import calendar
from classify.promises.calendar import FRIDAY, friday, last_of
from classify.promises.vocabulary import any_of, meaning
from classify.promises.wordings.rule import Kind, Rule, Seen, rule

_ORDINAL = r"(?:st|nd|rd|th|er|e|º|°|ª|\.(?= ?[^\W\d_])|:e)?"
_RANGE = r"(?:-|to|and|or|/|through|und|oder|bis|au|et|e|y|en)"
_SOON = 200  # days; of two readings of "5/6", one that lies within them is meant
_VERBS = ("may", "mar", "sept", "sep", "jul", "dez", "mars")  # not in lower case, unless a day goes before


@cache
def rules() -> tuple[Rule, ...]:
    """The wordings of this family."""
    weekday, month, of = any_of("weekdays"), any_of("months"), any_of("of")
    on = rf"(?:\b(?:{weekday})\b\.?,? (?:the |der |den |dem |le |on |el |il |de |dia |d\. )?)?"
    year = r"(?:,? ?(?:de |del |-)?(?P<y>20\d\d)(?!\d))?"
    return (
        rule(r"(?<![\d-])(20\d\d)([-/.])(\d\d?)\2(\d\d?)(?![\d-])", _iso, Kind.DATE),
        rule(
            rf"{on}(?<![\d.,/:-])(?!24/7)(?P<a>\d\d?)(?P<s>[./-])(?P<b>\d\d?)(?:(?P=s)(?P<y>20\d\d|\d\d))?"
            r"(?![\d/%])(?P<dot>\.(?!\d))?",
            _numeric,
            Kind.DATE,
        ),
        rule(
            rf"\b(?:{any_of('week_of.of')}) (?:the )?(?:(?:{weekday})\b,? (?:the )?)?"
            rf"(?:(?P<d>\d\d?){_ORDINAL} ?(?:of |de )?(?P<m>{month})|(?P<m2>{month}) (?P<d2>\d\d?)|"
            r"(?P<a>\d\d?)/(?P<b>\d\d?)|(?P<n>\d\d?)(?:st|nd|rd|th)?)\b",
            _week_of,
            Kind.PERIOD,
        ),
        rule(
            rf"\b(?:{any_of('week_of.number')})\.? ?(?:no\.? ?|nr\.? ?)?(?:\d\d? ?{_RANGE} ?)?(?P<w>\d\d?)\b"
            r"(?! ?(?:hour|day|of\b|[.:/]\d|-))",
            _numbered_week,
            Kind.PERIOD,
        ),
        rule(
            rf"{on}(?<![\d.,:/])(?:\d\d?{_ORDINAL} ?{_RANGE} ?)?(?P<d>\d\d?){_ORDINAL}[ -]?"
            rf"(?:of |de |di |d'|den )?(?P<m>{month})\b\.?{year}",
            _dated,
            Kind.DATE,
        ),
        rule(
            rf"{on}\b(?P<m>{month})\.? (?:the )?(?:\d\d?(?:st|nd|rd|th)? ?{_RANGE} ?)?"
            rf"(?P<d>\d\d?)(?:st|nd|rd|th)?\b(?![:.]\d| ?[ap]\.?m\b|%){year}",
            _dated,
            Kind.DATE,
        ),
        rule(
            rf"\b(?P<nth>{any_of('nth')}) (?P<what>{any_of('stretches')}|{weekday}) (?:(?:{of}) )?(?:the )?"
            rf"(?:month of )?(?P<p>(?:{month})\b|(?:(?P<next>next|the following|nächsten|kommenden) |this )?"
            r"(?:month|monats?)\b|(?P<new>new year)\b)",
            _nth,
            Kind.PERIOD,
            "nth",
        ),
        rule(
            rf"\b(?:{any_of('days_of_months.on')}) (?:the |dem |el |al |le |den |o |dia |día )?"
            r"(?P<here>(?P<d>\d\d?)(?:st|nd|rd|th|\.(?!\d)|e\b)"
            r"(?P<next> (?:of )?(?:next|the following) month)?(?: (?:of )?this month)?)"
            rf"(?! (?:{any_of('days_of_months.never')}))|"
            rf"\b(?:{any_of('days_of_months.bare')}) (?:día |dia )?(?P<d2>\d\d?)(?=[,;.!?)]*(?:\s|$))"
            r"(?!\s?(?:h|uhr|min|%|€|eur|jours|días|dias|giorni|dagen|dagar|dage|dager|personas|[.:]\d))|"
            r"\((?P<d3>\d\d?)(?:st|nd|rd|th)\)|"
            r"(?<![\w.])(?P<d4>\d\d?)(?:st|nd|rd|th)(?= at the latest| latest|\s*[,.;!)]|\s*$)",
            _day_of_month,
            Kind.NUMBER,
        ),
        rule(
            rf"\b(?:(?P<by>{any_of('months_by.by')})|{any_of('months_by.in')}) (?P<m>{month})\b{year}(?! \d)",
            _month,
            Kind.PERIOD,
            "months",
        ),
    )


def _number_of(word: str) -> int:
    return int(meaning("months", word))


def _iso(match: re.Match[str], seen: Seen) -> date | None:
    return calendar.safe(int(match[1]), int(match[3]), int(match[4]))


def _numeric(match: re.Match[str], seen: Seen) -> date | None:
    """In the order of the writer's country, unless only the other gives a day soon."""
    first, second, year = int(match["a"]), int(match["b"]), match["y"]
    if not year and (match["s"] == "-" or (match["s"] == "." and not match["dot"])):
        return None  # 3.30 is a time
    if match["s"] == ".":
        return calendar.ahead(seen.today, second, first, year)
    order = ((first, second), (second, first)) if seen.month_first else ((second, first), (first, second))
    found = [calendar.ahead(seen.today, month, day, year) for month, day in order]
    soon = [day for day in found if day and 0 <= (day - seen.today).days < _SOON]
    return soon[0] if soon else found[0] or found[1]


def _week_of(match: re.Match[str], seen: Seen) -> date | None:
    if match["n"]:
        first = calendar.numbered(seen.today, int(match["n"]))
    elif match["a"]:
        a, b = int(match["a"]), int(match["b"])
        first = calendar.ahead(seen.today, *((a, b) if seen.month_first else (b, a)))
    else:
        month = _number_of(match["m"] or match["m2"])
        first = calendar.ahead(seen.today, month, int(match["d"] or match["d2"]))
    if first is None:
        return None
    return friday(first, int(first.weekday() > FRIDAY))


def _numbered_week(match: re.Match[str], seen: Seen) -> date | None:
    return calendar.friday_of_week(seen.today, int(match["w"]))


def _dated(match: re.Match[str], seen: Seen) -> date | None:
    if match["m"] in _VERBS and match.start("m") < match.start("d"):
        return None
    return calendar.ahead(seen.today, _number_of(match["m"]), int(match["d"]), match["y"])


def _nth(match: re.Match[str], seen: Seen) -> date | None:
    """The first week of March, the last Friday of the month, the second half of May."""
    place, what, number = match["p"].lower(), match["what"].lower(), int(meaning("nth", match["nth"]))
    if match["new"]:
        last = last_of(seen.today.year + 1, 1)
    elif month := meaning("months", place):
        last = last_of(seen.today.year + (int(month) < seen.today.month), int(month))
    else:
        last = last_of(seen.today.year, seen.today.month + bool(match["next"]))
    if weekday := meaning("weekdays", what):
        return calendar.nth_weekday(last, int(weekday), number)
    stretch = meaning("stretches", what)
    if stretch == "week":
        return calendar.nth_week(last, number)
    return last if number != 1 else last.replace(day={"half": 15, "fortnight": 14, "days": 5}[stretch])


def _day_of_month(match: re.Match[str], seen: Seen) -> date | None:
    number = int(match["d"] or match["d2"] or match["d3"] or match["d4"])
    if match["next"]:
        month = last_of(seen.today.year, seen.today.month + 1)
        return calendar.safe(month.year, month.month, number)
    return calendar.numbered(seen.today, number)


def _month(match: re.Match[str], seen: Seen) -> date | None:
    """In June is its last day; before June is the last of May."""
    if match["m"] in _VERBS:
        return None
    number = _number_of(match["m"])
    year = int(match["y"]) if match["y"] else seen.today.year + (number < seen.today.month)
    return date(year, number, 1) - timedelta(1) if match["by"] else last_of(year, number)

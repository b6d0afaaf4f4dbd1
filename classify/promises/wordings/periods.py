"""Weeks, months, quarters and years, and parts of them: "by the end of next week", "mid-June", "EOM"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from classify.promises.calendar import FRIDAY, friday, last_of
from classify.promises.vocabulary import any_of, meaning
from classify.promises.wordings.rule import Kind, Rule, Seen, rule

_DAY_OF_MONTH = {"first": 10, "middle": 20}
_FROM_FRIDAY = {"first": 3, "middle": 2, "last": 0}
_LETTERS = {"ow": "week", "om": "month", "oq": "quarter", "oy": "year"}
_OF_NEW_YEAR = {"first": 15, "middle": 20, "last": 31}


@cache
def rules() -> tuple[Rule, ...]:
    """The wordings of this family."""
    of, periods, behind = any_of("of"), any_of("periods"), any_of("behind")
    return (
        rule(
            rf"\b(?P<part>{any_of('ends')}) ?-?(?:(?:{of}) ?|d')?(?:(?P<which>{any_of('which')}) |l')?"
            rf"(?P<p>{periods}|{any_of('months')}|new year|q[1-4]|h[12])\b(?: (?P<later>{behind}))?"
            r"(?:,? 20\d\d)?(?! (?:hours|\d))",
            _part,
            Kind.PERIOD,
            "ends",
        ),
        rule(
            r"\b(?P<p>month|year|week)(?:'?s)[- ]?end\b|\b(?P<p2>month|year)[- ]?end\b|\be(?P<e>o[wmqy])\b|"
            r"\b(?:before|ere|by the time|within|inside) (?:the|this|that) (?P<p3>week|month|year|day)"
            r"(?:'s| is| has| gets) (?:out|over|through|done|up)\b",
            _ending,
            Kind.PERIOD,
            "endings",
        ),
        rule(
            rf"\b(?P<this>later this |(?:{any_of('which.this')}) )?"
            rf"(?P<next>(?:later next|some ?time next|during next|{any_of('which.next', 'which.coming')}) )?"
            rf"(?P<p>{periods})\b(?: (?P<later>{behind})\b)?(?! (?:newsletter|interview))|"
            r"\b(?P<over>(?:the )?week after next|übernächste[rn]? woche)\b",
            _period,
            Kind.PERIOD,
            "periods",
        ),
    )


def _part(match: re.Match[str], seen: Seen) -> date | None:
    """The end of next week, early in the new year, mid-June."""
    today, part, named = seen.today, meaning("ends", match["part"]), match["p"].lower()
    on = int(bool(match["later"]) or meaning("which", match["which"] or "") in ("next", "coming"))
    if month := meaning("months", named):
        joined = match[0][len(match["part"]) :].lower().startswith((" of", "-", " in"))
        if match["p"] in ("may", "mar") and not joined:
            return None
        return _of_month(_month_ahead(today, int(month)), part)
    if named == "new year":
        return date(today.year + 1, 1, _OF_NEW_YEAR[part])
    if named[0] in "qh" and named[1:].isdecimal():
        last = _month_ahead(today, int(named[1]) * (3 if named[0] == "q" else 6))
        return last if part == "last" else None
    unit = meaning("periods", named)
    if unit == "week":
        day = friday(today, on) - timedelta(_FROM_FRIDAY[part])
        if day >= today or on:
            return day
        return friday(today, int(today.weekday() > FRIDAY))
    if unit == "month":
        day = _of_month(last_of(today.year, today.month + on), part)
        return day if day >= today else None
    if unit == "quarter":
        return _quarter(today, on) if part == "last" else None
    if part == "last" or on:
        return date(today.year + on, *{"first": (1, 15), "middle": (6, 30), "last": (12, 31)}[part])
    return None


def _month_ahead(today: date, month: int) -> date:
    """The last day of the month of this number that is not over."""
    last = last_of(today.year, month)
    return last if last >= today else last_of(today.year + 1, month)


def _of_month(last: date, part: str) -> date:
    return last.replace(day=_DAY_OF_MONTH.get(part, last.day))


def _quarter(today: date, on: int) -> date:
    return last_of(today.year, ((today.month - 1) // 3 + 1 + on) * 3)


def _ending(match: re.Match[str], seen: Seen) -> date | None:
    """Month-end, EOW, before the week is out."""
    unit = (match["p"] or match["p2"] or match["p3"] or match["e"]).lower()
    return seen.today if unit == "day" else _end(_LETTERS.get(unit, unit), seen.today, 0)


def _end(unit: str, today: date, on: int) -> date:
    if unit == "week":
        return friday(today, on or int(today.weekday() > FRIDAY))
    if unit == "month":
        return last_of(today.year, today.month + on)
    if unit == "quarter":
        return _quarter(today, on)
    return date(today.year + on, 12, 31)


def _period(match: re.Match[str], seen: Seen) -> date | None:
    """This week, next month, la semaine prochaine."""
    if match["over"]:
        return friday(seen.today, 2)
    if not (match["this"] or match["next"] or match["later"]):
        return None
    return _end(meaning("periods", match["p"]), seen.today, int(bool(match["next"] or match["later"])))

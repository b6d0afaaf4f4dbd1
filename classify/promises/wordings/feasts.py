"""Feasts, holidays and weekends: "before Christmas", "straight after Easter", "in the new year"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from classify.promises import calendar
from classify.promises.calendar import FRIDAY, friday
from classify.promises.vocabulary import any_of, meaning
from classify.promises.wordings.rule import Kind, Rule, Seen, rule

_EASTER = "easter+0"
_BREAKS = ("12-25", "01-01", _EASTER)  # nobody works on the day itself: "by Christmas" is the day before


@cache
def rules() -> tuple[Rule, ...]:
    """The wordings of this family."""
    leads = any_of(*(f"weekends.{how}" for how in ("before", "over", "after")))
    return (
        rule(
            rf"\b(?P<how>{leads}) (?:the |this |that |this coming |le )?"
            r"(?P<next>next )?(?:coming |following )?"
            rf"(?:{any_of('weekends.names')})(?P<out>(?: is|'s) (?:out|over))?\b",
            _weekend,
            Kind.FEAST,
            "weekends.names",
        ),
        rule(
            rf"\b(?P<how>{any_of('feast_leads')}) (?:the |la |le |den |dem |der |al )?"
            rf"(?P<f>{any_of('feasts')})"
            r"(?: (?:break|holidays?|weekend|period|festival|celebrations|ferien|party))?\b"
            r"(?P<and> and (?:the )?new year)?",
            _feast,
            Kind.FEAST,
            "feasts",
        ),
        rule(r"\b(?P<by>by )?(?:(?:early )?in |into )?the new year\b", _new_year, Kind.PERIOD, "feasts"),
    )


def _weekend(match: re.Match[str], seen: Seen) -> date | None:
    sunday = seen.today + timedelta(6 - seen.today.weekday() + (7 if match["next"] else 0))
    how = meaning("weekends", match["how"])
    if match["out"] or how == "over":
        return sunday
    return sunday + timedelta(1) if how == "after" else max(seen.today, sunday - timedelta(2))


def _feast(match: re.Match[str], seen: Seen) -> date | None:
    """Before a feast is the day before; after it is the end of the first week of work."""
    name, how = meaning("feasts", match["f"]), meaning("feast_leads", match["how"])
    day = date(seen.today.year, 12, 31) if match["and"] else calendar.feast(match["f"].lower(), seen.today)
    if day is None:
        return None
    if how == "before" or (how == "by" and name in _BREAKS):
        return day - timedelta(1)
    if how == "week":
        return friday(day)
    if how in ("at", "by"):
        return day + timedelta(1) if name == _EASTER and match["how"].lower() == "over" else day
    back = day + timedelta(2 if name == _EASTER else 1)
    back = back if back.weekday() <= FRIDAY else calendar.on_weekday(back, 0)
    return back if how == "soon" else friday(back)


def _new_year(match: re.Match[str], seen: Seen) -> date | None:
    return date(seen.today.year, 12, 31) if match["by"] else date(seen.today.year + 1, 1, 31)

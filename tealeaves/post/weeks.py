"""Weeks as ISO 8601 counts them, on the person's clock: Monday 00:00 to Sunday 24:00."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)
INSTANT = timedelta(microseconds=1)
_NAMED = re.compile(r"(\d{4})-?W(\d{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """The time that a digest tells of, both ends in UTC."""

    begin: datetime
    end: datetime


def week(text: str, now: datetime, zone: ZoneInfo) -> Span:
    """The week that "2026-W39", "this" or "last" names, up to `now` where it is not over.

    It ends an instant before midnight, so that its last day is a Sunday. Raises ValueError, with the reason,
    for what is no week and for one that is to come.
    """
    try:
        monday = _monday(text, now.astimezone(zone).date())
        begin = _midnight(monday, zone)
        end = _midnight(monday + WEEK, zone) - INSTANT
    except OverflowError:
        raise ValueError("not a week such as 2026-W39, nor this or last") from None
    if begin >= now:
        raise ValueError(f"it begins on {monday}, and that is to come")
    return Span(begin, min(end, now))


def week_of(at: datetime, zone: ZoneInfo) -> str:
    """The week that an instant lies in: "2026-W39"."""
    year, number, _ = at.astimezone(zone).isocalendar()
    return f"{year}-W{number:02}"


def _monday(text: str, today: date) -> date:
    back = {"this": 0, "last": 7}.get(text.casefold())
    if back is not None:
        return today - timedelta(days=today.weekday() + back)
    named = _NAMED.fullmatch(text)
    if named is None:
        raise ValueError("not a week such as 2026-W39, nor this or last")
    try:
        return date.fromisocalendar(int(named[1]), int(named[2]), 1)
    except ValueError:
        raise ValueError(f"there is no week {named[2]} in {named[1]}") from None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)

"""Calendar times with what they mean (RFC 5545 §3.3.4, §3.3.5)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ingest.invites import zones
from ingest.types import TimeKind, When

_LOOSE = re.compile(r"^\s*(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?\s*(Z)?)?", re.I)


def read(prop: Any, feed_zone: str = "") -> When | None:
    """A DTSTART, DTEND or RECURRENCE-ID as icalendar read it; None where it says no time.

    A zone is found by its name first and by the calendar's own VTIMEZONE second. A time whose zone nobody
    knows is UNRESOLVED, never floating. `feed_zone` (X-WR-TIMEZONE) is meant by floating times.
    """
    prop = prop[0] if isinstance(prop, list) and prop else prop
    parameters = getattr(prop, "params", {})
    zone = str(parameters.get("TZID", ""))
    value = _value(prop)
    if value is None:
        return None
    if not isinstance(value, datetime):
        return When(datetime(value.year, value.month, value.day), TimeKind.ALL_DAY)  # noqa: DTZ001
    if str(parameters.get("VALUE", "")).upper() == "DATE":
        return When(value.replace(hour=0, minute=0, second=0, tzinfo=None), TimeKind.ALL_DAY)
    wall = value.replace(tzinfo=None, microsecond=0)
    if value.tzinfo is UTC or (value.tzinfo is not None and not zone):
        return _zoned(value, zone)
    if not zone and not feed_zone:
        return When(wall, TimeKind.FLOATING)
    found = zones.find(zone or feed_zone)
    if found is not None:
        return _zoned(wall.replace(tzinfo=found), zone or feed_zone)
    if value.tzinfo is not None:
        return _zoned(value, zone)
    return When(wall, TimeKind.UNRESOLVED if zone else TimeKind.FLOATING, zone or feed_zone)


def _zoned(at: datetime, zone: str) -> When:
    try:
        return When(at.astimezone(UTC).replace(microsecond=0), TimeKind.ZONED, zone)
    except (OverflowError, ValueError):  # the years 1 and 9999 have no other zones
        return When(at.replace(tzinfo=None), TimeKind.UNRESOLVED, zone)


def _value(prop: Any) -> date | datetime | None:
    """What icalendar understood, else what a lenient reader makes of it: `20260401T1000`, `2026-04-01`."""
    if prop is None:
        return None
    try:
        value = prop.dt
    except (AttributeError, ValueError):  # BrokenCalendarProperty is a ValueError
        value = None
    if isinstance(value, date):
        return value
    match = _LOOSE.match(str(prop))
    if match is None:
        return None
    try:
        if match[4] is None:
            return date(int(match[1]), int(match[2]), int(match[3]))
        year, month, day, hour, minute, second = (int(match[group] or 0) for group in range(1, 7))
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC if match[7] else None)
    except ValueError:
        return None


def end(start: When | None, prop: Any, duration: Any, feed_zone: str = "") -> When | None:
    """DTEND, or DTSTART + DURATION (RFC 5545 §3.6.1); None where neither is there."""
    given = read(prop, feed_zone)
    if given is not None or start is None:
        return given
    duration = duration[0] if isinstance(duration, list) and duration else duration
    try:
        length = getattr(duration, "dt", None)
        if isinstance(length, timedelta):
            return When(start.at + length, start.kind, start.zone)
    except (OverflowError, ValueError, AttributeError):
        return None
    return None


def instant(prop: Any) -> datetime | None:
    """DTSTAMP, CREATED, LAST-MODIFIED: always UTC, also where the Z was forgotten."""
    when = read(prop)
    return when.at.replace(tzinfo=UTC) if when else None


def basic(when: When | None) -> str:
    """A RECURRENCE-ID as text: UTC where it can be, in ISO 8601 basic form; "" for None."""
    if when is None:
        return ""
    if when.kind is TimeKind.ALL_DAY:
        return f"{when.at:%Y%m%d}"
    return f"{when.at:%Y%m%dT%H%M%S}" + ("Z" if when.kind is TimeKind.ZONED else "")

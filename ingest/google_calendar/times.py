"""Google's times with what they mean, in the form that `ingest.invites.times` gives those of an invite."""

from __future__ import annotations

from datetime import MAXYEAR, UTC, datetime

from ingest.invites import zones
from ingest.types import TimeKind, When


def read(said: object, calendar_zone: str = "") -> When | None:
    """A start, end or originalStartTime; None where it says no time.

    A `date` is a whole day. A `dateTime` has an offset, or else is meant in its `timeZone` or that of the
    calendar (https://developers.google.com/workspace/calendar/api/v3/reference/events#resource).
    """
    told = said if isinstance(said, dict) else {}
    zone = told.get("timeZone")
    name = zone.strip()[:200] if isinstance(zone, str) else ""
    at = _parsed(told.get("dateTime"))
    if at is None:
        day = _parsed(told.get("date"))
        midnight = day and day.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        return When(midnight, TimeKind.ALL_DAY) if midnight else None
    at = at.replace(microsecond=0)
    if at.tzinfo is None:
        name = name or calendar_zone
        found = zones.find(name)
        if found is None:
            return When(at, TimeKind.UNRESOLVED if name else TimeKind.FLOATING, name)
        at = at.replace(tzinfo=found)
    try:
        return When(at.astimezone(UTC), TimeKind.ZONED, name)
    except (OverflowError, ValueError):  # the years 1 and 9999 have no other zones
        return When(at.replace(tzinfo=None), TimeKind.UNRESOLVED, name)


def listed(said: str, zone: str) -> When | None:
    """One time of an RDATE or EXDATE (RFC 5545), of a period its start; `zone` is what a bare time means."""
    at = _parsed(said.partition("/")[0])
    if at is None:
        return None
    if "T" not in said.upper():
        return When(at, TimeKind.ALL_DAY)
    return read({"dateTime": at.isoformat(), "timeZone": zone})


def instant(said: object) -> datetime | None:
    """`created` and `updated` (RFC 3339) in UTC; None where it is no time, or one past all others."""
    at = _parsed(said)
    try:
        at = at and (at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC))
    except (OverflowError, ValueError):
        return None
    return at if at and at.year < MAXYEAR else None


def _parsed(said: object) -> datetime | None:
    try:
        return datetime.fromisoformat(said.strip()) if isinstance(said, str) else None
    except ValueError:
        return None

"""Calendar times with what they mean (RFC 5545 §3.3.4 to §3.3.6)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from ingest.types import TimeKind, When

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from ingest.invites.definitions import Definitions
    from ingest.invites.properties import Property

_WRITTEN = re.compile(
    r"\s*(\d{4})-?(\d\d)-?(\d\d)(?!\d)"
    r"(?:[T ]\s*(\d\d):?(\d\d)(?::?(\d\d?))?(?:[.,]\d+)?\s*(?:(Z)|([+-])(\d\d):?(\d\d)\b)?)?",
    re.I,
)
_TIME_OF_DAY = re.compile(r"\d[T ]\s*(?!00:?00|23:?59)\d\d:?\d\d", re.I)  # none is the edge of a day
_BOUNDS = ("DTSTART", "DTEND", "RECURRENCE-ID")
_LENGTH = re.compile(r"\s*([+-]?)\s*P?((?:T?\d+[WDHMS])+)T?\s*$", re.I)
_PIECE = re.compile(r"(\d{1,9})([WDHMS])", re.I)
_UNITS = {"W": timedelta(weeks=1), "D": timedelta(days=1)}
_DAY = timedelta(days=1)
_SMALL_UNITS = {"H": timedelta(hours=1), "M": timedelta(minutes=1), "S": timedelta(seconds=1)}


def with_their_times(said: dict[str, list[Property]]) -> dict[str, list[Property]]:
    """The properties of an event, whose VALUE=DATE counts only where whole days are written.

    Some write `DTSTART;VALUE=DATE:20260401T143000` for half past two. Beside `T000000` it is the day.
    """
    bounds = {name: said[name] for name in _BOUNDS if name in said}
    told = (one for ones in bounds.values() for one in ones if _says_date(one.parameters))
    if not any(_TIME_OF_DAY.search(one.value) for one in told):
        return said
    return said | {name: [_without_value_type(one) for one in ones] for name, ones in bounds.items()}


def _says_date(parameters: dict[str, str]) -> bool:
    return parameters.get("VALUE", "").upper() == "DATE"


def _without_value_type(one: Property) -> Property:
    return replace(one, parameters={name: said for name, said in one.parameters.items() if name != "VALUE"})


def read(said: Property | None, defined: Definitions, feed_zone: str = "") -> When | None:
    """A DTSTART, DTEND or RECURRENCE-ID; None where it says no time.

    A time whose zone nobody knows is UNRESOLVED, never floating. A time in UTC ignores a TZID (§3.2.19).
    `feed_zone` (X-WR-TIMEZONE) is meant by floating times.
    """
    return None if said is None else moment(said.value, said.parameters, defined, feed_zone)


def moment(
    written: str, parameters: dict[str, str], defined: Definitions, feed_zone: str = ""
) -> When | None:
    """As `read`, of one value: `20260401T100000`; some write `2026-04-01 10:00` or `20260401T10000Z`."""
    match = _WRITTEN.match(written)
    if match is None:
        return None
    whole_day = match[4] is None or _says_date(parameters)
    try:
        at = _at(match, whole_day)
    except (OverflowError, ValueError):
        return None
    if whole_day:
        return When(at, TimeKind.ALL_DAY)
    if match[7]:
        return When(at.replace(tzinfo=UTC), TimeKind.ZONED)
    if match[8]:
        east = timedelta(hours=int(match[9]), minutes=int(match[10]))
        if east < timedelta(days=1):
            return _zoned(at, timezone(-east if match[8] == "-" else east), "")
    zone = parameters.get("TZID", "").strip()[:200]
    if not zone and not feed_zone:
        return When(at, TimeKind.FLOATING)
    found = defined.find(zone or feed_zone)
    if found is not None:
        return _zoned(at, found, zone or feed_zone)
    return When(at, TimeKind.UNRESOLVED if zone else TimeKind.FLOATING, zone or feed_zone)


def _at(match: re.Match[str], whole_day: bool) -> datetime:
    """A second of 60 is that of 59 (§3.3.12); an hour of 24 is midnight."""
    year, month, day, hour, minute, second = (int(match[group] or 0) for group in range(1, 7))
    if whole_day:
        return datetime(year, month, day)  # noqa: DTZ001
    late = hour == 24 and minute == second == 0
    at = datetime(year, month, day, 0 if late else hour, minute, min(second, 59) if second == 60 else second)  # noqa: DTZ001
    return at + timedelta(days=1) if late else at


def _zoned(wall: datetime, zone: tzinfo, name: str) -> When:
    try:
        return When(wall.replace(tzinfo=zone).astimezone(UTC).replace(microsecond=0), TimeKind.ZONED, name)
    except (OverflowError, ValueError):  # the years 1 and 9999 have no other zones
        return When(wall, TimeKind.UNRESOLVED, name)


def end(
    start: When | None,
    said: Property | None,
    duration: Property | None,
    defined: Definitions,
    feed_zone: str = "",
) -> When | None:
    """DTEND, or DTSTART + DURATION (§3.6.1); None where neither is there."""
    given = read(said, defined, feed_zone)
    if given is not None or start is None or duration is None:
        return given
    length = _length(duration.value)
    if length is None:
        return None
    days, rest = length
    try:
        if start.kind is TimeKind.ALL_DAY:  # an hour of a day is a day
            return When(start.at - -(days + rest) // _DAY * _DAY, start.kind)
        if start.kind is not TimeKind.ZONED or not days:
            return When(start.at + days + rest, start.kind, start.zone)
        # Days are days on the wall (§3.3.6): the day on which clocks change has 23 hours or 25.
        zone = (defined.find(start.zone) if start.zone else None) or UTC
        later = _zoned(start.at.astimezone(zone).replace(tzinfo=None) + days, zone, start.zone)
        return When(later.at + rest, later.kind, later.zone)
    except (OverflowError, ValueError):
        return None


def _length(written: str) -> tuple[timedelta, timedelta] | None:
    """A DURATION as days and as hours, minutes and seconds."""
    match = _LENGTH.match(written[:200])
    if match is None:
        return None
    sign = -1 if match[1] == "-" else 1
    days = rest = timedelta()
    try:
        for number, unit in _PIECE.findall(match[2].upper()):
            days += sign * int(number) * _UNITS.get(unit, timedelta())
            rest += sign * int(number) * _SMALL_UNITS.get(unit, timedelta())
    except OverflowError:
        return None
    return days, rest


def instant(said: Property | None, defined: Definitions) -> datetime | None:
    """DTSTAMP, CREATED, LAST-MODIFIED: always UTC, also where the Z was forgotten."""
    when = read(_without_value_type(said) if said and said.parameters else said, defined)
    return when.at.replace(tzinfo=UTC) if when else None


def basic(when: When | None) -> str:
    """A RECURRENCE-ID as text: UTC where it can be, in ISO 8601 basic form; "" for None."""
    if when is None:
        return ""
    if when.kind is TimeKind.ALL_DAY:
        return f"{when.at:%Y%m%d}"
    return f"{when.at:%Y%m%dT%H%M%S}" + ("Z" if when.kind is TimeKind.ZONED else "")


def recurrence(rule: str, taken: Iterable[str], added: Iterable[str]) -> str:
    """`Event.recurs`: the RRULE as written, then lines "EXDATE:…" and "RDATE:…" if there are any.

    Dates that nobody could read ("") are left out, and what is taken away from nothing is.
    """
    lines = [rule] if rule else []
    more = [one for one in added if one]
    away = [one for one in taken if one] if rule or more else []
    lines += ["EXDATE:" + ",".join(away)] if away else []
    lines += ["RDATE:" + ",".join(more)] if more else []
    return "\n".join(lines)

"""When a mail was sent: the Date header where it can be true, else when it was received."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import NamedTuple

_EARLIEST = datetime(1982, 8, 13, tzinfo=UTC)  # RFC 822
_LATEST_YEAR = 2100
_AHEAD = timedelta(days=2)  # a clock may be wrong by this much
_ANY_ZONE = timedelta(hours=15)
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)

# The form of RFC 5322 §3.3 that nearly all programs write; every other goes the longer way.
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_USUAL = re.compile(
    rf"^(?:[A-Z][a-z][a-z], )?([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ([1-9][0-9]{{3}})"
    r" ([0-9][0-9]):([0-9][0-9]):([0-9][0-9]) ([+-])(0[0-9]|1[0-3])([0-5][0-9])(?: \([^()]{0,60}\))?$"
)
_ISO = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?\s*(?:Z|[+-]\d\d:?\d\d)?$")
_ZONE = re.compile(r"(?:[+-]\d{4}|\b[A-Z]{1,5})\s*(?:\([^()]{0,60}\)\s*)*$")
_GMT = re.compile(r"(?:GMT|UTC)(?=[+-]\d{4})")
# Names that one zone only goes by; the standard library knows those of RFC 5322, all of North America.
_OFFSETS = {
    "WET": "+0000", "WEST": "+0100", "BST": "+0100", "CET": "+0100", "CEST": "+0200", "MET": "+0100",
    "MEST": "+0200", "MESZ": "+0200", "MEZ": "+0100", "EET": "+0200", "EEST": "+0300", "MSK": "+0300",
    "SGT": "+0800", "HKT": "+0800", "AWST": "+0800", "JST": "+0900", "KST": "+0900", "AEST": "+1000",
    "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300",
}  # fmt: skip
_NAMED = re.compile(r"(?<= )(" + "|".join(_OFFSETS) + r")(?=\s*(?:\([^()]{0,60}\)\s*)*$)")
_NO_ZONE = re.compile(r"-0000\s*(?:\([^()]{0,60}\)\s*)*$")


class Written(NamedTuple):
    at: datetime  # aware, in the writer's own offset; UTC where none was given
    zoned: bool


def read(value: str) -> Written | None:
    """A Date header (RFC 5322 §3.3, its obsolete forms, ISO 8601), or None where it says no time."""
    if usual := _USUAL.match(value):
        return _usual(usual)
    text = _GMT.sub("", " ".join(value[:200].split()))
    if not text[-1:].isdigit():  # most end with a numeric offset
        text = _NAMED.sub(lambda match: _OFFSETS[match[1]], text)
    if _ISO.match(text):
        try:
            iso = datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", ""))
        except ValueError:
            return None
        return Written(iso if iso.tzinfo else iso.replace(tzinfo=UTC), iso.tzinfo is not None)
    return _loose(text)


def _usual(match: re.Match[str]) -> Written | None:
    day, month, year, hour, minute, second, sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    zone = timezone(-offset if sign == "-" else offset)
    number = _MONTHS.index(month) + 1
    try:
        at = datetime(int(year), number, int(day), int(hour), int(minute), min(int(second), 59), tzinfo=zone)
    except ValueError:
        return None
    return Written(at, zoned=True)


def _loose(text: str) -> Written | None:
    try:
        found = parsedate_tz(text)
        if found is None:
            return None
        offset = found[9]
        zoned = bool(_ZONE.search(text)) and offset is not None and abs(offset) <= 14 * 3600
        zone = timezone(timedelta(seconds=offset or 0)) if zoned and not _NO_ZONE.search(text) else UTC
        year, month, day, hour, minute, second = found[:6]
        return Written(datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone), zoned)
    except (ValueError, IndexError, TypeError, OverflowError, AttributeError):
        return None


def sent(
    written: Written | None, received_at: datetime | None, received: list[str]
) -> tuple[datetime, int, bool]:
    """When the mail was sent (UTC), the writer's offset in minutes, and whether no header told it.

    A Date that lies two days after the mail was received, before mail existed, or in another century is not
    true, and one without a zone is only about right: the time of receipt is used for it.
    """
    arrivals = [one.astimezone(UTC) for one in (received_at, *_received(received)) if one is not None]
    arrivals = [one for one in arrivals if _possible(one)]
    if written is not None and _possible(written.at):
        at = written.at.astimezone(UTC)
        if written.zoned:
            if not arrivals or at <= max(arrivals) + _AHEAD:
                offset = written.at.utcoffset() or timedelta()
                return at, int(offset.total_seconds() // 60), False
        else:
            near = [one for one in arrivals if abs(one - at) <= _ANY_ZONE]
            if near or not arrivals or at <= max(arrivals):
                return (near[0] if near else at), 0, False
    return (arrivals[0], 0, False) if arrivals else (UNKNOWN, 0, True)


def _possible(at: datetime) -> bool:
    return at >= _EARLIEST and at.year < _LATEST_YEAR


def _received(fields: list[str]) -> list[datetime]:
    """The time of the topmost Received header that has one: the last server to take the mail in."""
    for value in fields[:5]:
        found = read(value.rpartition(";")[2].strip())
        if found is not None:
            return [found.at]
    return []

"""The zone that a TZID means: an IANA name, a Windows id, what Outlook shows to people, or an offset."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

_OFFSET = re.compile(r"^\(?(?:UTC|GMT)?\s?([+-])(\d{1,2}):?(\d\d)?\)?$", re.I)
_SHOWN = re.compile(r"^\((?:UTC|GMT)\s?(?:([+-])(\d{1,2})[:.](\d\d))?\)\s{0,5}(.{1,150})$", re.I)
_WINTER, _SUMMER = datetime(2025, 1, 15, tzinfo=UTC), datetime(2025, 7, 15, tzinfo=UTC)
_MOST = 200


@lru_cache(maxsize=512)
def find(tzid: str) -> tzinfo | None:
    """The zone, or None for a name that nobody but the calendar's own VTIMEZONE may know."""
    name = _bare(tzid)
    return known(name) or _offset(name) or _shown(name) or _guessed(name.lower())


@lru_cache(maxsize=512)
def known(tzid: str) -> tzinfo | None:
    """The zone of a name that has one meaning: "Europe/Berlin", a Windows id, UTC.

    "CST" is a zone in America and one in China: what the calendar itself says of such a name goes first.
    """
    name = _bare(tzid)
    lowered = name.lower().strip("/")
    listed = _table()["utc"].get(lowered) or (_by_lower_case().get(lowered, "") if "/" in name else "")
    return _iana(listed) or _windows(name) or _last_of_path(lowered)


def _bare(tzid: str) -> str:
    return tzid.strip(' "\t:')[:_MOST]


def _guessed(lowered: str) -> tzinfo | None:
    return _iana(_table()["named"].get(lowered) or _by_lower_case().get(lowered.replace(" ", "_"), ""))


def _iana(name: str) -> tzinfo | None:
    if not name:
        return None
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError only where no database is installed
        return None
    except KeyError:
        return None


@cache
def _by_lower_case() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def _windows(name: str) -> tzinfo | None:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    found = WINDOWS_TO_OLSON.get(name) or WINDOWS_TO_OLSON.get(name.replace("Daylight", "Standard"))
    return _iana(found or "")


def _offset(name: str) -> tzinfo | None:
    match = _OFFSET.match(name)
    if match is None or int(match[2]) > 14:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))


def _shown(name: str) -> tzinfo | None:
    """ "(UTC+01:00) Amsterdam, Berlin, …", as Outlook shows a zone and some programs write it.

    Old ones write the cities alone: "Sarajevo, Skopje, Sofija".
    """
    match = _SHOWN.match(name)
    shown = match[4] if match else name
    listed = _iana(_table()["shown"].get(" ".join(shown.lower().split()), ""))
    if listed is not None or match is None:
        return listed or (_of_cities(shown, None) if "," in shown else None)
    minutes = int(match[2] or 0) * 60 + int(match[3] or 0)
    return _of_cities(shown, timedelta(minutes=-minutes if match[1] == "-" else minutes))


def _of_cities(shown: str, offset: timedelta | None) -> tzinfo | None:
    """The zone of the first city that the IANA database knows, at that offset if one is given."""
    for city in re.split(r"[,;/]", shown)[:10]:
        for zone in _cities().get(city.strip().lower().replace(" ", "_"), ()):
            found = _iana(zone)
            if found is None:
                continue
            if offset is None or offset in (_WINTER.astimezone(found).utcoffset(), _summer(found)):
                return found
    return None


def _summer(zone: tzinfo) -> timedelta | None:
    """South of the equator the standard offset is that of July."""
    return _SUMMER.astimezone(zone).utcoffset()


@cache
def _cities() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(available_timezones()):
        if "/" in name and not name.startswith("Etc/"):
            found.setdefault(name.rpartition("/")[2].lower(), []).append(name)
    return found


def _last_of_path(lowered: str) -> tzinfo | None:
    """ "/mozilla.org/20050126_1/Europe/Berlin": the end of a path that some programs put before the name."""
    pieces = lowered.split("/")
    for length in (3, 2):
        if len(pieces) > length:
            found = _iana(_by_lower_case().get("/".join(pieces[-length:]), ""))
            if found is not None:
                return found
    return None


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "zones.toml").read_text("utf-8"))

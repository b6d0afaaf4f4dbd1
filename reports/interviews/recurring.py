"""The times of a series: RRULE, RDATE and EXDATE in the series' own zone (RFC 5545 §3.8.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice, takewhile

from ingest.invites import zones
from ingest.types import Event, TimeKind, When

_PARTS = frozenset(
    {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYYEARDAY", "BYWEEKNO", "WKST"}
)
_OFTEN = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_MOST = 1500  # times of one series that are looked at: 28 years of Mondays, 4 years of days
_MOST_DATES = 500  # of RDATE, and of EXDATE
_YEARS = 60  # before the horizon in which a series may begin
_LAST_YEAR = 9998
_WHOLE = re.compile(r"[0-9]{8}(?:T[0-9]{6}Z?)?")


@dataclass(frozen=True, slots=True)
class Series:
    """What `Event.recurs` says."""

    parts: dict[str, str]  # of its RRULE, names in capitals; empty where it has none that is understood
    added: tuple[str, ...]  # RDATE
    taken: tuple[str, ...]  # EXDATE

    @property
    def is_endless(self) -> bool:
        return bool(self.parts) and not self.parts.keys() & {"COUNT", "UNTIL"}


def series(event: Event) -> Series:
    """The first line is the RRULE, where there is one; "EXDATE:" and "RDATE:" follow."""
    parts: dict[str, str] = {}
    dates: dict[str, tuple[str, ...]] = {"RDATE": (), "EXDATE": ()}
    for line in event.recurs.splitlines()[:20]:
        name, colon, listed = line.partition(":")
        if colon and name in dates:
            dates[name] += tuple(listed.split(",")[:_MOST_DATES])
        elif not parts:
            pairs = (piece.partition("=") for piece in line.upper().split(";"))
            parts = {key.strip(): value.strip() for key, _, value in pairs}
    return Series(parts if parts.get("FREQ") in _OFTEN else {}, dates["RDATE"], dates["EXDATE"])


def starts(event: Event, zone: tzinfo, horizon: datetime) -> dict[str, datetime]:
    """RECURRENCE-ID -> start in UTC of every time up to `horizon`, in order, at most `_MOST`.

    The stated start is one of them, whatever the rule says, unless EXDATE takes it away. `zone` is the
    reader's own. A rule that cannot be understood adds none.
    """
    when = event.start
    first = wall(when, zone)
    if when is None or first is None:
        return {}
    told = series(event)
    found = {_named(at, when, zone) for at in (first, *_ruled(told.parts, when, first, zone, horizon))}
    found |= {named(one, when, zone) for one in told.added}
    found -= {named(one, when, zone) for one in told.taken}
    dated = {one: at for one in found if (at := begins(one, zone)) is not None and at <= horizon}
    return dict(sorted(dated.items(), key=lambda item: item[1])[:_MOST])


def named(recurrence_id: str, start: When, zone: tzinfo) -> str:
    """A RECURRENCE-ID in the form in which the series that begins at `start` would write it: some programs
    give a day for a time, or a time without its zone."""
    said = _parsed(recurrence_id)
    first = wall(start, zone)
    if said is None or first is None:
        return recurrence_id
    at, is_utc = said
    try:
        if is_utc:
            at = at.replace(tzinfo=UTC).astimezone(_home(start, zone)).replace(tzinfo=None)
        elif "T" not in recurrence_id:
            at = datetime.combine(at, first.time())
    except OverflowError:
        return recurrence_id
    return _named(at, start, zone)


def begins(recurrence_id: str, zone: tzinfo) -> datetime | None:
    """When the time that a RECURRENCE-ID names was to begin, in UTC; None where it names none."""
    said = _parsed(recurrence_id)
    if said is None or not 1 < said[0].year < _LAST_YEAR:
        return None
    return said[0].replace(tzinfo=UTC if said[1] else zone).astimezone(UTC)


def wall(when: When | None, zone: tzinfo) -> datetime | None:
    """The start as the clock shows it where the series is at home."""
    if when is None or not 1 < when.at.year < _LAST_YEAR:
        return None
    return when.at if when.at.tzinfo is None else when.at.astimezone(_home(when, zone)).replace(tzinfo=None)


def _home(when: When, zone: tzinfo) -> tzinfo:
    """A series in UTC stays there; one in a zone that only its own calendar could explain follows the
    reader's clock."""
    if when.kind is not TimeKind.ZONED:
        return zone
    return (zones.find(when.zone) or zone) if when.zone else UTC


def _named(at: datetime, start: When, zone: tzinfo) -> str:
    if start.kind is TimeKind.ALL_DAY:
        return f"{at:%Y%m%d}"
    if start.kind is not TimeKind.ZONED:
        return f"{at:%Y%m%dT%H%M%S}"
    return f"{at.replace(tzinfo=_home(start, zone)).astimezone(UTC):%Y%m%dT%H%M%S}Z"


def _parsed(recurrence_id: str) -> tuple[datetime, bool] | None:
    text = recurrence_id.strip()
    if not _WHOLE.fullmatch(text):  # strptime takes fewer figures
        return None
    for form in ("%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M%S", "%Y%m%d"):
        try:
            return datetime.strptime(text, form), form.endswith("Z")  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _ruled(
    parts: dict[str, str], when: When, first: datetime, zone: tzinfo, horizon: datetime
) -> Iterator[datetime]:
    """The wall times of a rule, the first `_MOST` up to the horizon."""
    shift = _shift(first.year, horizon.year)
    if not parts or shift is None:
        return
    rule = _rule(parts, first.replace(year=first.year + shift))
    until = _until(parts.get("UNTIL", ""), when, zone)
    latest = horizon.replace(tzinfo=None) + timedelta(days=1)
    latest = min(until, latest) if until is not None else latest
    ahead = (at.replace(year=at.year - shift) for at in rule)
    yield from islice(takewhile(lambda at: at <= latest, ahead), _MOST)


def _rule(parts: dict[str, str], first: datetime) -> Iterator[datetime]:
    from dateutil.rrule import rrulestr

    kept = {name: value for name, value in parts.items() if name in _PARTS}
    count, step = parts.get("COUNT", ""), parts.get("INTERVAL", "1")
    if not step.isdecimal() or not 0 < int(step) <= 1000 or (count and not count.isdecimal()):
        return
    try:
        # COUNT is not dateutil's: what is counted ends here, what never fits ends with the years (below).
        rule = iter(rrulestr(";".join(f"{name}={value}" for name, value in kept.items()), dtstart=first))
        for number, at in enumerate(rule, start=1):
            if count and number > int(count):
                return
            yield at
    except Exception:  # dateutil promises ValueError, and hostile rules have raised others
        return


def _shift(first: int, horizon: int) -> int | None:
    """Years to add so that the horizon lies at the end of all years, and each year keeps its days.

    A rule that never fits ("30 February, daily") makes dateutil look at every day up to the year 9999: from
    there that is soon done. Within 1901-2099, and within 9901-9999, leap years come every fourth year.
    """
    if first <= 1901 or not horizon - _YEARS < first <= horizon < 2099:
        return None
    last = _LAST_YEAR - horizon
    return next(
        years
        for years in range(last, last - 28, -1)
        if years % 4 == 0 and date(first + years, 1, 1).weekday() == date(first, 1, 1).weekday()
    )


def _until(text: str, when: When, zone: tzinfo) -> datetime | None:
    """UNTIL by the clock of the series; a day counts whole."""
    said = _parsed(text)
    if said is None:
        return None
    at, is_utc = said
    if is_utc:
        return at.replace(tzinfo=UTC).astimezone(_home(when, zone)).replace(tzinfo=None)
    return at if "T" in text else at + timedelta(days=1) - timedelta(seconds=1)

"""A VTIMEZONE as a zone: what its own rules and dates say (RFC 5545 §3.6.5).

Nothing is unrolled: the change before a time is computed from the year, so a rule that begins in 1601 costs
no more than one that begins today. A zone with a rule that is not of a plain yearly kind is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from operator import itemgetter

from ingest.invites import properties

_OFFSET = re.compile(r"^\s*([+-]?)(\d{1,2}):?(\d\d):?(\d\d)?\s*$")
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?)?", re.I)
_DAY = re.compile(r"^([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)$")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PLAIN = frozenset(
    "FREQ INTERVAL BYMONTH BYDAY BYMONTHDAY BYHOUR BYMINUTE BYSECOND BYSETPOS UNTIL COUNT WKST".split()
)
_MOST = 400  # observances: some programs write one for every change since 1847
_MOST_RULES = 20
_DAY_LENGTH = timedelta(days=1)
_MOST_DATES = 1_000  # of one observance
_FIRST_YEAR, _LAST_YEAR = 1900, 2200  # rules of other years are those of these
_MOST_A_YEAR = 2  # months, and days of the week, in one rule
_MOST_INTERVAL = 5  # years
_LEAP = 8  # years from one 29 February to the next, at most


@dataclass(slots=True)
class _Observance:
    before: timedelta
    after: timedelta
    starts: datetime
    dates: list[datetime]  # with the start
    rule: _Yearly | None
    turns: dict[int, list[datetime]] = field(default_factory=dict)  # by year

    def last(self, at: datetime) -> datetime | None:
        """The last turn of its rule at or before a time on the wall."""
        if self.rule is None or at < self.starts:
            return None
        latest = min(max(at.year, _FIRST_YEAR), _LAST_YEAR, self.rule.last_year)
        for year in range(latest, max(latest - _LEAP * self.rule.interval, self.starts.year - 1), -1):
            if year not in self.turns:
                self.turns[year] = self.rule.turns(year, self.before)
            turned = [turn for turn in self.turns[year] if self.starts <= turn <= at]
            if turned:
                return turned[-1]
        return None


@dataclass(frozen=True, slots=True)
class _Yearly:
    months: tuple[int, ...]
    weekdays: tuple[tuple[int, int], ...]  # (which of the month or 0, day of the week)
    days: tuple[int, ...]
    position: int  # BYSETPOS, 0 where none
    at: time
    until: datetime | None  # in UTC, or on the wall
    until_is_utc: bool
    first_year: int
    last_year: int
    interval: int

    def turns(self, year: int, before: timedelta) -> list[datetime]:
        found: list[datetime] = []
        if (year - self.first_year) % self.interval:
            return found
        for month in self.months:
            found += [datetime.combine(day, self.at) for day in self._days(year, month)]
        if self.position:
            found = found[self.position - 1 :][:1] if self.position > 0 else found[self.position :][:1]
        return [turn for turn in found if not self._is_over(turn, before)]

    def _is_over(self, turn: datetime, before: timedelta) -> bool:
        if self.until is None:
            return False
        return (turn - before if self.until_is_utc else turn) > self.until

    def _days(self, year: int, month: int) -> list[date]:
        first, length = monthrange(year, month)
        days = {day if day > 0 else length + 1 + day for day in self.days} if self.days else set()
        chosen: list[date] = []
        for day in range(1, length + 1):
            weekday = (first + day - 1) % 7
            which, from_end = (day - 1) // 7 + 1, -((length - day) // 7 + 1)
            if self.weekdays and not any(
                weekday == wanted and number in (0, which, from_end) for number, wanted in self.weekdays
            ):
                continue
            if not self.days or day in days:
                chosen.append(date(year, month, day))
        return chosen


class Zone(tzinfo):
    """A zone by the changes that its calendar states. Asked with a time on the wall."""

    def __init__(self, name: str, observances: list[_Observance]) -> None:
        self._name = name
        self._ruled = [one for one in observances if one.rule is not None]
        self._dated = sorted(((at, one) for one in observances for at in one.dates), key=itemgetter(0))
        first = self._dated[0][1]
        self._ends_a_summer = first.after < first.before and any(
            one.after == first.before for _, one in self._dated
        )

    def utcoffset(self, at: datetime | None) -> timedelta:
        """The offset at a time on the wall.

        Of a time that comes twice the first is meant; one that is skipped is counted by the offset before
        the gap (RFC 5545 §3.3.5). Before its first change, a zone has the offset which that change ends;
        where that is summer time, and there are more summers, what it has on that day a year later.
        """
        if at is None:
            return self._dated[-1][1].after
        at = at.replace(tzinfo=None)
        number = bisect_right(self._dated, at, key=itemgetter(0))
        if not number:
            first = self._dated[0][1]
            return self.utcoffset(self._a_year_later(at)) if self._ends_a_summer else first.before
        turned, latest = self._dated[number - 1]
        for one in self._ruled:
            turn = one.last(at)
            if turn is not None and turn > turned:
                turned, latest = turn, one
        return latest.before if at - turned < latest.after - latest.before else latest.after

    def _a_year_later(self, at: datetime) -> datetime:
        """The same day of the year, the first time that it comes after the first change."""
        first = self._dated[0][0]
        later = at.replace(year=first.year, day=28 if (at.month, at.day) == (2, 29) else at.day)
        return later if later >= first else later.replace(year=first.year + 1)

    def fromutc(self, at: datetime) -> datetime:
        """The time on the wall at a moment in UTC: the offset that leads back to that moment."""
        utc = at.replace(tzinfo=None)
        guess = self.utcoffset(utc)
        for offset in (guess, self.utcoffset(utc + guess), self.utcoffset(utc - _DAY_LENGTH)):
            if self.utcoffset(utc + offset) == offset:
                return (utc + offset).replace(tzinfo=self)
        return (utc + guess).replace(tzinfo=self)

    def dst(self, at: datetime | None) -> timedelta | None:
        return None

    def tzname(self, at: datetime | None) -> str:
        return self._name


def read(name: str, lines: list[str]) -> Zone | None:
    """The zone that the lines of a VTIMEZONE state; None where they state none that can be reckoned with."""
    found: list[_Observance] = []
    ruled = 0
    inside: dict[str, list[properties.Property]] | None = None
    for line in lines:
        word = line.replace(" ", "").upper()
        if word in ("BEGIN:STANDARD", "BEGIN:DAYLIGHT"):
            inside = {}
        elif word in ("END:STANDARD", "END:DAYLIGHT") and inside is not None:
            observance = _observance(inside)
            if observance is None or len(found) >= _MOST:
                return None
            found.append(observance)
            ruled += observance.rule is not None
            if ruled > _MOST_RULES:
                return None
            inside = None
        elif inside is not None and (one := properties.read(line)):
            inside.setdefault(one.name, []).append(one)
    return Zone(name, found) if found else None


def _observance(said: dict[str, list[properties.Property]]) -> _Observance | None:
    after = _offset(said.get("TZOFFSETTO"))
    starts = _moment(said["DTSTART"][0].value) if "DTSTART" in said else None
    if after is None or starts is None:
        return None
    before = _offset(said.get("TZOFFSETFROM"))
    rules = said.get("RRULE", [])
    rule = _yearly(rules[0].value, starts) if rules else None
    if len(rules) > 1 or (rules and rule is None):
        return None
    written = [piece for one in said.get("RDATE", []) for piece in one.value.split(",")]
    before = after if before is None else before
    dates = [starts]
    for piece in written[:_MOST_DATES]:
        moment = _moment(piece)
        if moment is not None:
            dates.append(moment + before if piece.strip().endswith("Z") else moment)
    return _Observance(before, after, starts, dates, rule)


def _yearly(written: str, starts: datetime) -> _Yearly | None:
    said = dict(piece.strip().upper().partition("=")[::2] for piece in written.split(";") if piece.strip())
    if said.get("FREQ") != "YEARLY" or not _PLAIN.issuperset(said):
        return None
    weekdays = _weekdays(said.get("BYDAY", ""))
    months, days = _numbers(said.get("BYMONTH", ""), 12, 1), _numbers(said.get("BYMONTHDAY", ""), 31)
    hour, minute, second = (
        _numbers(said.get(name, ""), most, 0)
        for name, most in (("BYHOUR", 23), ("BYMINUTE", 59), ("BYSECOND", 59))
    )
    position = _numbers(said.get("BYSETPOS", ""), 31)
    interval = _numbers(said.get("INTERVAL", ""), _MOST_INTERVAL, 1)
    lists = (weekdays, months, days, hour, minute, second, position, interval)
    if any(one is None for one in lists) or ((weekdays or days) and not months):
        return None
    if len(weekdays or ()) > _MOST_A_YEAR or len(months or ()) > _MOST_A_YEAR:
        return None
    until = _moment(said["UNTIL"]) if "UNTIL" in said else None
    if until is not None and "T" not in said["UNTIL"]:
        until += timedelta(hours=24)
    count = said.get("COUNT", "")
    every = (interval or (1,))[0]
    last_year = starts.year + (int(count) - 1) * every if count.isdigit() and len(count) < 4 else _LAST_YEAR
    return _Yearly(
        months=months or (starts.month,),
        weekdays=weekdays or (),
        days=days or (() if weekdays else (starts.day,)),
        position=(position or (0,))[0],
        at=time(
            (hour or (starts.hour,))[0], (minute or (starts.minute,))[0], (second or (starts.second,))[0]
        ),
        until=until,
        until_is_utc=said.get("UNTIL", "").endswith("Z"),
        first_year=starts.year,
        interval=every,
        last_year=min(last_year, until.year if until else _LAST_YEAR),
    )


def _weekdays(written: str) -> tuple[tuple[int, int], ...] | None:
    pieces = [piece.strip() for piece in written.split(",") if piece.strip()]
    found = [match for piece in pieces[:20] if (match := _DAY.match(piece))]
    if len(found) != len(pieces):
        return None
    return tuple((int(match[1] or 0), _DAYS.index(match[2])) for match in found)


def _numbers(written: str, most: int, least: int | None = None) -> tuple[int, ...] | None:
    """The numbers, each from `least` (-`most` where none is given) to `most`; None where one is not."""
    pieces = [piece.strip() for piece in written.split(",") if piece.strip()]
    try:
        found = tuple(int(piece) for piece in pieces[:32] if len(piece) <= 3)
    except ValueError:
        return None
    lowest = -most if least is None else least
    return found if len(found) == len(pieces) and all(lowest <= one <= most for one in found) else None


def _moment(written: str) -> datetime | None:
    """A time on the wall; where a period is written, its beginning."""
    match = _DIGITS.match(written.strip())
    try:
        return datetime(*(int(group or 0) for group in match.groups())) if match else None  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def _offset(said: list[properties.Property] | None) -> timedelta | None:
    match = _OFFSET.match(said[0].value) if said else None
    if match is None:
        return None
    length = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    if length >= timedelta(days=1):
        return None
    return -length if match[1] == "-" else length

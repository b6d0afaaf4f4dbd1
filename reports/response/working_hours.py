"""Hours and working hours between two instants.

A working hour is an hour between opening and closing on a weekday that is no holiday, on the clock of one
time zone. Lengths are real time: the hour that a change of clocks skips or repeats is not, or is, counted.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from reports.settings import Person

_SATURDAY_AND_SUNDAY = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class Clock:
    """When work is done. `weekend` are days as `datetime.weekday()` counts them, from Monday 0."""

    zone: ZoneInfo
    opens: time = time(9)
    closes: time = time(17, 30)
    days_off: Container[date] = frozenset()
    weekend: Container[int] = _SATURDAY_AND_SUNDAY

    @property
    def day_hours(self) -> float:
        """The hours of one working day."""
        return _between(self.opens, self.closes)


def clock_of(person: Person) -> Clock:
    """The person's clock. Raises ValueError for an unknown zone or holiday code, or impossible hours."""
    opens, closes = person.working_hours
    if opens >= closes:
        raise ValueError(f"working_hours: {opens:%H:%M}-{closes:%H:%M} ends before it starts")
    try:
        zone = ZoneInfo(person.timezone)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"timezone: {person.timezone!r} is not a time zone such as Europe/London") from error
    return Clock(zone, opens, closes, *public_holidays(person.holidays))


@lru_cache(maxsize=64)
def public_holidays(code: str) -> tuple[Container[date], Container[int]]:
    """The public holidays and the weekend of a code such as "GB", "GB-ENG" or "gb-England".

    Raises ValueError for a code that the holidays package does not know.
    """
    if not code:
        return frozenset(), _SATURDAY_AND_SUNDAY
    import holidays  # a tenth of a second: only for those who name a code

    country, _, part = code.strip().partition("-")
    for spelt in dict.fromkeys((part, part.upper())):
        try:
            known = holidays.country_holidays(country.upper(), subdiv=spelt or None)
        except NotImplementedError:
            continue
        return known, frozenset(known.weekend)
    raise ValueError(f"holidays: {code!r} is not known; use a country or a part of one, such as GB or GB-ENG")


def hours(start: datetime, end: datetime) -> float:
    """Hours from `start` to `end`, both aware; 0 where `end` is earlier."""
    # Python subtracts two times of one zone by the clock on the wall, without the hour that it skipped.
    return max(0.0, (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() / 3600)


def working_hours(clock: Clock, start: datetime, end: datetime) -> float:
    """Working hours from `start` to `end`, both aware; 0 where `end` is earlier."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if end <= start:
        return 0.0
    total = timedelta()
    day = start.astimezone(clock.zone).date()
    last = end.astimezone(clock.zone).date()
    while day <= last:
        if is_working_day(clock, day):
            opening = max(_instant(clock, day, clock.opens), start)
            closing = min(_instant(clock, day, clock.closes), end)
            total += max(timedelta(), closing - opening)
        day += timedelta(days=1)
    return total.total_seconds() / 3600


def is_working_day(clock: Clock, day: date) -> bool:
    return day.weekday() not in clock.weekend and day not in clock.days_off


def working_days(clock: Clock, start: datetime, end: datetime) -> float:
    """Working hours in units of this clock's whole day."""
    return working_hours(clock, start, end) / clock.day_hours


def add_working_days(clock: Clock, day: date, count: int) -> date:
    """The working day that is `count` working days after `day`."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(clock, day):
            count -= 1
    return day


def end_of_day(clock: Clock, day: date) -> datetime:
    """The instant at which `day` is over on this clock, in UTC; at either end of the calendar, its first or
    last instant."""
    try:
        return _instant(clock, day + timedelta(days=1), time())
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC) if day.year == 1 else datetime.max.replace(tzinfo=UTC)


def _instant(clock: Clock, day: date, at: time) -> datetime:
    return datetime.combine(day, at, clock.zone).astimezone(UTC)


def _between(opens: time, closes: time) -> float:
    return (closes.hour - opens.hour) + (closes.minute - opens.minute) / 60

"""When something runs: what a person writes ("30m", "mon 08:00"), as minutes of hours of days.

Times are those of this machine's clock, without a zone, as every timer has them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WHOLE = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEK = tuple(range(7))
_NAMED = {"daily": _WEEK, "weekdays": _WEEK[:5], "weekends": _WEEK[5:]}
INTERVALS = "5m 6m 10m 12m 15m 20m 30m 1h 2h 3h 4h 6h 8h 12h 1d"
"""Those that come round at the same minutes every day, which is all that cron and launchd know."""
_STEPS = {"m": 1, "h": 60, "d": 1440}
_LATEST = 30  # minutes that an interval is put off, at most
_AROUND = 5  # minutes after a time that was named within which it is kept


@dataclass(frozen=True, slots=True)
class When:
    """Each of the minutes in each of the hours on each of the days (Monday is 0), ascending.

    `said` is how the person says it. It may be put off by less than `spread` minutes, so that not everybody
    asks a server at the full hour.
    """

    days: tuple[int, ...]
    hours: tuple[int, ...]
    minutes: tuple[int, ...]
    said: str
    spread: int

    @property
    def is_daily(self) -> bool:
        return self.days == _WEEK

    @property
    def is_hourly(self) -> bool:
        return len(self.hours) == 24


def when(text: str) -> When:
    """What "30m", "2h", "mon 08:00", "mon-fri 08:00", "daily 07:30" mean. Raises ValueError."""
    said = " ".join(text.casefold().split())
    if re.fullmatch(r"\d{1,4} ?[mhd]", said):
        return _every(said.replace(" ", ""))
    at = re.fullmatch(r"(?:(\D+) )?(\d{1,2}):(\d\d)", said)
    if at is None:
        raise ValueError(f'"{text}" is neither an interval such as 30m nor a time such as "mon 08:00"')
    names, hour, minute = at.group(1) or "daily", int(at.group(2)), int(at.group(3))
    if hour > 23 or minute > 59:
        raise ValueError(f'"{text}": no clock shows {hour}:{minute:02}')
    return When(_days(names, text), (hour,), (minute,), f"{names} {hour:02}:{minute:02}", _AROUND)


def shifted(one: When, minutes: int) -> When:
    """The same, later by so many minutes (less than its `spread`); within the hour, to stay on its day."""
    room = min(minutes, 59 - max(one.minutes))
    return replace(one, minutes=tuple(each + room for each in one.minutes))


def next_after(one: When, now: datetime) -> datetime:
    """The first start after `now`."""
    day = now.date()
    while True:
        for start in _starts(one, day.weekday()):
            if (at := datetime.combine(day, start)) > now:
                return at
        day += timedelta(days=1)


def last_before(one: When, now: datetime) -> datetime:
    """The last start up to `now`."""
    day = now.date()
    while True:
        for start in reversed(_starts(one, day.weekday())):
            if (at := datetime.combine(day, start)) <= now:
                return at
        day -= timedelta(days=1)


def _starts(one: When, weekday: int) -> list[time]:
    if weekday not in one.days:
        return []
    return [time(hour, minute) for hour in one.hours for minute in one.minutes]


def _every(said: str) -> When:
    minutes = int(said[:-1]) * _STEPS[said[-1]]
    known = {int(one[:-1]) * _STEPS[one[-1]]: one for one in INTERVALS.split()}
    if minutes not in known:
        near = known[min(known, key=lambda one: abs(one - minutes))]
        raise ValueError(
            f'"{said}" does not come round at the same times every day; {near} does, and so do {INTERVALS}'
        )
    hours = tuple(range(0, 24, max(1, minutes // 60)))
    return When(
        _WEEK, hours, tuple(range(0, 60, minutes)), known[minutes], max(1, min(minutes // 2, _LATEST))
    )


def _days(names: str, text: str) -> tuple[int, ...]:
    if names in _NAMED:
        return _NAMED[names]
    found: set[int] = set()
    for part in names.split(","):
        first, dash, last = part.strip().partition("-")
        begin, end = _day(first, text), _day(last if dash else first, text)
        found |= {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}
    return tuple(sorted(found))


def _day(name: str, text: str) -> int:
    name = name.strip()
    for number, (short, whole) in enumerate(zip(DAYS, _WHOLE, strict=True)):
        if name in (short, whole):
            return number
    raise ValueError(f'"{text}": no day is called "{name}"; {", ".join(DAYS)}, daily, weekdays, weekends are')

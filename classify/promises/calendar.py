"""Days told from other days. All that leads out of the calendar is None."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from classify.promises.vocabulary import words

FRIDAY = 4
_PAST = 60  # days; a date this long ago without a year is meant for the next year
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def safe(year: int, month: int, day: int) -> date | None:
    """The day, if there is one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def ahead(today: date, month: int, day: int, year: str | None = None) -> date | None:
    """The day of this month nearest ahead, or not long ago; in `year`, of four digits or two, where given."""
    if year:
        return safe(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = safe(today.year, month, day)
    if found is None or (today - found).days > _PAST:
        return safe(today.year + 1, month, day)
    return found


def last_of(year: int, month: int) -> date:
    """The last day of a month; months beyond twelve run into the next years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def months_on(day: date, number: int) -> date:
    """The same day of a later month, or that month's last."""
    last = last_of(day.year, day.month + number)
    return last.replace(day=min(day.day, last.day))


def friday(day: date, weeks: int = 0) -> date:
    """The Friday of a day's week, or of one some weeks on."""
    return day + timedelta(FRIDAY - day.weekday() + 7 * weeks)


def working(day: date, number: int) -> date:
    """So many working days on. Holidays are not known here."""
    weeks, rest = divmod(number, 5)
    if weeks and day.weekday() > FRIDAY:
        day = friday(day)
    day += timedelta(7 * weeks)
    for _ in range(rest):
        day += timedelta(1)
        while day.weekday() > FRIDAY:
            day += timedelta(1)
    return day


def on_weekday(day: date, weekday: int) -> date:
    """The first such weekday from this day on, the day itself among them."""
    return day + timedelta((weekday - day.weekday()) % 7)


def coming(today: date, weekday: int) -> date:
    """The next such weekday; not today."""
    return on_weekday(today + timedelta(1), weekday)


def numbered(today: date, number: int) -> date | None:
    """The next day with this number in its month, today included."""
    days = (_in_month(last_of(today.year, today.month + on), number) for on in range(3))
    return next((day for day in days if day and day >= today), None)


def weekday_numbered(today: date, weekday: int, number: int) -> date | None:
    """The next day with this number that falls on this weekday, within fourteen months."""
    days = (_in_month(last_of(today.year, today.month + on), number) for on in range(14))
    return next((day for day in days if day and day >= today and day.weekday() == weekday), None)


def _in_month(month: date, number: int) -> date | None:
    return safe(month.year, month.month, number)


def friday_of_week(today: date, week: int) -> date | None:
    """The Friday of the week with this number, nearest ahead or not long ago."""
    try:
        found = date.fromisocalendar(today.year, week, FRIDAY + 1)
        long_ago = (today - found).days > _PAST
        return date.fromisocalendar(today.year + 1, week, FRIDAY + 1) if long_ago else found
    except ValueError:
        return None


def nth_week(last: date, number: int) -> date:
    """The Friday of a week of the month that ends on `last`, or that end; -1 is the month's last week.

    A week belongs to the month that has most of its working days.
    """
    if number < 0:
        return min(last, friday(last)) if last.weekday() >= FRIDAY - 2 else friday(last, -1)
    first = on_weekday(last.replace(day=1), FRIDAY - 2) + timedelta(2)
    return min(last, first + timedelta(7 * (number - 1)))


def nth_weekday(last: date, weekday: int, number: int) -> date | None:
    """The first, second … such weekday of the month that ends on `last`; -1 is its last."""
    if number < 0:
        return last - timedelta((last.weekday() - weekday) % 7)
    found = on_weekday(last.replace(day=1), weekday) + timedelta(7 * (number - 1))
    return found if found <= last else None


def feast(name: str, today: date) -> date | None:
    """The next time, today included, that a feast of words.toml falls."""
    found = (_feast(words("feasts")[name], year, today) for year in (today.year, today.year + 1))
    return next((day for day in found if day and day >= today), None)


def _feast(rule: str, year: int, today: date) -> date | None:
    if rule.startswith("easter"):
        return _easter(year) + timedelta(int(rule.removeprefix("easter")))
    if rule == "bank_holiday":  # of Britain: none between August and Christmas
        days = [nth_weekday(last_of(year, month), 0, number) for month, number in ((5, 1), (5, -1), (8, -1))]
        return min((day for day in days if day and day >= today), default=None)
    if " " in rule:
        number, weekday, month = rule.split()
        return nth_weekday(last_of(year, int(month)), _WEEKDAYS.index(weekday), int(number))
    if rule[0].isdecimal():
        return safe(year, int(rule[:2]), int(rule[3:]))
    listed = (day for day, name in words("moving").items() if name == rule and day[:4] == str(year))
    return next(map(date.fromisoformat, listed), None)


def _easter(year: int) -> date:
    """Easter Sunday by Gauss's rule as Meeus gives it, for the Gregorian calendar."""
    moon, century, rest = year % 19, year // 100, year % 100
    shift = (19 * moon + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - shift - rest % 4) % 7
    month, day = divmod(shift + sunday - 7 * ((moon + 11 * shift + 22 * sunday) // 451) + 114, 31)
    return date(year, month, day + 1)

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.response.working_hours import (
    Clock,
    add_working_days,
    clock_of,
    end_of_day,
    hours,
    is_working_day,
    public_holidays,
    working_hours,
)
from reports.settings import Person

LONDON = Clock(ZoneInfo("Europe/London"), time(9), time(17, 30))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (utc(2026, 11, 23, 9), utc(2026, 11, 23, 17, 30), 8.5),  # a whole working day
        (utc(2026, 11, 20, 17), utc(2026, 11, 23, 9, 30), 1.0),  # Friday evening to Monday morning
        (utc(2026, 11, 21, 0), utc(2026, 11, 22, 23), 0.0),  # a weekend
        (utc(2026, 11, 23, 20), utc(2026, 11, 24, 8), 0.0),  # a night
        (utc(2026, 11, 23, 12), utc(2026, 11, 23, 10), 0.0),  # the wrong way round
        (utc(2026, 7, 1, 7), utc(2026, 7, 1, 8, 30), 0.5),  # 9 o'clock in summer is 8 UTC
    ],
)
def test_only_the_hours_between_opening_and_closing_on_weekdays_count(start, end, expected):
    assert working_hours(LONDON, start, end) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("Europe/London", date(2026, 3, 29), 5.0),  # the clocks skip an hour
        ("Europe/London", date(2026, 10, 25), 7.0),  # and repeat one
        ("Australia/Lord_Howe", date(2026, 10, 4), 5.5),  # half an hour there
        ("Australia/Lord_Howe", date(2026, 4, 5), 6.5),
        ("Asia/Jerusalem", date(2026, 3, 27), 5.0),  # on a Friday
        ("Africa/Cairo", date(2026, 4, 24), 5.0),  # at midnight
        ("Asia/Kolkata", date(2026, 3, 29), 6.0),
    ],
)
def test_a_day_on_which_the_clocks_change_keeps_its_real_length(zone, day, expected):
    clock = Clock(ZoneInfo(zone), time(0), time(6), weekend=frozenset())
    begun = datetime.combine(day, time(), clock.zone).astimezone(UTC)
    assert working_hours(clock, begun, begun + timedelta(hours=12)) == pytest.approx(expected)


def test_hours_are_elapsed_time():
    assert hours(utc(2026, 3, 29, 0), utc(2026, 3, 29, 2)) == 2.0
    assert hours(utc(2026, 3, 29, 2), utc(2026, 3, 29, 0)) == 0.0


INSTANTS = st.integers(0, 330 * 24 * 60).map(lambda minute: utc(2026, 1, 1) + timedelta(minutes=minute))
NAMES = (
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Jerusalem",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "UTC",
)
ZONES = st.sampled_from(NAMES).map(ZoneInfo)
FIRST, LAST = 4 * 60, 24 * 60 - 1  # offices open after the hour at which clocks change


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    opening = draw(st.integers(FIRST, LAST - 30))
    closing = draw(st.integers(opening + 1, LAST))
    weekend = draw(st.sampled_from([{5, 6}, {4, 5}, set()]))
    return Clock(
        draw(ZONES), time(*divmod(opening, 60)), time(*divmod(closing, 60)), {date(2026, 5, 25)}, weekend
    )


def is_open(clock: Clock, instant: datetime) -> bool:
    """What a clock on the wall and a calendar beside it say."""
    local = instant.astimezone(clock.zone)
    working = local.weekday() not in clock.weekend and local.date() not in clock.days_off
    return working and clock.opens <= local.time().replace(fold=0) < clock.closes


@settings(max_examples=150, deadline=None)
@given(clock=clocks(), start=INSTANTS, minutes=st.integers(0, 4 * 24 * 60))
def test_working_hours_agree_with_counting_every_minute(clock, start, minutes):
    counted = sum(is_open(clock, start + timedelta(minutes=minute)) for minute in range(minutes))
    assert working_hours(clock, start, start + timedelta(minutes=minutes)) * 60 == pytest.approx(counted)


@pytest.mark.parametrize("zone", NAMES)
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 4, 4), date(2026, 9, 27), date(2026, 10, 25)])
def test_they_agree_across_every_change_of_clocks(zone, day):
    clock = Clock(ZoneInfo(zone), time(7, 15), time(18, 5), weekend={6})
    start = datetime.combine(day - timedelta(days=3), time(), UTC)
    counted = sum(is_open(clock, start + timedelta(minutes=minute)) for minute in range(6 * 24 * 60))
    assert working_hours(clock, start, start + timedelta(days=6)) * 60 == pytest.approx(counted)


SECONDS = st.integers(0, 400 * 24 * 3600)


@given(clock=clocks(), start=INSTANTS, first=SECONDS, second=SECONDS)
@settings(deadline=None, max_examples=50)
def test_working_hours_add_up_over_a_split(clock, start, first, second):
    middle = start + timedelta(seconds=first)
    end = middle + timedelta(seconds=second)
    parts = working_hours(clock, start, middle) + working_hours(clock, middle, end)
    assert working_hours(clock, start, end) == pytest.approx(parts)


@given(clock=clocks(), start=INSTANTS, length=SECONDS)
@settings(deadline=None, max_examples=50)
def test_working_hours_are_never_more_than_hours(clock, start, length):
    end = start + timedelta(seconds=length)
    assert 0 <= working_hours(clock, start, end) <= hours(start, end) + 1e-9


@given(start=INSTANTS, length=SECONDS, clock=clocks(), first=ZONES, second=ZONES)
@example(utc(2026, 3, 28), 2 * 86400, LONDON, LONDON.zone, LONDON.zone)
@settings(deadline=None, max_examples=50)
def test_the_zone_in_which_an_instant_is_written_does_not_matter(start, length, clock, first, second):
    end = start + timedelta(seconds=length)
    written = start.astimezone(first), end.astimezone(second)
    assert working_hours(clock, *written) == working_hours(clock, start, end)
    assert hours(*written) == hours(start, end)


@given(zone=ZONES, minute=st.integers(0, 24 * 60), length=st.integers(0, 24 * 60))
@settings(deadline=None)
def test_nobody_works_on_a_day_off(zone, minute, length):
    clock = Clock(zone, time(0), time(23, 59), {date(2026, 6, 10)}, frozenset())
    begun = datetime.combine(date(2026, 6, 10), time(), zone).astimezone(UTC)
    start = begun + timedelta(minutes=minute)
    end = min(start + timedelta(minutes=length), begun + timedelta(days=1))
    assert working_hours(clock, start, end) == 0.0


def test_a_public_holiday_is_no_working_day():
    clock = clock_of(Person(timezone="Europe/London", holidays="GB-ENG"))
    assert working_hours(clock, utc(2026, 12, 25, 0), utc(2026, 12, 26, 0)) == 0.0
    assert working_hours(clock, utc(2026, 12, 24, 0), utc(2026, 12, 25, 0)) == 8.5


@pytest.mark.parametrize("code", ["GB", "gb", "GB-ENG", "gb-eng", "GB-England", " DE-BY ", "US-CA"])
def test_a_code_may_be_written_as_people_write_it(code):
    days_off, _ = public_holidays(code)
    assert date(2026, 12, 25) in days_off


def test_a_country_has_a_weekend_of_its_own():
    clock = clock_of(Person(timezone="Asia/Jerusalem", holidays="IL"))
    friday, sunday = date(2026, 11, 20), date(2026, 11, 22)
    assert not is_working_day(clock, friday)
    assert is_working_day(clock, sunday)


@pytest.mark.parametrize("code", ["XX-NOWHERE", "GB-NOWHERE", "-", "HOLIDAYS"])
def test_an_unknown_holiday_code_is_named_in_the_error(code):
    with pytest.raises(ValueError, match=f"'{code}' is not known"):
        public_holidays(code)


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (Person(timezone="Mars/Olympus"), "Mars/Olympus"),
        (Person(timezone="../etc/passwd"), "timezone"),
        (Person(working_hours=(time(17), time(9))), "ends before it starts"),
    ],
)
def test_impossible_settings_are_named_in_the_error(person, words):
    with pytest.raises(ValueError, match=words):
        clock_of(person)


def test_working_days_skip_weekends_and_holidays():
    clock = Clock(ZoneInfo("UTC"), days_off={date(2026, 11, 23)})
    assert add_working_days(clock, date(2026, 11, 20), 1) == date(2026, 11, 24)
    assert end_of_day(LONDON, date(2026, 7, 1)) == utc(2026, 7, 1, 23)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_the_first_and_the_last_day_of_the_calendar_are_over_within_it(zone):
    clock = Clock(ZoneInfo(zone))
    assert end_of_day(clock, date.max).year == 9999
    assert end_of_day(clock, date.min).year == 1

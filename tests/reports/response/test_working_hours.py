from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.settings import Person
from reports.working_hours import (
    Clock,
    add_working_days,
    clock_of,
    end_of_day,
    hours,
    public_holidays,
    working_hours,
)

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


def test_a_day_on_which_the_clocks_change_keeps_its_real_length():
    # Most zones change on a Sunday, which is no working day; this one changes on a Friday.
    jerusalem = Clock(ZoneInfo("Asia/Jerusalem"), time(0), time(6))
    friday = datetime(2026, 3, 27, 0, 0, tzinfo=ZoneInfo("Asia/Jerusalem"))
    assert working_hours(jerusalem, friday, friday + timedelta(hours=12)) == pytest.approx(5.0)


def test_hours_are_elapsed_time():
    assert hours(utc(2026, 3, 29, 0), utc(2026, 3, 29, 2)) == 2.0
    assert hours(utc(2026, 3, 29, 2), utc(2026, 3, 29, 0)) == 0.0


INSTANTS = st.integers(0, 330 * 24 * 60).map(lambda minute: utc(2026, 1, 1) + timedelta(minutes=minute))
ZONES = st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata", "Asia/Jerusalem", "UTC"])


@settings(max_examples=40, deadline=None)
@given(
    zone=ZONES,
    start=INSTANTS,
    minutes=st.integers(0, 4 * 24 * 60),
    opening=st.integers(0, 11 * 60),
    length=st.integers(30, 12 * 60),
)
def test_working_hours_agree_with_counting_every_minute(zone, start, minutes, opening, length):
    start = start.replace(second=0, microsecond=0)
    closing = opening + length
    clock = Clock(ZoneInfo(zone), time(*divmod(opening, 60)), time(*divmod(closing, 60)), {date(2026, 5, 25)})
    counted = 0
    for minute in range(minutes):
        local = (start + timedelta(minutes=minute)).astimezone(clock.zone)
        inside = clock.opens <= local.time() < clock.closes
        counted += inside and local.weekday() < 5 and local.date() not in clock.days_off
    assert working_hours(clock, start, start + timedelta(minutes=minutes)) * 60 == pytest.approx(counted)


@given(
    start=INSTANTS,
    first=st.integers(0, 10_000),
    second=st.integers(0, 10_000),
)
def test_working_hours_add_up(start, first, second):
    middle = start + timedelta(minutes=first)
    end = middle + timedelta(minutes=second)
    parts = working_hours(LONDON, start, middle) + working_hours(LONDON, middle, end)
    assert working_hours(LONDON, start, end) == pytest.approx(parts)


def test_a_public_holiday_is_no_working_day():
    pytest.importorskip("holidays")
    clock = clock_of(Person(timezone="Europe/London", holidays="GB-ENG"))
    assert working_hours(clock, utc(2026, 12, 25, 0), utc(2026, 12, 26, 0)) == 0.0
    assert clock.note == ""


def test_an_unknown_holiday_code_is_named_in_the_error():
    pytest.importorskip("holidays")
    with pytest.raises(ValueError, match="'XX-NOWHERE' is not known"):
        public_holidays("XX-NOWHERE")


def test_without_the_holidays_package_every_weekday_works_and_a_note_says_so(monkeypatch):
    public_holidays.cache_clear()
    monkeypatch.setitem(sys.modules, "holidays", None)
    clock = clock_of(Person(holidays="GB"))
    public_holidays.cache_clear()
    assert "tealeaves[holidays]" in clock.note
    assert working_hours(clock, utc(2026, 12, 25, 0), utc(2026, 12, 26, 0)) == 8.5


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

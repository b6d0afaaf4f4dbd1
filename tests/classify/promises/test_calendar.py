"""Days told from other days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.promises import calendar

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    "day",
    ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2285-03-22"],
)
def test_easter_falls_where_the_church_has_it(day: str) -> None:
    easter = date.fromisoformat(day)
    assert calendar.feast("easter", date(easter.year, 1, 1)) == easter


@pytest.mark.parametrize(
    ("feast", "day"),
    [
        ("thanksgiving", "2026-11-26"),
        ("labor day", "2026-09-07"),
        ("memorial day", "2026-05-25"),
        ("christmas", "2026-12-25"),
        ("diwali", "2026-11-08"),
        ("whit monday", "2026-05-25"),
        ("the bank holiday", "2026-05-04"),
        ("new year's day", "2027-01-01"),
    ],
)
def test_a_feast_is_the_next_one(feast: str, day: str) -> None:
    assert calendar.feast(feast, date(2026, 3, 2)) == date.fromisoformat(day)


def test_a_feast_of_a_year_that_is_not_listed_is_unknown() -> None:
    assert calendar.feast("diwali", date(2090, 1, 1)) is None


@given(DAYS, st.integers(1, 60))
def test_working_days_are_counted_one_by_one(day: date, number: int) -> None:
    end = calendar.working(day, number)
    between = (date.fromordinal(at) for at in range(day.toordinal() + 1, end.toordinal() + 1))
    assert sum(one.weekday() < 5 for one in between) == number
    assert end.weekday() < 5


@given(DAYS, st.integers(0, 30))
def test_months_on_is_the_same_day_or_the_months_last(day: date, number: int) -> None:
    later = calendar.months_on(day, number)
    assert (later.year - day.year) * 12 + later.month - day.month == number
    assert later.day == day.day or later == calendar.last_of(later.year, later.month)


@given(DAYS, st.integers(1, 5), st.integers(0, 6))
def test_the_nth_weekday_of_a_month_has_as_many_before_it(day: date, number: int, weekday: int) -> None:
    last = calendar.last_of(day.year, day.month)
    found = calendar.nth_weekday(last, weekday, number)
    if found is not None:
        assert (found.month, found.weekday(), (found.day - 1) // 7 + 1) == (day.month, weekday, number)

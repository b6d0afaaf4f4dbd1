"""When something runs: what a person may write, and when that is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tealeaves.schedule.times import DAYS, INTERVALS, When, last_before, next_after, shifted, when

MONDAY = datetime.fromisoformat("2026-09-28T08:00")

intervals = st.sampled_from(INTERVALS.split())
times = st.builds(
    lambda days, hour, minute: f"{','.join(days)} {hour}:{minute:02}",
    st.lists(st.sampled_from(DAYS), min_size=1, unique=True),
    st.integers(0, 23),
    st.integers(0, 59),
)
anything = (intervals | times).map(when)
moments = st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2028-12-31"))


@pytest.mark.parametrize(
    ("said", "days", "hours", "minutes"),
    [
        ("30m", range(7), range(24), (0, 30)),
        ("60m", range(7), range(24), (0,)),
        ("2h", range(7), range(0, 24, 2), (0,)),
        ("1d", range(7), (0,), (0,)),
        ("mon 08:00", (0,), (8,), (0,)),
        ("Monday 8:05", (0,), (8,), (5,)),
        ("thu,mon 18:00", (0, 3), (18,), (0,)),
        ("fri-mon 09:00", (0, 4, 5, 6), (9,), (0,)),
        ("daily 07:30", range(7), (7,), (30,)),
        ("07:30", range(7), (7,), (30,)),
        ("weekdays 08:00", range(5), (8,), (0,)),
        ("weekends 10:15", (5, 6), (10,), (15,)),
    ],
)
def test_what_a_person_says_is_understood(said: str, days: object, hours: object, minutes: object) -> None:
    found = when(said)
    assert (found.days, found.hours, found.minutes) == (
        tuple(days),  # type: ignore[call-overload]
        tuple(hours),  # type: ignore[call-overload]
        tuple(minutes),  # type: ignore[call-overload]
    )


@pytest.mark.parametrize("said", ["", "soon", "mon", "25:00", "mon 8:60", "0m", "1m", "3d", "mon,,tue 08:00"])
def test_what_is_no_time_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        when(said)


def test_an_interval_that_no_cron_knows_is_refused_with_the_nearest_that_it_knows() -> None:
    with pytest.raises(ValueError, match=r"50m.*; 1h does"):
        when("50m")


@given(st.text(max_size=20))
def test_no_text_makes_it_stumble(text: str) -> None:
    try:
        when(text)
    except ValueError as error:
        assert str(error)


@given(anything)
def test_it_is_understood_again_as_it_is_shown(one: When) -> None:
    assert when(one.said) == one


@given(anything, moments)
def test_the_next_start_is_later_and_the_last_is_not(one: When, now: datetime) -> None:
    begin, end = last_before(one, now), next_after(one, now)
    assert begin <= now < end
    assert next_after(one, begin) == end
    assert last_before(one, end) == end


@given(intervals, moments)
def test_an_interval_is_as_long_as_it_says(said: str, now: datetime) -> None:
    length = timedelta(minutes=int(said[:-1]) * {"m": 1, "h": 60, "d": 1440}[said[-1]])
    first = next_after(when(said), now)
    assert next_after(when(said), first) - first == length


@given(anything, st.integers(0, 59))
def test_what_is_put_off_keeps_its_days_and_its_number_of_starts(one: When, minutes: int) -> None:
    later = shifted(one, minutes % one.spread)
    assert (later.days, later.hours, len(later.minutes)) == (one.days, one.hours, len(one.minutes))
    assert max(later.minutes) < 60
    assert 0 <= later.minutes[0] - one.minutes[0] < max(one.spread, 1)


def test_a_week_from_monday_to_monday() -> None:
    assert next_after(when("mon 08:00"), MONDAY) == MONDAY + timedelta(days=7)
    assert last_before(when("mon 08:00"), MONDAY) == MONDAY

"""The times of one rule, in the series' own zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from ingest.types import TimeKind, When
from reports.interviews import recurring
from tests.reports.searches import event

LONDON = ZoneInfo("Europe/London")
HORIZON = datetime(2027, 6, 1, tzinfo=UTC)


def starts(recurs: str, when: When, zone=UTC, horizon=HORIZON) -> list[str]:
    one = replace(event("u", "11-25 10:00", recurs=recurs), start=when, end=None)
    return [f"{rid} {at:%m-%dT%H:%M}" for rid, at in recurring.starts(one, zone, horizon).items()]


def zoned(*parts: int, zone: str = "") -> When:
    return When(datetime(*parts, tzinfo=UTC), TimeKind.ZONED, zone)  # type: ignore[misc]


def test_the_clock_of_the_series_counts_when_the_clocks_change():
    when = zoned(2026, 10, 21, 9, zone="Europe/London")  # 10:00 in summer
    assert starts("FREQ=WEEKLY;COUNT=2", when) == [
        "20261021T090000Z 10-21T09:00",
        "20261028T100000Z 10-28T10:00",
    ]
    utc = zoned(2026, 10, 21, 9)
    assert starts("FREQ=WEEKLY;COUNT=2", utc) == [
        "20261021T090000Z 10-21T09:00",
        "20261028T090000Z 10-28T09:00",
    ]


def test_floating_times_and_whole_days_are_those_of_the_reader():
    floating = When(datetime(2026, 10, 21, 10), TimeKind.FLOATING)  # noqa: DTZ001
    assert starts("FREQ=WEEKLY;COUNT=2", floating, LONDON) == [
        "20261021T100000 10-21T09:00", "20261028T100000 10-28T10:00",
    ]  # fmt: skip
    day = When(datetime(2026, 10, 21), TimeKind.ALL_DAY)  # noqa: DTZ001
    assert starts("FREQ=DAILY;COUNT=2", day, LONDON) == ["20261021 10-20T23:00", "20261022 10-21T23:00"]


def test_dates_are_taken_and_added_in_whatever_form_they_are_written():
    when = zoned(2026, 11, 25, 10, zone="Europe/London")
    recurs = "FREQ=DAILY;COUNT=4\nEXDATE:20261126T100000Z,20261127\nRDATE:20261201T150000,20261128T100000Z"
    assert starts(recurs, when) == [
        "20261125T100000Z 11-25T10:00", "20261128T100000Z 11-28T10:00", "20261201T150000Z 12-01T15:00",
    ]  # fmt: skip
    assert starts("RDATE:20261127T100000Z", when)[1:] == ["20261127T100000Z 11-27T10:00"]
    assert starts("FREQ=DAILY;COUNT=2\nEXDATE:20261125T100000Z", when) == ["20261126T100000Z 11-26T10:00"]


@pytest.mark.parametrize("until", ["20261127T100000Z", "20261127", "20261127T110000"])
def test_until_is_meant_by_the_clock_of_the_series(until):
    when = zoned(2026, 11, 25, 10, zone="Europe/Berlin")  # 11:00 there
    assert len(starts(f"FREQ=DAILY;UNTIL={until}", when)) == 3


def test_the_stated_start_is_one_of_them_though_the_rule_does_not_fit():
    when = zoned(2026, 11, 25, 10)  # a Wednesday
    assert [one[:8] for one in starts("FREQ=WEEKLY;BYDAY=FR;COUNT=2", when)] == [
        "20261125",
        "20261127",
        "20261204",
    ]


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=31", "FREQ=DAILY;INTERVAL=0",
     "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=3", "FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=SECONDLY", "FREQ=NEVER",
     "FREQ=DAILY;INTERVAL=-1", "rubbish", "FREQ=DAILY;BYDAY=XX", "FREQ=DAILY;COUNT=x",
     "FREQ=MONTHLY;BYDAY=99MO", "=;=;", "\n\n"],
)  # fmt: skip
def test_a_rule_that_never_fits_or_cannot_be_read_adds_nothing_and_ends(rule):
    assert starts(rule, zoned(2026, 11, 25, 10)) == ["20261125T100000Z 11-25T10:00"]


def test_a_rule_cannot_say_an_hour_of_its_own():
    rule = "FREQ=DAILY;COUNT=2;BYHOUR=0,1,2,3;BYMINUTE=0,1,2;BYSECOND=0,1"
    assert len(starts(rule, zoned(2026, 11, 25, 10))) == 2


@pytest.mark.parametrize("year", [2, 1899, 2098, 9990])
def test_a_series_of_another_age_stands_for_its_start_alone(year):
    found = starts("FREQ=DAILY", zoned(year, 1, 5, 10), horizon=datetime(max(year, 3), 12, 1, tzinfo=UTC))
    assert len(found) <= 1 or year == 2098


RULES = st.sampled_from(
    ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU",
     "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2",
     "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=YEARLY", "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO",
     "FREQ=YEARLY;BYYEARDAY=-1,60", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"]
)  # fmt: skip


@given(RULES, st.datetimes(datetime(2019, 1, 1), datetime(2030, 12, 31)))  # noqa: DTZ001
def test_the_last_years_have_the_days_of_ours(rule, begin):
    begin = begin.replace(microsecond=0)
    horizon = begin + timedelta(days=1500)
    plain = rrulestr(rule, dtstart=begin).between(begin, horizon, inc=True)
    one = replace(
        event("u", "11-25 10:00", recurs=rule), start=When(begin.replace(tzinfo=UTC), TimeKind.ZONED)
    )
    found = recurring.starts(one, UTC, horizon.replace(tzinfo=UTC))
    assert [at.replace(tzinfo=None) for at in found.values()] == sorted({begin, *plain})[:1500]


@given(
    st.text(max_size=80) | st.from_regex(r"FREQ=(DAILY|MONTHLY);[A-Z]{3,9}=[-+0-9A-Z,]{0,12}", fullmatch=True)
)
def test_no_text_is_too_much(recurs):
    found = starts(recurs, zoned(2026, 11, 25, 10))
    assert len(found) <= 1500


@given(
    st.text(max_size=20) | st.from_regex(r"[0-9]{8}(T[0-9]{6}Z?)?", fullmatch=True),
    st.sampled_from(list(TimeKind)),
)
def test_a_recurrence_id_has_one_form_and_keeps_it(text, kind):
    at = datetime(2026, 11, 25, 10, tzinfo=UTC if kind is TimeKind.ZONED else None)
    when = When(at, kind, "Europe/Berlin" if kind is TimeKind.ZONED else "")
    once = recurring.named(text, when, LONDON)
    assert recurring.named(once, when, LONDON) == once
    recurring.begins(once, LONDON)

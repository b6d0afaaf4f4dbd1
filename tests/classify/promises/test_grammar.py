"""Days written in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.promises.grammar import days

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by end of next week", "2026-03-13"),
        ("within two weeks", "2026-03-16"),
        ("three weeks", "2026-03-23"),
        ("tomorrow", "2026-03-03"),
        ("by Friday", "2026-03-06"),
        ("by Friday week", "2026-03-13"),
        ("on Friday next week", "2026-03-13"),
        ("next Tuesday", "2026-03-10"),
        ("within 72 hours", "2026-03-05"),
        ("within 5 business days", "2026-03-09"),
        ("within ten working days", "2026-03-16"),
        ("in 10-14 days", "2026-03-16"),
        ("two to three weeks", "2026-03-23"),
        ("March 20, 2026", "2026-03-20"),
        ("Thursday, 12 March 2026", "2026-03-12"),
        ("Wednesday 18 March", "2026-03-18"),
        ("on 2026-03-18", "2026-03-18"),
        ("by 18.03.2026", "2026-03-18"),
        ("by the end of the month", "2026-03-31"),
        ("before the end of April", "2026-04-30"),
        ("by EOW", "2026-03-06"),
        ("by the 15th", "2026-03-15"),
        ("week commencing 7 Sept", "2026-09-11"),
        ("in week 33", "2026-08-14"),
        ("in KW 33", "2026-08-14"),
        ("over the next fortnight", "2026-03-16"),
        ("a couple of weeks", "2026-03-16"),
        ("next week", "2026-03-13"),
        ("early next week", "2026-03-10"),
        ("over the weekend", "2026-03-08"),
        ("in December", "2026-12-31"),
        ("early in the new year", "2027-01-15"),
        ("bis Freitag, den 13. März", "2026-03-13"),
        ("bis Ende nächster Woche", "2026-03-13"),
        ("innerhalb von zwei Wochen", "2026-03-16"),
        ("am jeudi 12 mars", "2026-03-12"),
        ("d'ici deux semaines", "2026-03-16"),
        ("sous 10 jours ouvrés", "2026-03-16"),
    ],
)
def test_a_wording_stands_for_its_last_day(text: str, day: str) -> None:
    assert [one.day.isoformat() for one in days(text, MONDAY)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "our team of 5 reviews your CV",
        "3 years of experience in Python 3 and SQL",
        "Requisition 2024-1187 has been updated",
        "your second interview; may I ask one more thing?",
        "60-80k EUR and 30 days of vacation",
        "Founded in 1998, Acme has 12 offices and 2000 employees",
        "Thank you for your time and the march through our stack",
        "two weeks after the interview",
        "within 48 hours of handing it in",
        "4 weeks notice",
    ],
)
def test_no_day_is_read_where_none_is_meant(text: str) -> None:
    assert days(text, MONDAY) == ()


def test_the_order_of_day_and_month_is_an_argument() -> None:
    assert days("by 5/6", MONDAY)[0].day == date(2026, 6, 5)
    assert days("by 5/6", MONDAY, month_first=True)[0].day == date(2026, 5, 6)
    assert days("by 5/16", MONDAY)[0].day == date(2026, 5, 16)


@given(st.text(max_size=300), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_any_text_is_read_without_raising(text: str, today: date) -> None:
    for one in days(text, today):
        assert 0 <= one.start < one.end <= len(text)


@given(st.integers(1, 60), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_days_and_weeks_are_counted_from_today(number: int, today: date) -> None:
    assert days(f"within {number} days", today)[0].day == today + timedelta(number)
    assert days(f"within {number} weeks", today)[0].day == today + timedelta(7 * number)

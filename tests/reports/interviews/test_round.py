"""Which round an interview is, and what it is called."""

from __future__ import annotations

import pytest

from reports.interviews import CANCELLED
from reports.interviews.round import numbers, round_name
from tests.reports.interviews.held import interview


def test_rounds_are_counted_by_their_start_without_those_that_were_called_off():
    first, off, second = (interview(f"11-2{day} 10:00") for day in (3, 4, 5))
    off = interview("11-24 10:00", status=CANCELLED)
    assert numbers([second, off, first]) == (2, 0, 1)
    assert numbers([]) == ()


@pytest.mark.parametrize(
    ("summary", "name"),
    [
        ("Phone screen with Acme", "phone screen"),
        ("Technical interview", "technical"),
        ("Final round: technical", "final"),
        ("Acme <> Ana: system design", "technical"),
        ("Case study presentation", "case"),
        ("Interview with the hiring manager", "hiring manager"),
        ("Onsite", "onsite"),
        ("Kennenlerngespräch", "intro"),
        ("Recruiter call", "recruiter screen"),
        ("Dernier entretien", "final"),
        ("Interview", ""),
        ("Financial analyst interview", ""),
    ],
)
def test_a_round_is_called_what_its_title_says(summary, name):
    assert round_name(interview(summary=summary)) == name

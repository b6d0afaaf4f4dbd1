"""Interviews whose end was moved once they had begun."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reports.interviews import CANCELLED, Change, Span, What
from reports.interviews.overran import overran
from tests.reports.interviews.held import interview
from tests.reports.searches import at

START = "11-20 10:00"


def resized(known: str, minutes: int, before: int = 60) -> Change:
    begin = at(START)
    old, new = (Span(begin, begin + timedelta(minutes=length)) for length in (before, minutes))
    return Change(What.RESIZED, at(known), old, new)


@pytest.mark.parametrize(
    ("known", "minutes", "ran"),
    [
        ("11-20 11:05", 80, True),
        ("11-20 10:30", 75, True),  # while it ran
        ("11-20 11:05", 65, False),  # tidied up
        ("11-19 09:00", 90, False),  # booked longer beforehand
        ("11-20 11:05", 45, False),  # ended early
        ("11-20 11:05", 600, False),  # a day blocked
    ],
)
def test_an_end_that_moves_after_the_start_says_how_long_it_took(known, minutes, ran):
    one = interview(START, minutes, changes=(resized(known, minutes),))
    assert bool(overran([one], 10)) is ran


def test_it_counts_once_however_often_the_end_moved():
    changes = (resized("11-20 11:00", 75), resized("11-20 11:20", 90, before=75))
    one = interview(START, 90, changes=changes)
    assert overran([one], 10) == ((one, Span(at("11-20 11:00"), at("11-20 11:30"))),)


def test_what_was_moved_back_or_called_off_did_not_overrun():
    back = (resized("11-20 11:00", 75), resized("11-20 11:20", 60, before=75))
    assert overran([interview(START, 60, changes=back)], 10) == ()
    off = interview(START, 80, changes=(resized("11-20 11:05", 80),), status=CANCELLED)
    assert overran([off], 10) == ()

"""A snooze hides a warning until its day, and the latest of each counts."""

from __future__ import annotations

from datetime import date

import pytest

from reports.facts import as_of
from reports.remarks.snoozes import Snooze, snoozes
from tests.reports.remarking import remarked, snoozed
from tests.reports.searches import at, quarry

TODAY = date(2026, 11, 23)
AHEAD = date(2026, 12, 7)


def test_a_snooze_holds_until_the_day_before_it_ends():
    known = snoozed(quarry(), "11-20 09:00", "silent", AHEAD, "they are moving offices")
    assert snoozes(known, TODAY) == (Snooze("silent", AHEAD, "they are moving offices"),)
    assert snoozes(known, date(2026, 12, 6))
    assert snoozes(known, AHEAD) == ()


def test_nothing_is_snoozed_before_it_was_said():
    known = snoozed(quarry(), "11-20 09:00", "silent", AHEAD)
    assert snoozes(as_of(known, at("11-19 09:00")), TODAY) == ()


def test_the_later_of_two_on_one_warning_counts_even_where_it_ends_sooner():
    known = snoozed(quarry(), "11-20 09:00", "silent", AHEAD, "first")
    known = snoozed(known, "11-20 10:00", "on_hold", AHEAD, "another")
    known = snoozed(known, "11-21 09:00", "silent", date(2026, 11, 25), "second")
    assert [one.reason for one in snoozes(known, TODAY)] == ["second", "another"]
    assert [one.reason for one in snoozes(known, date(2026, 11, 26))] == ["another"]


@pytest.mark.parametrize("value", ["", "null", '{"warning": "silent"}', '{"warning": 1, "until": "soon"}'])
def test_a_remark_that_makes_no_sense_snoozes_nothing(value):
    assert snoozes(remarked(quarry(), "snooze", "11-20 09:00", value, "why"), TODAY) == ()

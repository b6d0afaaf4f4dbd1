"""A series stands for its times; some are told apart, some are called off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reports.interviews import CANCELLED, DONE, UPCOMING, reschedules_later
from tests.reports.interviews.folding import fold, reply, told
from tests.reports.searches import NOW, at, event, sighted

WEEKS = "FREQ=WEEKLY;COUNT=3"  # 25 November, 2 and 9 December
SERIES = sighted(event("u", "11-25 10:00", recurs=WEEKS), "11-18 09:00", key="set")
SECOND, THIRD = "20261202T100000Z", "20261209T100000Z"


def single(start: str, rid: str, seen: str, **more):
    return sighted(event("u", start, recurrence_id=rid, **more), seen)


def statuses(*sightings, **more):
    return [i.status for i in fold(*sightings, **more)]


def test_a_series_stands_for_its_times():
    assert [(i.uid, i.recurrence_id, i.start, i.keys) for i in fold(SERIES)] == [
        ("u", "20261125T100000Z", at("11-25 10:00"), ("set",)),
        ("u", SECOND, at("12-02 10:00"), ("set",)),
        ("u", THIRD, at("12-09 10:00"), ("set",)),
    ]


def test_a_time_that_is_told_apart_replaces_its_own_and_was_moved():
    moved = single("12-03 10:00", SECOND, "11-19 09:00")
    found = fold(SERIES, moved)
    assert [(i.recurrence_id, i.start, told(i)) for i in found][1] == (
        SECOND, at("12-03 10:00"), [("moved", "12-03 10:00", "u-11-19 09:00")],
    )  # fmt: skip
    assert len(found) == 3


def test_what_came_with_the_series_was_not_moved():
    with_it = single("12-03 10:00", SECOND, "11-18 09:00")
    assert [i.changes for i in fold(SERIES, with_it)] == [(), (), ()]


@pytest.mark.parametrize("rid", [SECOND, "20261202", "20261202T110000"])
def test_a_time_is_the_same_in_whatever_form_it_is_named(rid):
    berlin = replace(event("u", "11-25 10:00", recurs=WEEKS).start, zone="Europe/Berlin")
    series = replace(SERIES, event=replace(SERIES.event, start=berlin))
    off = single("12-02 10:00", rid, "11-19 09:00", method="CANCEL", sequence=1)
    assert [(i.recurrence_id, i.status) for i in fold(series, off)][1] == (SECOND, CANCELLED)


def test_a_cancel_ends_the_series_and_with_an_id_one_time_or_the_rest():
    one = event("u", "12-02 10:00", recurrence_id=SECOND, method="CANCEL", sequence=1)
    assert statuses(SERIES, sighted(one, "11-19 09:00")) == [UPCOMING, CANCELLED, UPCOMING]
    rest = replace(one, this_and_future=True)
    assert statuses(SERIES, sighted(rest, "11-19 09:00")) == [UPCOMING, CANCELLED, CANCELLED]
    whole = replace(one, recurrence_id="")
    assert statuses(SERIES, sighted(whole, "11-19 09:00")) == [CANCELLED] * 3


def test_a_cancel_of_one_time_may_come_before_the_series():
    off = single("12-02 10:00", SECOND, "11-17 09:00", method="CANCEL", sequence=1)
    assert statuses(off, SERIES) == [UPCOMING, CANCELLED, UPCOMING]
    assert fold(off) == ()


def test_the_cancel_of_a_series_ends_what_was_told_apart_and_what_was_held_stays():
    moved = single("12-03 10:00", SECOND, "11-19 09:00", sequence=3)
    off = sighted(event("u", "11-25 10:00", method="CANCEL", sequence=1), "11-26 09:00")
    found = fold(SERIES, moved, off, now=at("11-27 09:00"))
    assert [(i.status, [what for what, _, _ in told(i)]) for i in found] == [
        (DONE, []), (CANCELLED, ["moved", "cancelled"]), (CANCELLED, ["cancelled"]),
    ]  # fmt: skip


def test_a_time_that_is_set_after_its_series_was_called_off_takes_place():
    off = sighted(event("u", "11-25 10:00", method="CANCEL", sequence=1), "11-19 09:00")
    again = single("12-03 10:00", SECOND, "11-20 09:00", sequence=2)
    assert statuses(SERIES, off, again) == [CANCELLED, UPCOMING, CANCELLED]


def test_a_decline_of_the_series_is_one_of_each_time_and_with_an_id_of_one():
    assert statuses(SERIES, reply("u", "11-19 09:00", "DECLINED")) == [CANCELLED] * 3
    one = reply("u", "11-19 09:00", "DECLINED", recurrence_id=SECOND)
    found = fold(SERIES, one)
    assert [i.status for i in found] == [UPCOMING, CANCELLED, UPCOMING]
    assert [what for what, _, _ in told(found[1])] == ["declined"]


def test_this_and_future_moves_the_rest_along_and_counts_once():
    later = single("12-03 12:00", SECOND, "11-19 09:00", sequence=1, this_and_future=True)
    found = fold(SERIES, later)
    assert [i.start for i in found] == [at("11-25 10:00"), at("12-03 12:00"), at("12-10 12:00")]
    assert reschedules_later(found) == 1


def test_a_series_that_is_moved_counts_once_at_the_first_time_to_come():
    moved = sighted(event("u", "11-25 14:00", recurs=WEEKS, sequence=1), "11-26 09:00")
    found = fold(SERIES, moved, now=at("11-27 09:00"))
    assert [(f"{i.start:%m-%d %H}", len(i.moves)) for i in found] == [
        ("11-25 14", 0),
        ("12-02 14", 1),
        ("12-09 14", 0),
    ]


def test_a_time_told_apart_of_what_the_series_was_before_is_gone():
    apart = single("12-03 10:00", SECOND, "11-19 09:00")
    moved = sighted(event("u", "11-26 14:00", recurs=WEEKS, sequence=1), "11-20 09:00")
    assert [f"{i.start:%m-%d %H}" for i in fold(SERIES, apart, moved)] == ["11-26 14", "12-03 14", "12-10 14"]


def test_a_date_taken_from_the_series_is_no_interview():
    less = replace(SERIES, event=replace(SERIES.event, recurs=f"{WEEKS}\nEXDATE:{SECOND}"))
    assert [i.recurrence_id for i in fold(less)] == ["20261125T100000Z", THIRD]


def test_a_time_without_its_series_is_a_meeting_and_the_cancel_of_the_series_ends_it():
    lone = single("11-26 10:00", "20261125T100000Z", "11-18 09:00")
    assert statuses(lone) == [UPCOMING]
    assert statuses(lone, sighted(event("u", "11-25 10:00", method="CANCEL", sequence=1), "11-19 09:00")) == [
        CANCELLED
    ]


def test_the_id_of_a_meeting_s_own_time_is_that_meeting():
    made = sighted(event("u", "11-25 10:00"), "11-18 09:00")
    off = single("11-25 10:00", "20261125T100000Z", "11-19 09:00", method="CANCEL", sequence=1)
    assert statuses(made, off) == [CANCELLED]
    other = single("12-02 10:00", SECOND, "11-19 09:00", method="CANCEL", sequence=1)
    assert statuses(made, other) == [UPCOMING]


# How many


def test_a_series_that_ends_shows_sixty_times_and_none_beyond_a_year():
    many = sighted(event("u", "11-25 10:00", recurs="FREQ=DAILY;COUNT=500"), "11-18 09:00")
    assert len(fold(many)) == 60
    rare = sighted(event("u", "11-25 10:00", recurs="FREQ=MONTHLY;COUNT=20"), "11-18 09:00")
    assert max(i.start for i in fold(rare)) <= NOW + timedelta(days=365 + 3)


def test_a_series_without_an_end_shows_the_first_the_last_held_and_those_of_sixty_days():
    sync = sighted(event("u", "09-02 10:00", recurs="FREQ=WEEKLY", summary="Team sync"), "09-01 09:00")
    assert [f"{i.start:%m-%d}" for i in fold(sync)] == [
        "09-02", "11-18", "11-25", "12-02", "12-09", "12-16", "12-23", "12-30", "01-06", "01-13", "01-20",
    ]  # fmt: skip


def test_a_time_that_was_told_apart_is_always_shown():
    sync = sighted(event("u", "09-02 10:00", recurs="FREQ=WEEKLY"), "09-01 09:00")
    moved = single("10-08 10:00", "20261007T100000Z", "10-05 09:00")
    assert at("10-08 10:00") in [i.start for i in fold(sync, moved)]


def test_a_series_that_begins_far_ahead_is_shown():
    far = sighted(
        event("u", at("11-25 10:00") + timedelta(days=500), recurs="FREQ=WEEKLY;COUNT=2"), "11-18 09:00"
    )
    assert len(fold(far)) == 2

"""REQUEST, CANCEL and their kind in the order of SEQUENCE and DTSTAMP (RFC 5546)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.interviews import CANCELLED, DONE, UPCOMING, What, reschedules_later
from tests.reports.interviews.folding import EARLY, LATER, MUCH_LATER, fold, told
from tests.reports.searches import at, event, sighted


def test_a_request_makes_an_interview_that_is_upcoming_until_it_ends():
    one = sighted(event("u", "11-23 08:30"), "11-20 09:00")
    assert [i.status for i in fold(one)] == [UPCOMING]
    assert [i.status for i in fold(one, now=at("11-23 09:00"))] == [UPCOMING]
    assert [i.status for i in fold(one, now=at("11-23 09:30"))] == [DONE]


def test_a_higher_sequence_moves_it_and_an_older_version_that_comes_late_does_not():
    [found] = fold(
        sighted(event("u", EARLY), "11-18 09:00"),
        sighted(event("u", MUCH_LATER, sequence=2), "11-19 09:00"),
        sighted(event("u", LATER, sequence=1), "11-20 09:00"),
    )
    assert found.start == at(MUCH_LATER)
    assert [(m.old, m.new, m.at) for m in found.moves] == [(at(EARLY), at(MUCH_LATER), at("11-19 09:00"))]


def test_at_one_sequence_the_later_stamp_wins():
    new = sighted(event("u", LATER, stamp="11-19 10:00"), "11-19 11:00")
    old = sighted(event("u", EARLY, stamp="11-19 09:00"), "11-19 12:00")
    assert [i.start for i in fold(new, old)] == [at(LATER)]


def test_at_one_sequence_and_stamp_the_later_mail_wins():
    old = sighted(event("u", EARLY, stamp="11-17 09:00"), "11-18 09:00")
    new = sighted(event("u", LATER, stamp="11-17 09:00"), "11-19 09:00")
    assert [i.start for i in fold(new, old)] == [at(LATER)]


def test_a_version_without_a_stamp_is_as_old_as_its_mail():
    stamped = sighted(event("u", EARLY, stamp="11-18 09:00"), "11-18 09:00")
    bare = sighted(event("u", LATER), "11-19 09:00")
    assert [i.start for i in fold(stamped, bare)] == [at(LATER)]


def test_a_clock_that_is_ahead_does_not_outrank_what_comes_after():
    ahead = sighted(event("u", EARLY, stamp="12-24 09:00"), "11-18 09:00")
    right = sighted(event("u", LATER, stamp="11-19 09:00"), "11-19 09:00")
    assert [i.start for i in fold(ahead, right)] == [at(LATER)]


def test_only_moves_to_a_later_start_are_reschedules():
    found = fold(
        sighted(event("u", EARLY), "11-17 09:00"),
        sighted(event("u", LATER, sequence=1), "11-18 09:00"),
        sighted(event("u", "11-24 10:00", sequence=2), "11-19 09:00"),
        sighted(event("u", "11-24 10:00", sequence=3), "11-20 09:00"),
    )
    assert [move.later for move in found[0].moves] == [True, False]
    assert reschedules_later(found) == 1


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH", "PUBLISH", ""])
def test_an_answer_a_proposal_or_a_publication_in_a_mail_moves_nothing(method: str):
    said = sighted(event("u", LATER, method=method, sequence=1), "11-19 09:00")
    [found] = fold(sighted(event("u", EARLY), "11-18 09:00"), said)
    assert (found.start, found.changes) == (at(EARLY), ())
    assert fold(said) == ()


def test_a_cancel_calls_it_off_and_a_newer_request_revives_it():
    made = sighted(event("u", LATER), "11-18 09:00")
    off = sighted(event("u", LATER, method="CANCEL", sequence=1), "11-19 09:00", key="off")
    again = sighted(event("u", LATER, sequence=2), "11-20 09:00", key="again")
    moved = sighted(event("u", MUCH_LATER, sequence=2), "11-20 09:00", key="moved")
    assert [i.status for i in fold(made, off)] == [CANCELLED]
    [found] = fold(made, off, again)
    assert (found.status, told(found)) == (
        UPCOMING, [("cancelled", LATER, "off"), ("revived", LATER, "again")],
    )  # fmt: skip
    [found] = fold(made, off, moved)
    assert (found.status, told(found)) == (
        UPCOMING, [("cancelled", LATER, "off"), ("moved", MUCH_LATER, "moved")],
    )  # fmt: skip


@pytest.mark.parametrize("stamp", ["", "11-17 09:00"])
def test_a_cancel_without_a_higher_sequence_counts(stamp: str):
    made = sighted(event("u", LATER, stamp=stamp), "11-18 09:00")
    off = sighted(event("u", LATER, method="CANCEL", stamp=stamp), "11-19 09:00")
    assert [i.status for i in fold(made, off)] == [CANCELLED]


def test_a_cancel_at_equal_rank_stays_though_the_request_comes_again():
    made, again = (sighted(event("u", LATER, stamp="11-17 09:00"), f"11-{day} 09:00") for day in (18, 20))
    off = sighted(event("u", LATER, method="CANCEL", stamp="11-17 09:00"), "11-19 09:00")
    assert [i.status for i in fold(made, off, again)] == [CANCELLED]


def test_a_request_whose_status_is_cancelled_calls_it_off():
    made = sighted(event("u", LATER), "11-18 09:00")
    off = sighted(event("u", LATER, status="CANCELLED", sequence=1), "11-19 09:00")
    assert [i.status for i in fold(made, off)] == [CANCELLED]
    assert fold(off) == ()


def test_a_cancel_for_an_unknown_meeting_creates_nothing_and_is_not_forgotten():
    off = sighted(event("u", LATER, method="CANCEL", sequence=1), "11-18 09:00", key="off")
    late = sighted(event("u", LATER), "11-19 09:00")
    assert fold(off) == ()
    [found] = fold(off, late)
    assert (found.status, told(found)) == (CANCELLED, [("cancelled", LATER, "off")])
    assert found.changes[0].at == at("11-19 09:00")


def test_a_cancel_that_becomes_known_after_the_end_leaves_it_done():
    made = sighted(event("u", "11-20 10:00"), "11-18 09:00")
    tidied = event("u", "11-20 10:00", method="CANCEL", sequence=1)
    for seen, status in [("11-20 10:30", CANCELLED), ("11-20 11:00", DONE), ("11-21 09:00", DONE)]:
        assert [i.status for i in fold(made, sighted(tidied, seen))] == [status]


def test_an_addition_is_a_further_time():
    made = sighted(event("u", EARLY), "11-18 09:00")
    more = sighted(event("u", MUCH_LATER, method="ADD", sequence=1), "11-19 09:00")
    assert [(i.start, i.recurrence_id) for i in fold(made, more)] == [
        (at(EARLY), ""),
        (at(MUCH_LATER), "20261127T100000Z"),
    ]


def test_another_end_is_told_as_such():
    made = sighted(event("u", EARLY), "11-18 09:00")
    longer = sighted(event("u", EARLY, 90, sequence=1), "11-19 09:00")
    [found] = fold(made, longer)
    assert [(c.what, c.old.end, c.new.end) for c in found.changes] == [
        (What.RESIZED, at("11-25 11:00"), at("11-25 11:30"))
    ]
    assert found.moves == ()


def test_a_version_without_a_time_moves_nothing():
    made = sighted(event("u", EARLY), "11-18 09:00")
    blank = replace(event("u", EARLY, sequence=1), start=None, end=None)
    assert [(i.start, i.changes) for i in fold(made, sighted(blank, "11-19 09:00"))] == [(at(EARLY), ())]
    assert fold(sighted(blank, "11-19 09:00")) == ()


def test_every_mail_that_carried_it_is_kept_with_it():
    some = [
        sighted(event("u", LATER, sequence=n), f"11-{18 + place} 09:00", key=f"m{n}")
        for place, n in enumerate([0, 2, 1])
    ]
    assert [i.keys for i in fold(*some)] == [("m0", "m2", "m1")]

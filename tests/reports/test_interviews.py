from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.types import TimeKind, When
from reports.interviews import CANCELLED, DONE, UPCOMING, interviews, reschedules_later
from tests.reports.searches import NOW, at, event, sighted

LATER, MUCH_LATER = "11-26 10:00", "11-27 10:00"


def naive(text: str) -> datetime:
    return at(text).replace(tzinfo=None)


def fold(*sightings, now=NOW, **more):
    return interviews(sightings, now, **more)


def test_a_request_makes_an_interview_that_is_upcoming_until_it_ends():
    one = sighted(event("u", "11-23 08:30"), "11-20 09:00")
    assert [i.status for i in fold(one)] == [UPCOMING]
    assert [i.status for i in fold(one, now=at("11-23 09:00"))] == [UPCOMING]
    assert [i.status for i in fold(one, now=at("11-23 09:30"))] == [DONE]


def test_a_higher_sequence_moves_it_and_an_older_version_that_comes_late_does_not():
    found = fold(
        sighted(event("u", "11-25 10:00"), "11-18 09:00"),
        sighted(event("u", MUCH_LATER, sequence=2), "11-19 09:00"),
        sighted(event("u", LATER, sequence=1), "11-20 09:00"),
    )
    assert [i.start for i in found] == [at(MUCH_LATER)]
    assert [(move.old, move.new, move.at) for move in found[0].moves] == [
        (at("11-25 10:00"), at(MUCH_LATER), at("11-19 09:00"))
    ]


def test_at_one_sequence_the_later_stamp_wins():
    new = sighted(event("u", LATER, stamp="11-19 10:00"), "11-19 11:00")
    old = sighted(event("u", "11-25 10:00", stamp="11-19 09:00"), "11-19 12:00")
    assert [i.start for i in fold(new, old)] == [at(LATER)]


def test_only_moves_to_a_later_start_are_reschedules():
    found = fold(
        sighted(event("u", "11-25 10:00"), "11-17 09:00"),
        sighted(event("u", LATER, sequence=1), "11-18 09:00"),
        sighted(event("u", "11-24 10:00", sequence=2), "11-19 09:00"),
        sighted(event("u", "11-24 10:00", sequence=3), "11-20 09:00"),
    )
    assert [move.later for move in found[0].moves] == [True, False]
    assert reschedules_later(found) == 1


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"])
def test_an_answer_or_a_counter_proposal_never_moves_it(method):
    proposal = sighted(event("u", LATER, method=method, sequence=1), "11-19 09:00")
    found = fold(sighted(event("u", "11-25 10:00"), "11-18 09:00"), proposal)
    assert [(i.start, i.moves) for i in found] == [(at("11-25 10:00"), ())]
    assert fold(proposal) == ()


def test_a_publication_in_a_mail_is_no_invite():
    assert fold(sighted(event("u", LATER, method="PUBLISH"), "11-18 09:00")) == ()
    assert fold(sighted(event("u", LATER, method=""), "11-18 09:00")) == ()


def test_the_candidates_own_calendar_needs_no_method():
    assert len(fold(sighted(event("u", LATER, method=""), "11-18 09:00", None))) == 1


def test_a_cancel_calls_it_off_and_a_newer_request_revives_it():
    made = sighted(event("u", LATER), "11-18 09:00")
    off = sighted(event("u", LATER, method="CANCEL", sequence=1), "11-19 09:00")
    again = sighted(event("u", MUCH_LATER, sequence=2), "11-20 09:00")
    assert [i.status for i in fold(made, off)] == [CANCELLED]
    assert [(i.status, i.start) for i in fold(made, off, again)] == [(UPCOMING, at(MUCH_LATER))]


def test_a_cancel_for_an_unknown_meeting_creates_nothing_and_is_not_forgotten():
    off = sighted(event("u", LATER, method="CANCEL", sequence=1), "11-18 09:00")
    late = sighted(event("u", LATER), "11-19 09:00")
    assert fold(off) == ()
    assert [i.status for i in fold(off, late)] == [CANCELLED]


def test_a_cancel_without_recurrence_id_ends_the_series_and_with_one_a_single_meeting():
    series = [
        sighted(event("u", "11-25 10:00", recurs="FREQ=WEEKLY"), "11-18 09:00"),
        sighted(event("u", "12-03 10:00", recurrence_id="20261202T100000Z"), "11-18 10:00"),
        sighted(event("u", "12-10 10:00", recurrence_id="20261209T100000Z"), "11-18 11:00"),
    ]
    one = event("u", "12-03 10:00", recurrence_id="20261202T100000Z", method="CANCEL", sequence=1)
    assert [i.status for i in fold(*series, sighted(one, "11-19 09:00"))] == [UPCOMING, CANCELLED, UPCOMING]
    rest = replace(one, this_and_future=True)
    assert [i.status for i in fold(*series, sighted(rest, "11-19 09:00"))] == [UPCOMING, CANCELLED, CANCELLED]
    whole = replace(one, recurrence_id="")
    assert [i.status for i in fold(*series, sighted(whole, "11-19 09:00"))] == [CANCELLED] * 3


def test_a_changed_first_instance_stands_for_its_series():
    found = fold(
        sighted(event("u", "11-25 10:00", recurs="FREQ=WEEKLY"), "11-18 09:00"),
        sighted(event("u", "11-26 10:00", recurrence_id="20261125T100000Z"), "11-19 09:00"),
    )
    assert [i.start for i in found] == [at("11-26 10:00")]


def test_an_override_without_its_series_is_a_meeting():
    assert len(fold(sighted(event("u", LATER, recurrence_id="20261125T100000Z"), "11-18 09:00"))) == 1


@pytest.mark.parametrize(
    ("sender", "counts"),
    [
        ("KATE@ACME.EXAMPLE".lower(), True),
        ("talent@mail.acme.example", True),  # the same organisation
        ("calendar-notification@google.com", True),  # a service that sends for others
        ("mallory@evil.example", False),
        ("kate@acme.example.evil.example", False),
    ],
)
def test_a_cancel_counts_only_from_one_who_may_speak_for_the_organiser(sender, counts):
    made = sighted(event("u", LATER), "11-18 09:00")
    off = sighted(event("u", LATER, method="CANCEL", sequence=1), "11-19 09:00", sender)
    assert [i.status for i in fold(made, off)] == [CANCELLED if counts else UPCOMING]


def test_a_stranger_who_names_himself_organiser_cannot_move_it():
    made = sighted(event("u", LATER), "11-18 09:00")
    forged = event("u", MUCH_LATER, sequence=9, organiser="mallory@evil.example")
    found = fold(made, sighted(forged, "11-19 09:00", "mallory@evil.example"))
    assert [(i.start, i.status) for i in found] == [(at(LATER), UPCOMING)]


def test_two_people_at_a_free_mail_domain_are_not_one_organisation():
    made = event("u", LATER, organiser="owner@gmail.com")
    forged = replace(made, method="CANCEL", sequence=1)
    found = fold(
        sighted(made, "11-18 09:00", "owner@gmail.com"), sighted(forged, "11-19 09:00", "mallory@gmail.com")
    )
    assert [i.status for i in found] == [UPCOMING]


def test_an_alias_may_send_for_the_organiser():
    one = sighted(event("u", LATER), "11-18 09:00", "x@acme-hr.example")
    assert fold(one) == ()
    assert len(fold(one, aliases=frozenset({"acme-hr.example"}))) == 1


@pytest.mark.parametrize(
    ("summary", "is_one"),
    [
        ("Interview with Kate", True),
        ("Chat about the role", True),
        ("Onboarding", False),
        ("Your first day", False),
        ("Interview: onboarding team", True),
        ("Offer call", False),
        ("Indue Consulting: meet the team", True),  # "due" is a whole word only
        ("Reminder: take-home is due", False),
    ],
)
def test_what_is_no_interview_is_left_out(summary, is_one):
    assert bool(fold(sighted(event("u", LATER, summary=summary), "11-18 09:00"))) is is_one


def test_a_whole_day_and_a_meeting_over_night_are_no_interviews():
    day = replace(event("u", LATER), start=When(naive("11-26 00:00"), TimeKind.ALL_DAY))
    assert fold(sighted(day, "11-18 09:00")) == ()
    assert fold(sighted(event("u", LATER, minutes=24 * 60), "11-18 09:00")) == ()


def test_a_floating_time_is_meant_in_the_readers_own_zone():
    when = When(naive("07-01 10:00"), TimeKind.FLOATING)
    one = replace(event("u", LATER), start=when, end=None)
    (found,) = fold(sighted(one, "06-18 09:00"), zone=ZoneInfo("Europe/London"))
    assert (found.start, found.end) == (
        datetime(2026, 7, 1, 9, tzinfo=UTC),
        datetime(2026, 7, 1, 10, tzinfo=UTC),
    )


VERSION = st.tuples(
    st.sampled_from(["u", "v"]),
    st.sampled_from(["REQUEST", "REQUEST", "CANCEL", "REPLY"]),
    st.integers(0, 3),
    st.sampled_from(["11-24 10:00", "11-25 10:00", "11-26 10:00"]),
    st.sampled_from(["", "20261125T100000Z"]),
)


@given(st.lists(VERSION, max_size=8), st.randoms(use_true_random=False))
def test_the_order_in_which_versions_are_handed_over_changes_nothing(versions, rnd: random.Random):
    seen = [
        sighted(
            event(uid, start, method=method, sequence=sequence, recurrence_id=rid),
            f"11-{10 + place:02} 09:00",
        )
        for place, (uid, method, sequence, start, rid) in enumerate(versions)
    ]
    shuffled = list(seen)
    rnd.shuffle(shuffled)
    assert fold(*seen) == fold(*shuffled)
    assert fold(*seen) == fold(*seen, *seen)  # seen again: nothing new


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize("kind", [TimeKind.ZONED, TimeKind.FLOATING])
def test_a_meeting_at_an_end_of_the_calendar_is_none(year, kind):
    begin = datetime(year, 1 if year == 1 else 12, 1 if year == 1 else 31, 23, 30, tzinfo=UTC)
    begin = begin if kind is TimeKind.ZONED else begin.replace(tzinfo=None)
    one = sighted(replace(event("u", "11-23 08:30"), start=When(begin, kind), end=None), "11-20 09:00")
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        assert fold(one, zone=ZoneInfo(zone)) == ()

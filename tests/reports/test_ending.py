"""What is kept of an application that ended says the same as its history, at any time from then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.ending import CODE, ending_rules, endings
from reports.overview import Card, overview
from reports.settings import Person
from reports.thresholds import default_thresholds
from store.history import Ending, History, Remark
from tests.reports.generated import histories
from tests.reports.searches import NOW, PERSON, at, history, me, oak, person, search, sighted, system
from tests.reports.searches import event as meeting

HOURS = timedelta(hours=1)
REJECTED = Remark("close", NOW - timedelta(days=2), "k0", '{"outcome": "rejected"}', "")


def of(*known: History, now=NOW) -> tuple[Ending, ...]:
    return endings(known, overview(known, PERSON, now), PERSON)


def test_an_ending_holds_what_reports_need():
    """Where this changes, `CODE` is to be raised: what was kept before is no longer right."""
    assert CODE == "2"
    (kept,) = of(*search())
    assert kept == Ending(
        id=oak().id,
        first_at=at("10-30 09:00"),
        closed_at=at("11-18 06:00"),
        stage="rejected",
        reached="interviewing",
        outcome="rejected",
        waits=((96.0, True), (356.0, False)),
        scores=(21, 17),
        unchanged_since=at("11-18 06:00"),
    )


def test_an_open_application_has_no_ending():
    assert of(history(me("11-01 09:00", "application_sent"), person("11-02 09:00", "on_hold"))) == ()


def test_who_has_accepted_and_waits_still_has_no_ending_yet():
    begun = me("10-01 09:00", "application_sent"), person("10-05 09:00", "offer")
    accepted = (*begun, me("10-06 09:00", "offer_accepted"))
    assert len(of(history(*accepted))) == 1
    asked = (person("10-07 09:00"), me("10-08 09:00", asks=True))
    assert of(history(*accepted, *asked)) == ()
    assert len(of(history(*accepted, *asked, person("10-09 09:00")))) == 1


def test_what_is_dated_in_the_future_leaves_no_ending_until_then():
    closed = (me("11-01 09:00", "application_sent"), system("11-10 09:00", "rejection"))
    later = history(*closed, person("12-24 09:00", "interview_invitation"))
    assert of(later, now=at("12-23 09:00")) == ()
    shown = history(*closed, sightings=(sighted(meeting("u", "12-30 09:00"), "12-01 09:00"),))
    assert of(shown, now=at("11-30 09:00")) == ()
    assert of(shown, now=at("12-02 09:00"))[0].unchanged_since == at("12-01 09:00")
    said = replace(history(*closed), remarks=(replace(REJECTED, at=at("12-05 09:00")),))
    assert of(said, now=at("12-04 09:00")) == ()


def test_what_is_asked_after_the_end_waits_for_nothing():
    kept = of(
        history(
            me("11-01 09:00", "application_sent"), person("11-10 09:00", "rejection"),
            me("11-11 09:00", asks=True),
        )
    )  # fmt: skip
    assert [wait for one in kept for wait in one.waits] == [(216.0, True)]


@settings(deadline=None)
@given(histories(), st.booleans(), st.integers(0, 24 * 400))
def test_time_alone_changes_no_ending(known: History, is_closed_by_hand: bool, hours: int):
    if is_closed_by_hand:
        known = replace(known, remarks=(*known.remarks, replace(REJECTED, key=known.entries[0].key)))
    for kept in of(known):
        assert of(known, now=NOW + hours * HOURS) == (kept,)
        assert of(known, now=kept.unchanged_since + hours * HOURS) == (kept,)


@settings(deadline=None)
@given(histories())
def test_an_ending_says_of_an_application_what_its_card_says(known: History):
    card: Card
    (card,) = overview([known], PERSON, NOW)
    for kept in of(known):
        assert (kept.stage, kept.reached) == (card.progress.stage, card.progress.reached)
        assert kept.waits == tuple((wait.length, wait.ended) for wait in card.response.waits)
        assert kept.first_at <= kept.closed_at <= kept.unchanged_since <= NOW


@pytest.mark.parametrize(
    "other",
    [
        replace(PERSON, timezone="Asia/Tokyo"),
        replace(PERSON, holidays="GB-ENG"),
        replace(PERSON, strengths={"offer": 1.0}),
        replace(PERSON, addresses=PERSON.addresses | {"@ana.example"}),
        replace(PERSON, thresholds=replace(default_thresholds(), trend={"window": 14, "step": 5})),
    ],
)
def test_other_settings_are_other_rules(other: Person):
    assert ending_rules(other) != ending_rules(PERSON)


def test_the_same_settings_are_the_same_rules():
    same = replace(PERSON, name="Somebody", addresses=frozenset(set(PERSON.addresses)))
    assert ending_rules(same) == ending_rules(PERSON)
    assert len(ending_rules(PERSON)) == 16

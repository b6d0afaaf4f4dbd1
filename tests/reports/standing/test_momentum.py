from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from classify.types import Author
from reports.overview import overview
from reports.response.working_hours import clock_of
from reports.snapshot import snapshot
from reports.standing.momentum import Momentum
from store.history import History
from tests.reports.generated import STRENGTHENING, histories, snoozes
from tests.reports.searches import (
    NOW,
    PERSON,
    at,
    entry,
    event,
    history,
    me,
    person,
    search,
    sighted,
    signal,
    system,
)


def of(known: History, now=NOW) -> Momentum:
    (card,) = overview([known], PERSON, now)
    return card.momentum


def score_of(known: History, now=NOW) -> int:
    return of(known, now).score


@settings(max_examples=150, deadline=None)
@given(histories(), st.sampled_from(STRENGTHENING), st.data())
def test_a_strengthening_signal_in_a_message_never_lowers_the_score(known, name, data):
    places = [place for place, one in enumerate(known.entries) if one.author is not Author.CANDIDATE]
    assume(places)
    place = data.draw(st.sampled_from(places))
    stronger = replace(known.entries[place], signals=(*known.entries[place].signals, signal(name)))
    after = replace(known, entries=(*known.entries[:place], stronger, *known.entries[place + 1 :]))
    assert score_of(after) >= score_of(known)


@settings(max_examples=150, deadline=None)
@given(histories(), st.sampled_from(STRENGTHENING), st.integers(0, 100), st.booleans())
def test_a_new_message_with_a_strengthening_signal_never_lowers_the_score(known, name, share, asks):
    last = known.entries[-1].at
    when = last + (NOW - last) * (share / 100)
    said = entry("person", when, name, asks=asks, key="new")
    assert score_of(replace(known, entries=(*known.entries, said))) >= score_of(known)


@settings(max_examples=150, deadline=None)
@given(histories(), st.integers(0, 60 * 24))
def test_time_alone_never_raises_the_score(known, hours):
    assert score_of(known, NOW + timedelta(hours=hours)) <= score_of(known)


@given(histories())
def test_the_same_history_gives_the_same_score(known):
    assert overview([known], PERSON, NOW) == overview([known], PERSON, NOW)


@settings(deadline=None)
@given(histories())
def test_a_rejection_closes(known):
    ended = replace(known, entries=(*known.entries, system("11-23 07:59", "rejection", key="end")))
    (card,) = overview([ended], PERSON, NOW)
    assert (card.momentum.score, card.momentum.trend, card.open) == (0, "closed", False)


@settings(deadline=None)
@given(histories(), histories())
def test_an_extended_offer_outranks_everything_open(offered, other):
    offered = replace(offered, id="o", entries=(*offered.entries, person("11-23 07:59", "offer", key="end")))
    cards = {card.id: card for card in overview([offered, replace(other, id="x")], PERSON, NOW)}
    assume(cards["o"].progress.stage == "offer" and cards["x"].open and cards["x"].progress.stage != "offer")
    assert cards["o"].momentum.score > cards["x"].momentum.score


@settings(deadline=None)
@given(histories())
def test_the_reasons_add_up_to_the_sum_and_the_sum_makes_the_score(known):
    found = snapshot(known, PERSON, clock_of(PERSON), NOW)
    assert math.fsum(one.strength for one in found.score.reasons) == found.score.total
    assert all(one.strength for one in found.score.reasons)
    rules = PERSON.thresholds.score
    bent = 1 / (1 + math.exp(-(found.score.total - rules["middle"]) / rules["spread"]))
    if found.progress.open and found.progress.stage != "offer":
        assert found.score.value == round(rules["open_ceiling"] * bent)
    assert 0 <= found.score.value <= 100


@settings(deadline=None)
@given(histories(), st.data())
def test_a_snooze_changes_no_score_and_no_trend_and_hides_only_its_warning(known, data):
    bare = replace(known, remarks=tuple(one for one in known.remarks if one.kind != "snooze"))
    quiet = data.draw(snoozes(bare))
    before, after = of(bare), of(quiet)
    assert (before.score, before.trend, before.reasons) == (after.score, after.trend, after.reasons)
    (found,) = overview([quiet], PERSON, NOW)
    hidden = {one.warning for one in found.snoozed}
    assert [one for one in before.warnings if one.name not in hidden and "all" not in hidden] == list(
        after.warnings
    )


@settings(deadline=None)
@given(histories(), histories())
def test_what_a_person_said_and_took_back_leaves_no_trace(known, other):
    said = replace(known, remarks=(*known.remarks, *other.remarks))
    overview([said], PERSON, NOW)
    assert overview([replace(said, remarks=known.remarks)], PERSON, NOW) == overview([known], PERSON, NOW)


@settings(deadline=None)
@given(histories())
def test_the_messages_of_an_agency_count_like_those_of_its_client(known):
    through = replace(known, entries=tuple(replace(one, agency=not one.agency) for one in known.entries))
    clock = clock_of(PERSON)
    one, other = (snapshot(each, PERSON, clock, NOW).score for each in (known, through))
    assert (one.total, one.reasons) == (other.total, other.reasons)


def strengths(*found, now=NOW, **more) -> dict[str, float]:
    (card,) = overview([history(*found, **more)], PERSON, now)
    return {one.signal: one.strength for one in reversed(card.momentum.reasons)}


def test_a_fresh_signal_adds_its_strength_and_half_of_what_fades_after_a_half_life():
    assert strengths(person("11-23 08:00", "notice_period"))["notice_period"] == pytest.approx(4)
    assert strengths(person("10-26 08:00", "notice_period"))["notice_period"] == pytest.approx(2.25)


def test_repeats_of_one_signal_add_less_and_less():
    said = [person("11-23 08:00", "positive_feedback", key=f"k{n}") for n in range(3)]
    (card,) = overview([history(*said)], PERSON, NOW)
    assert [one.strength for one in card.momentum.reasons] == [2.0, 1.0, 0.5]


def test_a_weakening_signal_does_not_fade():
    assert strengths(person("09-01 08:00", "on_hold"))["on_hold"] == -4


def test_a_person_may_override_any_strength():
    mine = replace(PERSON, strengths={"notice_period": 1.5})
    (card,) = overview([history(person("11-23 08:00", "notice_period"))], mine, NOW)
    assert card.momentum.reasons[0].strength == 1.5


def test_a_company_signal_in_the_candidates_mouth_adds_nothing():
    assert strengths(me("11-23 07:00", "positive_feedback", "offer")) == {}


def test_silence_takes_away_in_proportion_to_the_longest_answer_so_far():
    quick = [me("10-01 09:00", asks=True), person("10-02 09:00")]
    slow = [me("10-01 09:00", asks=True), person("10-15 09:00", key="s")]
    two_weeks = strengths(*quick, now=at("10-16 09:00"))["silence"]
    assert two_weeks == pytest.approx(-2)  # a week is usual
    assert "silence" not in strengths(*slow, now=at("10-29 08:00"))  # it once took 14
    assert strengths(*slow, now=at("11-12 09:00"))["silence"] == pytest.approx(-2)


def test_a_first_answer_that_came_at_once_and_long_ago_costs_nothing():
    applied = history(me("10-30 20:00", "application_sent"))
    for name in STRENGTHENING:
        answered = replace(applied, entries=(*applied.entries, person("10-30 20:00", name)))
        assert score_of(answered) >= score_of(applied)


def test_a_notice_of_an_absence_ends_no_silence():
    heard = [me("10-01 09:00", asks=True), person("10-02 09:00")]
    away = system("10-14 09:00", subject="Out of office")
    now = at("10-16 09:00")
    assert strengths(*heard, me("10-14 08:00"), away, now=now) == strengths(*heard, now=now)


def test_who_came_to_the_interview_has_answered_when_it_was_asked_about():
    asked = person("10-01 09:00", "interview_invitation", asks=True)
    met = (sighted(event("u", "10-05 09:00"), "10-02 09:00"),)
    assert "silence" not in strengths(asked)
    assert "silence" in strengths(asked, sightings=met)


def test_an_interview_ahead_or_a_promised_day_holds_silence_back():
    old = person("10-01 09:00", "next_steps")
    ahead = (sighted(event("u", "11-30 09:00"), "10-01 09:00"),)
    promised = person("10-01 09:00", "decision_timeline", by=at("11-30 09:00").date())
    assert "silence" in strengths(old)
    assert "silence" not in strengths(old, sightings=ahead)
    assert "silence" not in strengths(promised)


def test_where_the_next_word_is_the_candidates_nobody_is_silent():
    asked = person("10-01 09:00", "notice_period", asks=True)
    assert "silence" not in strengths(asked)
    assert "silence" in strengths(asked, me("10-02 09:00", asks=True))


def test_a_promise_that_went_by_counts_as_silence_and_is_named():
    told = person("11-16 09:00", "decision_timeline", by=at("11-20 09:00").date())
    (card,) = overview([history(me("11-01 09:00", asks=True), told)], PERSON, NOW)
    assert card.promise_missed
    assert "promise_missed" in [warning.name for warning in card.momentum.warnings]
    assert {one.signal: one.strength for one in card.momentum.reasons}["silence"] == -1


def trends() -> dict[str, str]:
    return {card.history.company: card.momentum.trend.value for card in overview(search(), PERSON, NOW)}


def test_trends_of_a_whole_search():
    assert trends() == {
        "Harbour Analytics": "rising",
        "Northwind Rail": "rising",
        "Blue Fern": "cooling",
        "Quarry & Sons": "stalled",
        "Tidewater": "steady",
        "Kestrel Insurance": "stalled",
        "Lumen Stack": "stalled",
        "Oak & Amber": "closed",
    }


def trend(*entries, now=NOW, **more) -> tuple[str, str]:
    found = of(history(*entries, **more), now)
    return found.trend.value, found.because


APPLIED = me("10-01 09:00", "application_sent")
ROUND = person("10-20 09:00", "follow_up_interview")


def test_fading_alone_is_no_cooling():
    known = history(me("10-20 09:00", asks=True), person("11-15 09:00", "notice_period", "offer_preparation"))
    assert of(known, at("11-22 09:30")).trend == "steady"


def test_one_strong_signal_or_two_ordinary_ones_within_a_week_are_a_rise():
    def after(*names: str) -> str:
        return trend(APPLIED, ROUND, person("11-12 09:00"), person("11-20 09:00", *names))[0]

    assert after("reference_request") == "rising"
    assert after("positive_feedback", "next_steps") == "rising"
    assert after("positive_feedback") == "steady"


def test_good_news_counts_in_full_however_much_has_faded_beside_it():
    late = [
        "offer_preparation",
        "senior_interview",
        "hiring_manager_contact",
        "team_introduction",
        "fast_track",
    ]
    old = person("11-06 09:00", "background_check", "follow_up_interview", "panel_interview", *late)
    fresh = person("11-20 09:00", "interest_reconfirmation")
    known = history(APPLIED, old, me("11-07 09:00"), person("11-15 09:00"), fresh)
    assert of(known).score - of(known, NOW - timedelta(days=7)).score < 3  # the bend hides it
    assert trend(*known.entries) == ("rising", "they asked whether you are still interested")


def test_a_further_round_that_the_calendar_alone_knows_is_a_rise():
    met = sighted(event("u", "11-10 09:00"), "11-01 09:00")
    new = sighted(event("v", "11-26 09:00"), "11-20 09:00")
    assert trend(APPLIED, ROUND, sightings=(met, new)) == ("rising", "another interview is set")


def test_the_final_stage_with_a_day_set_is_rising():
    final = person("11-05 09:00", "follow_up_interview", subject="Final round")
    ahead = (sighted(event("u", "11-27 09:00"), "11-05 09:00"),)
    assert trend(APPLIED, final, sightings=ahead) == ("rising", "in the final stage, with a day set")


def test_an_interview_that_moved_and_still_stands_is_no_cooling_and_without_a_day_it_is():
    moved = person("11-12 09:00", "scheduling_delay")
    ahead = (sighted(event("u", "11-27 09:00"), "11-05 09:00"),)
    assert trend(APPLIED, ROUND, moved, sightings=ahead)[0] == "steady"
    assert trend(APPLIED, ROUND, moved)[0] == "cooling"
    assert trend(APPLIED, ROUND, moved, person("11-13 09:00", "positive_feedback"))[0] == "steady"


def test_a_promised_day_has_gone_by_when_two_working_days_have():
    told = person("11-16 09:00", "decision_timeline", by=at("11-20 09:00").date())  # a Friday
    assert trend(APPLIED, ROUND, told, now=at("11-23 08:00"))[0] == "steady"
    assert trend(APPLIED, ROUND, told, now=at("11-25 08:00")) == ("cooling", "a promised date has passed")


def test_a_question_that_waits_for_the_candidate_for_two_weeks_is_a_standstill():
    asked = person("11-08 09:00", "recruiter_outreach", asks=True)
    again = person("11-20 09:00", asks=True)
    assert trend(asked, again) == ("stalled", "their question has waited for you for 15 days")
    assert trend(replace(asked, at=at("11-10 09:00")), again)[0] != "stalled"


def test_an_application_that_nobody_has_answered_is_steady_and_then_stalled():
    applied = me("11-01 09:00", "application_sent")
    assert trend(applied, now=at("11-15 09:00"))[0] == "steady"
    assert trend(applied, now=at("11-22 10:00")) == ("stalled", "nothing heard for 21 days")


def test_an_offer_stands_through_a_quiet_week():
    offered = [APPLIED, ROUND, person("11-08 09:00", "offer"), me("11-09 09:00", asks=True)]
    assert trend(*offered, now=at("11-19 09:00")) == ("steady", "their offer stands")
    assert trend(*offered, now=at("11-24 09:00"))[0] == "stalled"


def test_an_invitation_fades_from_the_end_of_its_interview():
    invited = person("10-26 08:00", "follow_up_interview")
    ahead = (sighted(event("u", "11-30 09:00"), "10-26 09:00"),)
    held = (sighted(event("u", "11-09 07:00"), "10-26 09:00"),)
    off = (*ahead, sighted(event("u", "11-30 09:00", method="CANCEL", sequence=1), "11-22 09:00"))
    assert strengths(invited)["follow_up_interview"] == pytest.approx(1.6875)
    assert strengths(invited, sightings=ahead)["follow_up_interview"] == pytest.approx(3)
    assert strengths(invited, sightings=held)["follow_up_interview"] == pytest.approx(
        3 * (0.125 + 0.875 * 0.5**0.5)
    )
    assert strengths(invited, sightings=off)["follow_up_interview"] == pytest.approx(1.6875)

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from classify.types import Author
from reports.overview import overview
from reports.score import default_strengths
from store.history import Entry, History
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

COMPANY = sorted(name for name, strength in default_strengths().items() if name not in {
    "application_sent", "thank_you_note", "candidate_follow_up", "withdrawal", "offer_accepted", "silence",
    "fast_thank_you_reply", "prompt_scheduling", "rescheduled_later", "interview_overran", "panel_attended",
    "senior_attended",
})  # fmt: skip
STRENGTHENING = [name for name in COMPANY if default_strengths()[name] > 0]
CANDIDATE = ["application_sent", "thank_you_note", "candidate_follow_up", "withdrawal", "offer_accepted"]


def score_of(known: History, now=NOW) -> int:
    (card,) = overview([known], PERSON, now)
    return card.momentum.score


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, ...]:
    found = []
    for place in range(draw(st.integers(1, 7))):
        who = draw(st.sampled_from(["me", "person", "person", "system"]))
        names = draw(
            st.lists(st.sampled_from(CANDIDATE if who == "me" else COMPANY), max_size=3, unique=True)
        )
        when = NOW - timedelta(hours=draw(st.integers(1, 90 * 24)))
        day = draw(st.none() | st.integers(-40, 30))
        by = (NOW + timedelta(days=day)).date() if day is not None and who != "me" else None
        found.append(entry(who, when, *names, asks=draw(st.booleans()), by=by, key=f"k{place}"))
    return tuple(sorted(found, key=lambda one: one.at))


@st.composite
def histories(draw: st.DrawFn) -> History:
    meetings = tuple(
        sighted(
            event(
                f"u{draw(st.integers(0, 2))}",
                NOW + timedelta(days=draw(st.integers(-60, 20))),
                sequence=draw(st.integers(0, 2)),
                method=draw(st.sampled_from(["REQUEST", "REQUEST", "CANCEL"])),
                people=tuple(f"p{n}@acme.example" for n in range(draw(st.integers(0, 4)))),
            ),
            f"10-{draw(st.integers(1, 28)):02} 09:00",
        )
        for _ in range(draw(st.integers(0, 3)))
    )
    return history(*draw(entries()), sightings=meetings)


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
def test_the_reasons_add_up_to_the_sum(known):
    (card,) = overview([known], PERSON, NOW)
    assert 0 <= card.momentum.score <= 100
    assert all(one.strength for one in card.momentum.reasons)


def strengths(*found, now=NOW, **more) -> dict[str, float]:
    (card,) = overview([history(*found, **more)], PERSON, now)
    return {one.signal: one.strength for one in reversed(card.momentum.reasons)}


def test_a_fresh_signal_adds_its_strength_and_half_of_it_after_a_half_life():
    assert strengths(person("11-23 08:00", "notice_period"))["notice_period"] == pytest.approx(4)
    assert strengths(person("10-26 08:00", "notice_period"))["notice_period"] == pytest.approx(2)


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
    assert strengths(*quick, now=at("10-16 09:00"))["silence"] == pytest.approx(
        -2
    )  # 14 days, a week is usual
    assert "silence" not in strengths(*slow, now=at("10-29 08:00"))  # it once took 14
    assert strengths(*slow, now=at("11-12 09:00"))["silence"] == pytest.approx(-2)


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
    assert card.momentum.trend == "cooling"


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


def test_fading_alone_is_no_cooling():
    known = history(me("10-20 09:00", asks=True), person("11-15 09:00", "notice_period", "offer_preparation"))
    (card,) = overview([known], PERSON, at("11-22 09:30"))
    assert card.momentum.trend == "steady"


def test_an_interview_called_off_with_no_other_set_is_a_warning():
    made = sighted(event("u", "11-26 09:00"), "11-18 09:00")
    off = sighted(event("u", "11-26 09:00", method="CANCEL", sequence=1), "11-20 09:00")
    new = sighted(event("v", "11-27 09:00"), "11-21 09:00")
    (card,) = overview(
        [history(me("11-17 09:00"), person("11-20 09:00"), sightings=(made, off))], PERSON, NOW
    )
    assert [one.name for one in card.momentum.warnings] == ["interview_cancelled"]
    (card,) = overview(
        [history(me("11-17 09:00"), person("11-20 09:00"), sightings=(made, off, new))], PERSON, NOW
    )
    assert card.momentum.warnings == ()

"""A debrief is the candidate's own note: its good answers add a little, and nothing takes away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from classify.signals.table import signal_table
from reports.facts import as_of
from reports.interviews import interviews
from reports.overview import overview
from reports.remarks.debrief import debriefs, noted, noted_strengths, questions, to_debrief
from reports.render.debrief_lines import debrief_dict, debrief_lines, debrief_text
from reports.standing.score import default_strengths
from reports.wording import says
from reports.wordlists import table
from tests.reports.remarking import BAD, GOOD, debriefed, remarked
from tests.reports.searches import (
    NOW,
    PERSON,
    at,
    event,
    history,
    northwind,
    person,
    sighted,
)
from tests.reports.standing.test_momentum import histories, score_of

SAID = "11-12 18:00"
ANSWERS = st.fixed_dictionaries({}, optional={one.key: st.sampled_from(one.answers) for one in questions()})
HOURS_AGO = st.integers(1, 60 * 24)


def reasons(known, now=NOW) -> dict[str, float]:
    (card,) = overview([known], PERSON, now)
    return {one.signal: one.strength for one in card.momentum.reasons if one.evidence.startswith("your note")}


def test_there_are_eight_questions_and_each_has_its_words_and_its_strength():
    assert [one.key for one in questions()] == list(GOOD)
    for one in questions():
        assert default_strengths()[one.signal] == 1
        assert one.signal in table("signals")
        assert says(one.signal)
        assert one.favourable < set(one.answers)


def test_the_signals_of_a_debrief_are_in_the_signal_table_or_beside_it_and_never_in_both():
    assert not noted_strengths().keys() & signal_table().keys()
    assert {one.signal for one in questions()} <= noted_strengths().keys() | signal_table().keys()


def test_each_good_answer_is_a_signal_from_the_end_of_the_interview_on():
    known = debriefed(northwind(), SAID, GOOD)
    assert [one.name for one in noted(known)] == [one.signal for one in questions()]
    assert {one.at for one in noted(known)} == {at("11-12 14:00")}
    assert noted(known)[0].evidence == "your note of Thu 12 Nov: their body language was open"
    faded = 0.125 + 0.875 * 0.5 ** ((NOW - at("11-12 14:00")) / timedelta(days=28))
    assert reasons(known) == pytest.approx(dict.fromkeys((one.signal for one in questions()), faded))


def test_a_debrief_counts_from_when_it_was_said():
    known = debriefed(northwind(), SAID, GOOD)
    assert reasons(known, at("11-12 17:00")) == {}
    assert noted(debriefed(northwind(), "11-12 13:30", GOOD))[0].at == at("11-12 13:30")


def test_a_bad_answer_and_a_skipped_one_say_nothing():
    assert noted(debriefed(northwind(), SAID, BAD)) == ()
    assert noted(debriefed(northwind(), SAID, {})) == ()
    assert [one.name for one in noted(debriefed(northwind(), SAID, {"overall": "4"}))] == ["noted_overall"]
    assert noted(debriefed(northwind(), SAID, {"overall": "3"})) == ()


@settings(max_examples=150, deadline=None)
@given(histories(), ANSWERS, HOURS_AGO, HOURS_AGO)
def test_a_debrief_never_lowers_the_score(known, answers, met, said):
    after = debriefed(
        known, NOW - timedelta(hours=said), answers, met_at=NOW - timedelta(hours=met + said), uid="u0"
    )
    assert score_of(after) >= score_of(known)


@settings(max_examples=100, deadline=None)
@given(histories(), ANSWERS, st.sampled_from(questions()), HOURS_AGO)
def test_a_better_answer_never_lowers_the_score(known, answers, question, said):
    when, met_at = NOW - timedelta(hours=said), NOW - timedelta(hours=said + 2)
    better = answers | {question.key: max(question.favourable)}
    assert score_of(debriefed(known, when, better, met_at=met_at)) >= score_of(
        debriefed(known, when, answers, met_at=met_at)
    )


@settings(max_examples=100, deadline=None)
@given(histories(), ANSWERS, HOURS_AGO, st.integers(0, 60 * 24))
def test_time_alone_never_raises_the_score_after_a_debrief(known, answers, said, later):
    known = debriefed(known, NOW - timedelta(hours=said), answers, met_at=NOW - timedelta(hours=said))
    assert score_of(known, NOW + timedelta(hours=later)) <= score_of(known)


@settings(deadline=None)
@given(histories())
def test_bad_answers_change_nothing(known):
    (before,) = overview([known], PERSON, NOW)
    (after,) = overview([debriefed(known, NOW - timedelta(hours=1), BAD)], PERSON, NOW)
    assert after.momentum == before.momentum


@settings(deadline=None)
@given(histories())
def test_an_application_without_an_offer_stays_below_one_with(known):
    offered = history(person("11-23 07:00", "offer"), id="o")
    cards = overview([offered, debriefed(known, NOW - timedelta(hours=1), GOOD)], PERSON, NOW)
    open_ones = [card for card in cards if card.open and card.progress.stage != "offer"]
    assume(open_ones)
    assert all(card.momentum.score < cards[0].momentum.score for card in open_ones)


def test_the_later_debrief_on_an_interview_replaces_the_former_and_others_stay():
    known = debriefed(northwind(), "11-03 18:00", GOOD, uid="nw1", met_at="11-03 11:00", note="phone")
    known = debriefed(known, SAID, GOOD, note="first")
    known = debriefed(known, "11-13 18:00", BAD, note="second thoughts")
    assert [one.note for one in debriefs(known)] == ["phone", "second thoughts"]
    assert [one.note for one in debriefs(as_of(known, at("11-13 09:00")))] == ["phone", "first"]


def test_two_meetings_of_one_series_are_two_interviews():
    known = debriefed(northwind(), SAID, GOOD, uid="weekly", met_at="11-05 10:00")
    known = debriefed(known, SAID, GOOD, uid="weekly", met_at="11-12 10:00")
    assert len(debriefs(known)) == 2


def test_asked_about_is_the_last_one_held_that_has_no_debrief_else_the_last():
    known = northwind()
    found = interviews(known.sightings, NOW)
    assert [one.uid for one in found] == ["nw1", "nw2"]
    first, last = found
    assert to_debrief(known, found, NOW) == last
    assert to_debrief(debriefed(known, SAID, GOOD), found, NOW) == first
    both = debriefed(debriefed(known, SAID, GOOD), SAID, BAD, uid="nw1", met_at="11-03 11:00")
    assert to_debrief(both, found, NOW) == last
    assert to_debrief(known, found, at("11-10 09:00")) == first
    assert to_debrief(known, found, at("11-12 13:30")) == last  # who left early has seen it all
    assert to_debrief(known, found, at("11-01 09:00")) is None


def test_an_interview_that_was_called_off_is_not_asked_about():
    made = sighted(event("u", "11-20 09:00"), "11-18 09:00")
    off = sighted(event("u", "11-20 09:00", method="CANCEL", sequence=1), "11-19 09:00")
    found = interviews((made, off), NOW)
    assert to_debrief(history(person("11-18 09:00")), found, NOW) is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "{}",
        '{"uid": "u", "met_at": "soon", "ended_at": "later", "day": "2026-11-12", "answers": {}}',
        '{"uid": "u", "met_at": "2026-11-12T13:00:00", "ended_at": "2026-11-12T14:00:00", '
        '"day": "2026-11-12", "answers": {}}',  # times without a zone
    ],
)
def test_a_remark_that_makes_no_sense_notes_nothing(value):
    known = remarked(northwind(), "debrief", SAID, value, "a note")
    assert debriefs(known) == ()
    assert noted(known) == ()


def test_answers_that_no_question_has_are_passed_over():
    (one,) = debriefs(debriefed(northwind(), SAID, {"attention": "yes", "shoes": "yes", "overall": "11"}))
    assert one.answers == (("attention", "yes"),)


def test_it_is_told_as_the_persons_own_note():
    answers = {"attention": "yes", "next_steps": "no", "overall": "4"}
    (one,) = debriefs(debriefed(northwind(), SAID, answers, note="Ask\x1b[2J about on-call."))
    assert debrief_text(one) == (
        "Your note of Thu 12 Nov: they listened closely; they said nothing of the next steps; "
        "it went well (4 of 5). “Ask about on-call.”"
    )
    lines = list(debrief_lines(one, 60, "  "))
    assert all(len(line) <= 60 and line.startswith(("  ", "Your")) for line in lines)
    assert debrief_dict(one)["answers"] == answers
    assert debrief_dict(one)["day"] == "2026-11-12"

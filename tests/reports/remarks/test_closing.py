"""What the person says of the end beats the mail, until the company itself takes it up again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.interviews import interviews
from reports.overview import overview
from reports.remarks.closing import OUTCOMES, REOPENED, Closing, closing
from reports.standing.stage import Progress, ended_as, progress
from tests.reports.remarking import closed, remarked
from tests.reports.searches import NOW, PERSON, at, event, history, me, person, sighted, system
from tests.reports.standing.test_momentum import histories

APPLIED = me("10-01 09:00", "application_sent")
ROUND = person("10-05 09:00", "panel_interview")
STAGES = {
    "accepted": "accepted",
    "rejected": "rejected",
    "withdrawn": "withdrawn",
    "no_answer": "withdrawn",
}


def walked(known, now=NOW) -> Progress:
    return progress(known, interviews(known.sightings, now), now)


def after(outcome: str, *later, said="11-01 09:00") -> Progress:
    """Where an application stands that was closed on 1 November, with what came later."""
    return walked(closed(history(APPLIED, ROUND, *later), said, outcome))


@pytest.mark.parametrize(("outcome", "stage"), STAGES.items())
def test_the_persons_word_closes_at_the_time_when_it_was_said(outcome, stage):
    known = closed(history(APPLIED, ROUND), "11-01 09:00", outcome, "by phone")
    found = walked(known)
    assert (found.stage, found.open, ended_as(found)) == (stage, False, outcome)
    last = found.steps[-1]
    assert (last.at, last.author, last.key, last.why) == (at("11-01 09:00"), "candidate", "", outcome)
    assert walked(known, at("10-31 09:00")).stage == "interviewing"
    assert closing(known) == Closing(outcome, at("11-01 09:00"), "by phone")


@settings(deadline=None)
@given(histories(), st.sampled_from(OUTCOMES))
def test_every_application_can_be_closed(known, outcome):
    (card,) = overview([closed(known, NOW - timedelta(minutes=1), outcome)], PERSON, NOW)
    assert (card.open, card.momentum.trend) == (False, "closed")
    assert card.progress.stage == STAGES[outcome]
    assert card.momentum.score == (100 if outcome == "accepted" else 0)


@settings(deadline=None)
@given(histories(), st.sampled_from((*OUTCOMES, "")))
def test_every_application_can_be_reopened(known, outcome):
    if outcome:
        known = closed(known, NOW - timedelta(minutes=2), outcome)
    (card,) = overview([closed(known, NOW - timedelta(minutes=1), REOPENED)], PERSON, NOW)
    assert card.open
    assert card.closing is None


@settings(deadline=None)
@given(histories(), st.sampled_from(OUTCOMES))
def test_closing_and_reopening_leaves_stage_and_score_as_they_were(known, outcome):
    (before,) = overview([known], PERSON, NOW)
    if not before.open:
        return
    known = closed(closed(known, NOW - timedelta(minutes=2), outcome), NOW - timedelta(minutes=1), REOPENED)
    (card,) = overview([known], PERSON, NOW)
    assert card.progress.stage == before.progress.stage
    assert card.progress.reached == before.progress.reached
    assert card.momentum.score == before.momentum.score


@pytest.mark.parametrize("outcome", ["rejected", "no_answer"])
@pytest.mark.parametrize("resumes", ["interview_invitation", "reference_request", "offer"])
def test_a_person_at_the_company_who_resumes_reopens_what_they_had_let_go(outcome, resumes):
    found = after(outcome, person("11-10 09:00", resumes))
    assert found.open
    assert found.stage == ("offer" if resumes == "offer" else found.reached)


@pytest.mark.parametrize("outcome", ["rejected", "no_answer"])
def test_warm_words_and_systems_reopen_nothing(outcome):
    assert not after(outcome, person("11-10 09:00", "keeping_warm", "next_steps")).open
    assert not after(outcome, system("11-10 09:00", "interview_invitation")).open


@pytest.mark.parametrize("outcome", ["accepted", "withdrawn"])
def test_what_the_person_decided_stands_whatever_the_company_writes(outcome):
    for name in ("interview_invitation", "offer", "rejection", "on_hold"):
        assert after(outcome, person("11-10 09:00", name)).stage == outcome


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_farewell_of_either_side_after_the_persons_word_changes_nothing(outcome):
    found = after(outcome, me("11-09 09:00", "withdrawal"), system("11-10 09:00", "rejection"))
    assert (found.stage, ended_as(found)) == (STAGES[outcome], outcome)


def test_a_meeting_in_the_calendar_reopens_nothing():
    ahead = (sighted(event("u", "11-30 09:00"), "11-10 09:00", None),)
    known = closed(history(APPLIED, ROUND, sightings=ahead), "11-01 09:00", "no_answer")
    assert not walked(known).open


def test_applying_again_is_the_persons_own_word_too():
    assert after("withdrawn", me("11-10 09:00", "application_sent")).stage == "interviewing"


def test_what_the_mail_closed_can_be_reopened_until_the_mail_closes_it_again():
    said_no = system("10-20 09:00", "rejection")
    known = closed(history(APPLIED, ROUND, said_no), "10-25 09:00", REOPENED)
    assert walked(known).stage == "interviewing"
    assert walked(known).steps[-1].why == REOPENED
    again = system("11-02 09:00", "rejection", key="again")
    assert (
        walked(closed(history(APPLIED, ROUND, said_no, again), "10-25 09:00", REOPENED)).stage == "rejected"
    )


def test_an_acceptance_that_is_reopened_is_none():
    offered, taken = person("10-20 09:00", "offer"), me("10-21 09:00", "offer_accepted")
    known = history(APPLIED, offered, taken)
    assert walked(known).reached == "accepted"
    found = walked(closed(known, "10-25 09:00", REOPENED))
    assert (found.stage, found.reached) == ("offer", "offer")


def test_an_offer_that_is_reopened_is_to_be_decided_on_by_its_own_date():
    known = closed(history(APPLIED, person("11-16 09:00", "offer")), "11-18 09:00", "withdrawn")
    (card,) = overview([closed(known, "11-20 09:00", REOPENED)], PERSON, NOW)
    assert (card.action.kind, "Mon 16 Nov" in card.action.text) == ("decide", True)


def test_what_was_on_hold_is_on_hold_again():
    known = closed(history(APPLIED, ROUND, person("10-20 09:00", "on_hold")), "10-25 09:00", "no_answer")
    assert walked(closed(known, "10-26 09:00", REOPENED)).stage == "on_hold"


def test_saying_what_the_mail_says_changes_no_step_and_saying_otherwise_does():
    said_no = history(APPLIED, system("10-20 09:00", "rejection"))
    assert walked(closed(said_no, "10-25 09:00", "rejected")).steps == walked(said_no).steps
    assert walked(closed(said_no, "10-25 09:00", "accepted")).stage == "accepted"


def test_the_last_word_counts_and_a_later_step_overtakes_it():
    known = closed(history(APPLIED, ROUND), "11-01 09:00", "no_answer")
    changed = closed(known, "11-02 09:00", "withdrawn", "their reply came too late")
    said = closing(changed)
    assert said is not None
    assert (said.outcome, said.note) == ("withdrawn", "their reply came too late")
    assert closing(closed(changed, "11-03 09:00", REOPENED)) is None
    resumed = history(APPLIED, ROUND, person("11-10 09:00", "offer"), system("11-12 09:00", "rejection"))
    (card,) = overview([closed(resumed, "11-01 09:00", "no_answer")], PERSON, NOW)
    assert (card.progress.stage, card.closing, ended_as(card.progress)) == ("rejected", None, "rejected")


@pytest.mark.parametrize("value", ["", "{", "[]", '{"outcome": 7}', '{"outcome": "forgotten"}'])
def test_a_remark_that_makes_no_sense_says_nothing(value):
    known = remarked(history(APPLIED, ROUND), "close", "11-01 09:00", value)
    assert closing(known) is None
    assert walked(known).open

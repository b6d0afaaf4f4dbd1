from __future__ import annotations

import pytest

from classify.types import Confidence
from reports.interviews import interviews
from reports.standing.stage import Stage, progress, stage
from tests.reports.searches import NOW, event, history, me, person, search, sighted, signal, system

APPLIED = me("10-01 09:00", "application_sent")


def of(*entries, sightings=(), now=NOW) -> Stage:
    known = history(*entries, sightings=sightings)
    return stage(known, interviews(sightings, now), now)


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        ((), "applied"),
        (("application_received",), "applied"),
        (("assessment_request",), "screening"),
        ((signal("interview_invitation", "a quick call this week"),), "screening"),
        ((signal("interview_invitation", "a phone screen"),), "screening"),
        ((signal("interview_invitation", "an interview on Thursday"),), "interviewing"),
        ((signal("interview_invitation", "a phone call with the hiring manager"),), "interviewing"),
        ((signal("interview_invitation", "your final interview"),), "final"),
        (("follow_up_interview",), "interviewing"),
        (("panel_interview",), "interviewing"),
        (("senior_interview",), "interviewing"),
        (("hiring_manager_contact",), "interviewing"),
        ((signal("follow_up_interview", "the last round"),), "final"),
        (("offer_preparation",), "final"),
        (("offer",), "offer"),
        (("rejection",), "rejected"),
        (("rejection", "interview_invitation"), "rejected"),
        (("on_hold",), "on_hold"),
        (("keeping_warm",), "applied"),
        ((signal("rejection", confidence=Confidence.SUGGESTED),), "applied"),
    ],
)
def test_what_the_company_says_moves_the_stage(signals, expected):
    assert of(APPLIED, person("10-10 09:00", *signals)) == expected


@pytest.mark.parametrize(
    "name", ["reference_request", "notice_period", "background_check", "salary_reconfirmation"]
)
def test_a_pre_hire_question_is_final_only_after_an_interview_beyond_the_screening(name):
    asked = person("10-20 09:00", name)
    screen = person("10-05 09:00", signal("interview_invitation", "a phone screen"))
    team = person("10-05 09:00", signal("interview_invitation", "an interview with the team"))
    ahead = (sighted(event("u", "11-30 09:00"), "10-05 09:00"),)
    behind = (sighted(event("u", "10-10 09:00"), "10-05 09:00"),)
    assert of(APPLIED, asked) == "applied"
    assert of(APPLIED, screen, asked) == "screening"
    assert of(APPLIED, team, asked) == "final"
    assert of(APPLIED, team, asked, sightings=ahead) == "interviewing"
    assert of(APPLIED, team, asked, sightings=behind) == "final"


def test_a_second_invitation_after_a_call_was_held_is_interviewing():
    first = person("10-05 09:00", signal("interview_invitation", "a quick call"))
    second = person("10-12 09:00", signal("interview_invitation", "would Friday suit you"))
    held = (sighted(event("u", "10-08 09:00", summary="Call"), "10-05 09:00"),)
    assert of(APPLIED, first, second) == "screening"
    assert of(APPLIED, first, second, sightings=held) == "interviewing"


def test_a_pre_hire_question_beside_a_further_round_is_not_the_last_stretch():
    team = person("10-05 09:00", "panel_interview")
    both = person("10-12 09:00", "notice_period", "follow_up_interview")
    assert of(APPLIED, team, both) == "interviewing"


def test_a_senior_leader_is_a_round_like_others_unless_it_is_called_the_last():
    team = person("10-05 09:00", "follow_up_interview")
    assert (
        of(APPLIED, team, person("10-12 09:00", "senior_interview", "follow_up_interview")) == "interviewing"
    )


def test_what_a_cold_approach_proposes_has_not_begun_until_the_candidate_writes():
    approach = person("10-01 09:00", "recruiter_outreach", "interview_invitation", "salary_expectations")
    booked = person("10-03 09:00", signal("interview_invitation", "a quick call on Friday"))
    assert of(approach) == "approached"
    assert of(approach, booked) == "approached"
    assert of(approach, me("10-02 09:00"), booked) == "screening"


def test_a_meeting_that_only_the_calendar_knows_counts():
    own = (sighted(event("u", "11-26 09:00", summary="Interview, technical round"), "11-01 09:00", None),)
    assert of(APPLIED, sightings=own) == "interviewing"


def test_a_cold_approach_becomes_a_process_when_the_candidate_asks_for_more_and_the_company_goes_on():
    approach = person("10-01 09:00", "recruiter_outreach")
    keen, polite = me("10-02 09:00", asks=True), me("10-02 09:00")
    further = person("10-03 09:00", "next_steps")
    assert of(approach) == "approached"
    assert of(approach, keen) == "approached"
    assert of(approach, polite, further) == "approached"
    assert of(approach, keen, further) == "applied"
    assert of(approach, me("10-02 09:00", "application_sent")) == "applied"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((), "rejected"),
        (("keeping_warm",), "rejected"),
        (("positive_feedback", "next_steps"), "rejected"),
        (("interview_invitation",), "interviewing"),
        (("offer",), "offer"),
    ],
)
def test_a_rejection_ends_it_unless_the_company_itself_invites_or_offers_later(after, expected):
    team = person("10-05 09:00", "panel_interview")
    ended = [APPLIED, team, system("10-10 09:00", "rejection")]
    assert of(*ended, person("10-20 09:00", *after)) == expected


def test_a_pause_lasts_until_the_company_resumes():
    paused = [APPLIED, person("10-05 09:00", "panel_interview"), person("10-10 09:00", "on_hold")]
    assert of(*paused, person("10-20 09:00", "keeping_warm")) == "on_hold"
    assert of(*paused, me("10-20 09:00", "candidate_follow_up")) == "on_hold"
    assert of(*paused, person("10-20 09:00", "next_steps")) == "interviewing"


def test_an_acceptance_counts_after_an_offer_and_not_after_a_first_mail():
    accepted = me("10-20 09:00", signal("offer_accepted", "see you on Wednesday then"))
    assert of(APPLIED, accepted) == "applied"
    assert of(APPLIED, person("10-10 09:00", "offer"), accepted) == "accepted"
    assert of(APPLIED, person("10-10 09:00", "offer_preparation"), accepted) == "accepted"  # offered by phone
    assert of(APPLIED, person("10-10 09:00", "panel_interview"), accepted) == "interviewing"  # an invite


def test_an_acceptance_that_names_the_offer_counts_where_the_offer_was_not_recognised():
    accepted = me("10-20 09:00", signal("offer_accepted", "I am very happy to accept the appointment"))
    assert of(APPLIED, person("10-10 09:00", "panel_interview"), accepted) == "accepted"


def test_only_a_person_takes_a_rejection_back():
    rejected = (APPLIED, system("10-10 09:00", "rejection"))
    survey = system("10-11 09:00", signal("interview_invitation", "would you answer four questions?"))
    assert of(*rejected, survey) == "rejected"
    assert of(*rejected, person("10-12 09:00", "interview_invitation")) != "rejected"


def test_a_file_closed_after_a_withdrawal_stays_withdrawn():
    withdrawn = me("10-10 09:00", "withdrawal")
    assert of(APPLIED, withdrawn, person("10-10 10:00", "rejection")) == "withdrawn"


def test_a_withdrawal_ends_it_even_with_an_offer_on_the_table():
    assert of(APPLIED, person("10-10 09:00", "offer"), me("10-20 09:00", "withdrawal")) == "withdrawn"


def test_the_candidate_cannot_speak_for_the_company():
    assert of(APPLIED, me("10-10 09:00", "offer", "interview_invitation", "rejection")) == "applied"


def test_an_offer_taken_back_is_a_rejection():
    offered = [APPLIED, person("10-10 09:00", "offer"), me("10-11 09:00", "offer_accepted")]
    assert of(*offered, person("10-20 09:00", "rejection")) == "rejected"


def test_what_was_said_later_is_not_known_yet():
    offer = person("11-24 09:00", "offer")
    assert of(APPLIED, offer) == "applied"


def test_every_step_names_its_message_and_its_reason():
    northwind = search()[1]
    steps = progress(northwind, interviews(northwind.sightings, NOW), NOW).steps
    assert [step.stage.value for step in steps] == ["applied", "screening", "interviewing", "final"]
    assert [step.why for step in steps[1:]] == [
        "interview_invitation",
        "follow_up_interview",
        "notice_period",
    ]
    assert all(step.message_id for step in steps)


def test_a_bare_invite_in_a_mail_without_words_counts_as_the_meeting_it_names():
    bare = system("10-05 09:00", key="k")
    carried = (sighted(event("u", "11-26 09:00", summary="Technical interview"), "10-05 09:00", key="k"),)
    assert of(APPLIED, bare, sightings=carried) == "interviewing"

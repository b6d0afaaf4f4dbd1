"""What a text shows, and what stops it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.signals.find import explain, find
from classify.types import Confidence, Speaker


def names(text: str, speaker: Speaker = Speaker.COMPANY) -> set[str]:
    return {one.name for one in find(text, speaker)}


SHOWN = [
    ("rejection", "Unfortunately, we have decided to move forward with other candidates."),
    ("rejection", "The position has now been filled."),
    ("rejection", "Your application was not successful on this occasion."),
    ("rejection", "After careful consideration we will not be progressing your application."),
    (
        "rejection",
        "Leider müssen wir Ihnen mitteilen, dass wir uns für einen anderen Bewerber entschieden haben.",
    ),
    ("rejection", "Nous regrettons de vous informer que votre candidature n'a pas été retenue."),
    ("offer", "We are delighted to offer you the role of Data Engineer."),
    ("offer", "The job is yours if you want it."),
    ("offer_preparation", "I am working on the offer and need approval from finance."),
    ("interview_invitation", "We would like to invite you to an interview on Tuesday at 10am."),
    ("interview_invitation", "Are you free for a call on Thursday?"),
    ("follow_up_interview", "We'd like you to come back for a second interview on Monday at 3pm."),
    ("panel_interview", "It will be a panel interview with three of us."),
    ("senior_interview", "Our CEO would like to meet you on Friday."),
    ("fast_track", "We want to move quickly, so we will skip the phone screen."),
    ("scheduling_delay", "I'm sorry, we need to postpone your interview until next week."),
    ("on_hold", "Because of a hiring freeze the role is on hold."),
    ("notice_period", "What is your notice period?"),
    ("notice_period", "When could you start?"),
    ("reference_request", "Could you send us the contact details of two referees?"),
    ("background_check", "Please complete the background check through the link below."),
    ("salary_expectations", "What are your salary expectations?"),
    ("salary_reconfirmation", "You mentioned 85k, is that still right?"),
    ("competing_opportunities", "Are you interviewing elsewhere?"),
    ("interest_reconfirmation", "Are you still interested in the role?"),
    ("decision_timeline", "You will hear from us by Friday."),
    ("keeping_warm", "Just to keep you posted: you are still very much in the running."),
    ("application_received", "We have received your application."),
    ("assessment_request", "Please complete the online test before Monday."),
    ("recruiter_outreach", "I came across your profile and have a role that might interest you."),
    ("hiring_manager_contact", "I am the hiring manager and you would be reporting to me."),
    ("team_introduction", "Would you like to have lunch with the team?"),
    ("positive_feedback", "The team really enjoyed how you explained the outage."),
    ("personal_interest", "What drives you, and what do you do outside work?"),
    ("next_steps", "Next steps are a technical task, then a panel, and then references."),
]

CANDIDATE = [
    ("application_sent", "I would like to apply for the position of Buyer. My CV is attached."),
    ("thank_you_note", "Thank you for the interview yesterday."),
    ("candidate_follow_up", "I wondered whether there is any news on my application."),
    ("withdrawal", "I would like to withdraw my application."),
    ("offer_accepted", "I am delighted to accept your offer."),
]


@pytest.mark.parametrize(("signal", "text"), SHOWN)
def test_the_company_shows_it(signal: str, text: str) -> None:
    assert signal in names(text)


@pytest.mark.parametrize(("signal", "text"), CANDIDATE)
def test_the_candidate_shows_it(signal: str, text: str) -> None:
    assert signal in names(text, Speaker.CANDIDATE)


NOT_SHOWN = [
    ("reference_request", "There is no need to send references yet."),
    ("reference_request", "If successful, you will be asked for references."),
    ("reference_request", "Thank you for sending your references last week."),
    ("reference_request", "Please quote reference number 4471 in any reply."),
    ("background_check", "Successful candidates will be subject to a background check."),
    ("rejection", "If you do not hear from us by Friday you have not been successful."),
    ("rejection", "We have not yet decided whether to move forward with other candidates."),
    ("offer", "We are not able to offer you an earlier slot."),
    ("offer", "I hope to be able to offer you a new time tomorrow."),
    ("notice_period", "Sorry for the short notice."),
    ("salary_reconfirmation", "You said Tuesday at 3, is that still right?"),
    ("decision_timeline", "Please let us know by Friday whether you can come."),
    ("on_hold", "The hiring freeze has been lifted."),
    ("interview_invitation", "Thank you for coming to the interview yesterday."),
    ("scheduling_delay", "If you need to reschedule your interview, use the link below."),
]


@pytest.mark.parametrize(("signal", "text"), NOT_SHOWN)
def test_a_veto_stops_it(signal: str, text: str) -> None:
    assert signal not in names(text)


def test_thanks_for_applying_in_an_invitation_acknowledge_nothing() -> None:
    text = "Thanks for applying for Senior Buyer. Are you free for a call on Thursday?"
    assert names(text) == {"interview_invitation"}


def test_a_rule_for_those_who_hear_nothing_takes_back_no_acknowledgement() -> None:
    text = "We have your application. If you do not hear from us, unfortunately others were better."
    assert names(text) == {"application_received"}


FALSE_ONCE = [  # found wrongly in whole mailboxes
    ("offer_accepted", "Accepted: Interview with Ana @ Wed 16 Sep", Speaker.CANDIDATE),
    ("offer_accepted", "See you on Wednesday.", Speaker.CANDIDATE),
    ("offer_accepted", "If I gave notice now I could start on Tuesday 1 December.", Speaker.CANDIDATE),
    (
        "thank_you_note",
        "Thank you, I know them well. Monday lunchtime is good for a call.",
        Speaker.CANDIDATE,
    ),
    ("thank_you_note", "Hi Marcus, nice to meet you. Could we make it 4 pm instead?", Speaker.CANDIDATE),
    ("notice_period", "The first date I can now find is Thursday the 1st of October.", Speaker.COMPANY),
    (
        "interest_reconfirmation",
        "Wanted to keep you posted: you are still very much in the running.",
        Speaker.COMPANY,
    ),
    ("scheduling_delay", "Decline and suggest another slot if it clashes.", Speaker.COMPANY),
    ("scheduling_delay", "It's a chat about your experience and about delay attribution.", Speaker.COMPANY),
    ("interview_invitation", "Case attached. See you tomorrow.", Speaker.COMPANY),
    ("interview_invitation", "I'll come back to you on Monday.", Speaker.COMPANY),
    (
        "interview_invitation",
        "Sollten wir dich nicht zu einem Gespräch einladen können, löschen wir alles.",
        Speaker.COMPANY,
    ),
    ("offer", "Did they offer you the job on the spot?", Speaker.COMPANY),
    ("offer", "If your question is about an offer letter, write to Jo.", Speaker.COMPANY),
    ("rejection", "We haven't spoken for a year or two.", Speaker.COMPANY),
    ("on_hold", "There is a reorganisation of their desk, which doesn't affect this role.", Speaker.COMPANY),
    ("background_check", "Please bring photo ID for the site pass.", Speaker.COMPANY),
    ("follow_up_interview", "This event has been cancelled.\n\nDirector round", Speaker.COMPANY),
    ("senior_interview", "A conversation with Imran and Oda, our principal engineer.", Speaker.COMPANY),
]


@pytest.mark.parametrize(("signal", "text", "speaker"), FALSE_ONCE)
def test_what_was_found_wrongly_once_is_not_found(signal: str, text: str, speaker: Speaker) -> None:
    assert signal not in names(text, speaker)


MISSED_ONCE = [
    (
        "withdrawal",
        "I would like to withdraw my application now rather than take up Xiu's Thursday.",
        Speaker.CANDIDATE,
    ),
    (
        "rejection",
        "We saw an unusually strong field, and after much thought we have decided to continue with somebody "
        "whose background lies closer to the market.",
        Speaker.COMPANY,
    ),
    ("rejection", "I've closed your application and cancelled Thursday.", Speaker.COMPANY),
    ("candidate_follow_up", "Is there a new date for the second interview?", Speaker.CANDIDATE),
    ("candidate_follow_up", "Has Castellan said anything yet?", Speaker.CANDIDATE),
    ("interview_invitation", "Your intro call with Dana at Pemberline is scheduled.", Speaker.COMPANY),
    (
        "interview_invitation",
        "Wir möchten Sie gern in einem ersten Videogespräch kennenlernen.",
        Speaker.COMPANY,
    ),
]


@pytest.mark.parametrize(("signal", "text", "speaker"), MISSED_ONCE)
def test_what_was_missed_once_is_found(signal: str, text: str, speaker: Speaker) -> None:
    assert signal in names(text, speaker)


def test_only_the_words_of_the_speaker_count() -> None:
    assert "withdrawal" not in names("I would like to withdraw my application.")
    assert "offer" not in names("We are delighted to offer you the role.", Speaker.CANDIDATE)


def test_evidence_quotes_the_text_as_it_was_written() -> None:
    text = "Your  application\n\nDear Jo,\nwe’ve decided to move\u00a0forward with other candidates, sorry."
    (one,) = find(text, Speaker.COMPANY)
    assert text[one.evidence.start : one.evidence.end] == one.evidence.text
    assert "forward with other candidates" in one.evidence.text
    assert one.confidence in tuple(Confidence)


def test_a_finer_signal_replaces_the_one_it_refines() -> None:
    text = "What are your salary expectations? You mentioned 85k, is that still right?"
    assert {"salary_reconfirmation"} == {name for name in names(text) if name.startswith("salary")}


def test_explain_names_the_veto_and_its_words() -> None:
    fired = explain("There is no need to send references yet.", Speaker.COMPANY)
    stops = {(stop.veto, stop.evidence.text) for one in fired for stop in one.stops}
    assert any(veto == "negation" and words.startswith("no") for veto, words in stops)


def test_an_empty_text_shows_nothing() -> None:
    assert find("", Speaker.COMPANY) == ()
    assert find("\n\n", Speaker.CANDIDATE) == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.sampled_from([text for _, text in SHOWN]), st.text(max_size=100))
def test_any_text_is_read_alike_twice_and_evidence_is_verbatim(before: str, middle: str, after: str) -> None:
    text = f"{before}\n{middle}\n{after}"
    found = find(text, Speaker.COMPANY)
    assert found == find(text, Speaker.COMPANY)
    assert len({one.name for one in found}) == len(found)
    for one in found:
        assert text[one.evidence.start : one.evidence.end] == one.evidence.text != ""


@pytest.mark.parametrize(
    "piece", ["we ", "you will hear ", "(", "? ", "not ", "1.", "\n", "offer you the role "]
)
def test_a_hostile_text_ends(piece: str) -> None:
    find(piece * 20_000, Speaker.COMPANY)


def test_importing_the_floor_does_not_load_spacy() -> None:
    code = "import sys, classify.signals.find, classify.promises; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

from __future__ import annotations

from classify.author import is_unmeant
from classify.fingerprint import CODE, fingerprint
from classify.newtext.split import split
from classify.read import read
from classify.types import Author, Standing
from ingest.types import Attendee, Event, Message
from tests.classify.messages import JANE, ME, OWN, message

PROMISE = "We would like to invite you to an interview and will be in touch by Friday 6 March."


def answered(text: str) -> Message:
    event = Event(
        "u1", "", 0, None, "REPLY", "CONFIRMED", "Interview", "", "", "", JANE, (Attendee(OWN),), None, None
    )
    return message(text, "Accepted: Interview", events=(event,))


def test_a_letter_has_signals_and_a_promise() -> None:
    found = read(message(PROMISE, "Your application"), ME)
    assert found.signals
    assert found.promise is not None


def test_an_out_of_office_reply_has_neither() -> None:
    text = f"I am on annual leave until 9 March. {PROMISE} In urgent matters please contact my colleague."
    found = read(message(text, "Automatic reply: Your application"), ME)
    assert found.author is Author.SYSTEM
    assert found.signals == ()
    assert found.promise is None


def test_a_calendars_answer_without_words_has_neither() -> None:
    found = read(answered("Jane Roe has accepted this invitation."), ME)
    assert found.signals == ()
    assert found.promise is None
    assert read(answered(f"Looking forward to it. {PROMISE}"), ME).signals


def test_an_acknowledgement_is_meant_though_a_program_sent_it() -> None:
    mail = message("Thank you for applying.", "Your application", automatic="auto-replied")
    assert not is_unmeant(mail, split(mail.text, mail.subject))
    vacation = message(
        "I read no mail this week.", "Re: Friday", automatic="auto-replied", in_reply_to=("<2@home>",)
    )
    assert is_unmeant(vacation, split(vacation.text, vacation.subject))


def test_a_role_that_is_named_counts_as_evidence() -> None:
    text = "Hi Max,\n\nour client needs a Theatre Manager. Would you have ten minutes this week?\n\nJane Roe"
    found = read(message(text, "Theatre Manager, Ravensfield Clinic (Kilkenny)"), ME)
    assert found.role is not None
    assert found.standing is Standing.RELEVANT


def test_the_fingerprint_is_the_same_each_time_and_stands_in_every_reading() -> None:
    assert CODE
    assert len(fingerprint()) == 16
    assert read(message("Hello"), ME).rules == fingerprint() == fingerprint(None)

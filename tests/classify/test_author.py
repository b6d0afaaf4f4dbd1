from __future__ import annotations

from typing import Any

import pytest

from classify import senders
from classify.author import author
from classify.newtext.split import split
from classify.types import Author, Me
from ingest.types import Address, Attendee, Event, Message
from tests.classify.messages import JANE, OWN
from tests.classify.messages import message as made

ME = Me("Max Mustermann", frozenset({"max@home.example", "@max.example"}))


def message(
    text: str = "Hi Max,\n\ncan we talk?\n\nJane", sender: Address | None = JANE, **more: Any
) -> Message:
    return made(text, sender=sender, **{"subject": "Data Engineer", **more})


def written_by(mail: Message) -> Author:
    return author(mail, ME, split(mail.text, mail.subject))


def invite(method: str, organizer: Address = JANE) -> Event:
    return Event(
        "u1",
        "",
        0,
        None,
        method,
        "CONFIRMED",
        "Interview",
        "",
        "",
        "",
        organizer,
        (Attendee(OWN),),
        None,
        None,
    )


def sender(name: str, email: str) -> Address:
    return Address(name, email)


def test_a_person_at_the_company_is_a_person() -> None:
    assert written_by(message()) is Author.PERSON


@pytest.mark.parametrize("email", ["max@home.example", "anything@max.example"])
def test_the_candidate_writes_from_any_address_of_theirs(email: str) -> None:
    assert written_by(message(sender=sender("M", email), to=(JANE,))) is Author.CANDIDATE


def test_what_lies_in_the_folder_of_sent_mail_is_the_candidates() -> None:
    mail = message(sender=sender("Max", "old@elsewhere.example"), to=(JANE,), labels=("Sent Items",))
    assert written_by(mail) is Author.CANDIDATE


def test_a_forgotten_free_address_under_the_candidates_name_is_the_candidates() -> None:
    own = sender("Max Mustermann", "max.m@gmail.com")
    assert written_by(message(sender=own, to=(JANE,))) is Author.CANDIDATE


def test_the_candidates_name_on_mail_to_the_candidate_is_a_forgery() -> None:
    forged = sender("Max Mustermann", "max.m@gmail.com")
    assert written_by(message(sender=forged)) is not Author.CANDIDATE


def test_an_out_of_office_reply_of_the_candidates_own_is_a_system() -> None:
    assert written_by(message(sender=OWN, to=(JANE,), automatic="auto-replied")) is Author.SYSTEM


@pytest.mark.parametrize(
    "email",
    ["no-reply@acme.com", "noreply@acme.com", "do_not_reply@acme.com", "donotreply@acme.com",
     "jobs-noreply@acme.com", "noreply-3f9@acme.com", "notifications@acme.com", "mailer-daemon@acme.com"],
)  # fmt: skip
def test_addresses_that_nobody_reads_are_systems(email: str) -> None:
    assert (
        written_by(message("Your application is in review.", sender("Acme Careers", email))) is Author.SYSTEM
    )


@pytest.mark.parametrize("value", ["auto-generated", "auto-replied"])
def test_mail_that_says_it_was_submitted_automatically_is_a_system(value: str) -> None:
    assert written_by(message(automatic=value)) is Author.SYSTEM


def test_a_bounce_is_a_system() -> None:
    assert written_by(message(return_path="<>")) is Author.SYSTEM
    assert written_by(message(subject="Undeliverable: Re: Data Engineer")) is Author.SYSTEM


@pytest.mark.parametrize(
    "subject",
    ["Automatic reply: Data Engineer", "Out of Office Re: hello", "Abwesenheitsnotiz: Bewerbung",
     "Réponse automatique : Entretien", "Respuesta automática: Entrevista", "Automatisch antwoord: Gesprek",
     "Autosvar: Intervju", "Risposta automatica: Colloquio"],
)  # fmt: skip
def test_out_of_office_subjects_in_many_languages_are_systems(subject: str) -> None:
    assert written_by(message(subject=subject)) is Author.SYSTEM


@pytest.mark.parametrize(
    "text",
    ["I am out of the office until Monday with limited access to email. For urgent matters call Bart.",
     "Ich bin bis 5. Mai nicht im Büro. In dringenden Fällen wenden Sie sich an Frau Roth."],
)  # fmt: skip
def test_out_of_office_words_are_systems(text: str) -> None:
    assert written_by(message(text)) is Author.SYSTEM


def test_a_person_who_is_away_but_asks_is_a_person() -> None:
    text = "I am out of the office until Monday. Could we talk on Tuesday at ten?\n\nJane"
    assert written_by(message(text)) is Author.PERSON


def test_an_answer_to_an_out_of_office_reply_is_a_person() -> None:
    assert written_by(message(subject="Re: Automatic reply: Data Engineer")) is Author.PERSON


ACKNOWLEDGED = (
    "Hi Max,\n\nThank you for applying to Acme. We have received your application.\n\nThe Acme Talent Team"
)
LETTER = "Hi Max,\n\nI enjoyed our call. Could you send me two references?\n\nJane"


def test_an_acknowledgement_through_an_applicant_tracking_system_is_a_system() -> None:
    assert (
        written_by(message(ACKNOWLEDGED, sender("Acme", "no-reply@us.greenhouse-mail.io"))) is Author.SYSTEM
    )


@pytest.mark.parametrize(
    "email",
    ["no-reply@us.greenhouse-mail.io", "notifications+ab12@eu.greenhouse-mail.io", "jane.roe@hire.lever.co"],
)
def test_a_recruiters_own_letter_through_such_a_system_is_a_person(email: str) -> None:
    assert written_by(message(LETTER, sender("Jane Roe", email))) is Author.PERSON


def test_a_scheduling_service_is_a_system_whatever_name_it_carries() -> None:
    assert written_by(message(LETTER, sender("Jane Roe", "jane@calendly.com"))) is Author.SYSTEM


def test_a_desk_is_a_person_where_somebody_signs_or_speaks() -> None:
    careers = sender("Acme Careers", "careers@acme.com")
    assert written_by(message("Hi Max, I'd like to call you tomorrow.", careers)) is Author.PERSON
    assert written_by(message("Can we talk?\n\nBest,\nJo", careers)) is Author.PERSON
    assert written_by(message(ACKNOWLEDGED, careers)) is Author.SYSTEM


def test_an_invite_sent_in_a_persons_name_is_a_person() -> None:
    mail = message(
        "", subject="Invitation: Interview @ Mon", automatic="auto-generated", events=(invite("REQUEST"),)
    )
    assert written_by(mail) is Author.PERSON


def test_a_notice_that_an_invite_was_accepted_is_a_system() -> None:
    notice = "Jane Roe has accepted this invitation."
    assert written_by(message(notice, subject="Accepted: Call", events=(invite("REPLY"),))) is Author.SYSTEM
    assert written_by(message("", subject="Accepted: Call", events=(invite("REPLY"),))) is Author.SYSTEM


def test_such_a_notice_is_known_by_its_subject_where_the_calendars_part_got_lost() -> None:
    notice = "Jane Roe has accepted this invitation."
    assert written_by(message(notice, subject="Accepted: Call @ Mon 3pm")) is Author.SYSTEM
    assert written_by(message("", subject="Zugesagt: Gespräch")) is Author.SYSTEM
    assert written_by(message("I can do three instead.", subject="Declined: Call")) is Author.PERSON


def test_words_added_to_an_accepted_invite_are_a_persons() -> None:
    mail = message(
        "Great, see you then! Bring your laptop.", subject="Accepted: Call", events=(invite("REPLY"),)
    )
    assert written_by(mail) is Author.PERSON


def test_mail_without_a_sender_is_a_system() -> None:
    assert written_by(message(sender=None)) is Author.SYSTEM


@pytest.mark.parametrize(
    "email", ["jane@acme.com", "j.roe@acme.com", "jr@acme.com", "roe@acme.com", "jane.roe@gmail.com"]
)
def test_names_and_addresses_that_agree_are_a_person(email: str) -> None:
    assert written_by(message("Ok for Friday.", sender("Jane Roe", email))) is Author.PERSON


def test_a_newsletter_under_a_first_name_is_a_system() -> None:
    text = "Hi Max, I have five tips for you.\n\nUnsubscribe"
    assert written_by(message(text, sender("Jane Roe", "jane@news.acme.com"), bulk=True)) is Author.SYSTEM


def test_the_beginning_of_a_sentence_is_no_signature() -> None:
    desk = Address("River Ladies", "fixtures@club.example")
    assert (
        written_by(message("Sunday's match is off, the pitch is frozen. We play on Monday.", desk))
        is Author.SYSTEM
    )
    assert written_by(message("We play on Monday.\n\nMarian Hill, Secretary", desk)) is Author.PERSON


@pytest.mark.parametrize("email", ["hit-reply@linkedin.com", "jane-roe-4f7a2c91@indeedemail.com"])
def test_a_letter_that_a_network_passes_on_is_a_persons(email: str) -> None:
    assert (
        written_by(message("Hello Max, shall we talk?", Address("Jane Roe", email), bulk=True))
        is Author.PERSON
    )


def test_a_board_is_known_in_every_country() -> None:
    assert senders.kind("mail.totaljobs.example") == senders.kind("linkedin.com") == "boards"
    assert senders.kind("reed-and-sons.example") == ""

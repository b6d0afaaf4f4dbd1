from __future__ import annotations

from datetime import timedelta

from classify.applications.types import Meeting
from ingest.types import Address
from tests.classify.applications.letters import START, grouped, letter

LETTERS = [
    letter(
        "a", 0, "Ann ann@acme.example", company="Acme", role="Data Engineer", signals="application_received"
    ),
    letter("b", 1, "Bob bob@acme.example", company="Acme", role="Cook", signals="application_received"),
]


def meeting(summary: str, *people: str, letters: frozenset[str] = frozenset()) -> Meeting:
    return Meeting(
        "u", START + timedelta(days=5), summary, "", tuple(Address("", p) for p in people), letters
    )


def uids(entry: Meeting) -> list[tuple[str, ...]]:
    return [application.uids for application in grouped(*LETTERS, meetings=[entry]).applications]


def test_a_meeting_goes_with_the_mail_that_carried_it() -> None:
    assert uids(meeting("chat", letters=frozenset({"b"}))) == [(), ("u",)]


def test_a_meeting_of_the_calendar_goes_to_its_peoples_application() -> None:
    assert uids(meeting("chat", "ann@acme.example")) == [("u",), ()]


def test_a_meeting_that_names_company_and_role_goes_there() -> None:
    assert uids(meeting("Acme interview, cook")) == [(), ("u",)]


def test_a_meeting_that_fits_two_applications_alike_goes_to_neither() -> None:
    assert uids(meeting("Acme interview")) == [(), ()]


def test_a_private_meeting_goes_nowhere() -> None:
    assert uids(meeting("Dentist", "dr@teeth.example")) == [(), ()]


def test_a_meeting_goes_to_people_whose_letters_only_later_proved_to_be_this_application() -> None:
    founder = "Ish ish.builds@gmail.com"
    letters = [
        letter(
            "a", 0, "Acme no-reply@x.example", company="Acme", role="Cook", signals="application_received"
        ),
        letter("b", 1, founder, role="Cook", subject="cook", signals="recruiter_outreach"),
        letter("c", 2, founder, company="Acme", role="Cook", answers="b", subject="Re: cook"),
    ]
    result = grouped(*letters, meetings=[meeting("ish / jo", "ish.builds@gmail.com")])
    assert [one.uids for one in result.applications] == [("u",)]

from __future__ import annotations

import pytest

from classify.applications.types import Letter, Verdict
from tests.classify.applications.letters import grouped, letter, sets

CHOIR = "Choir desk@choir.example"


@pytest.mark.parametrize(
    "letters",
    [
        [letter("a", 0, CHOIR, company="Headley Choir", signals="interview_invitation", mentions="Concert")],
        [
            letter("a", 0, CHOIR, company="Headley Choir", signals="interview_invitation", mentions="Boat?"),
            letter("b", 1, "me", to=CHOIR, answers="a", signals="offer_accepted", mentions="Count me in."),
        ],
        [
            letter("a", 0, "Ola ola@acme.example", company="Acme", basis="domain", signals="offer"),
            letter("b", 1, "me", to="Ola ola@acme.example", company="Acme", basis="domain", answers="a"),
        ],
        [letter("a", 0, "news@desk.example", company="Desk", basis="domain", signals="offer", system=True)],
        [letter("a", 0, "Totals jobs@totals.example", company="Totals", mentions="Your CV was viewed")],
    ],
    ids=["one way", "both ways without a word of hiring", "only the domain names it", "newsletter", "board"],
)
def test_letters_without_a_foundation_are_no_application(letters: list[Letter]) -> None:
    result = grouped(*letters)
    assert result.applications == ()
    assert result.questions == ()


@pytest.mark.parametrize(
    "letters",
    [
        [letter("a", 0, "Ann ann@acme.example", company="Acme", signals="recruiter_outreach")],
        [letter("a", 0, "Ann ann@acme.example", role="Cook")],
        [letter("a", 0, "me", to="Ann ann@acme.example", company="Acme", signals="application_sent")],
        [letter("a", 0, "Ann ann@acme.example", company="Acme", requisition="REQ-2207")],
        [letter("a", 0, "Ann ann@acme.example", company="Acme", signals="assessment_request")],
        [
            letter(
                "a",
                0,
                "no-reply@personio.de",
                company="Acme",
                basis="sender",
                signals="rejection",
                system=True,
            )
        ],
        [
            letter(
                "a",
                0,
                "Ann ann@acme.example",
                company="Acme",
                signals="rejection",
                mentions="Your application to Acme was not successful.",
            )
        ],
        [
            letter("a", 0, "Ann ann@acme.example", company="Acme", mentions="An interview? Bring your CV."),
            letter("b", 1, "me", to="Ann ann@acme.example", answers="a"),
        ],
    ],
    ids=[
        "cold approach without a role",
        "role",
        "application sent",
        "requisition",
        "test",
        "tracking system",
        "decision in an employer's words",
        "both ways in words of hiring",
    ],
)
def test_an_application_stands_on_one_sure_sign(letters: list[Letter]) -> None:
    assert sets(grouped(*letters)) == [" ".join(one.key for one in letters)]


def test_what_the_person_said_is_a_foundation() -> None:
    said = [Verdict("company", "a", "Headley Choir")]
    one = letter("a", 0, CHOIR, company="Headley Choir", signals="interview_invitation")
    assert sets(grouped(one, said=said)) == ["a"]


def test_letters_of_what_does_not_stand_are_looked_at_once_more() -> None:
    result = grouped(
        letter("a", 0, "Hal hal@gmail.com", signals="interview_invitation", company="Zoom", basis="domain"),
        letter("b", 1, "Ann ann@acme.example", company="Acme", role="Cook", uids="u"),
        letter("c", 2, "Hal hal@gmail.com", company="Acme", role="Cook", signals="application_received"),
    )
    assert sets(result) == ["a b c"]


def test_the_candidates_own_domain_is_no_employer() -> None:
    result = grouped(
        letter("a", 0, "Ann ann@acme.example", company="Acme", role="Cook", signals="application_received"),
        letter("b", 1, "me", to="ann@acme.example", answers="a"),
        letter("c", 2, "Chi chi@mailbox.example", company="Mailbox", basis="domain", mentions="Dad's party"),
    )
    assert sets(result) == ["a b"]


WARD = "Joe joe@st-ives.example"


def _workplace(role: str = "") -> list[Letter]:
    """Mail among colleagues who hire together, as the candidate's own employer sends it."""
    house = "St Ives Hospital"
    return [
        letter(
            "a",
            0,
            WARD,
            company=house,
            basis="signature",
            subject="Roster",
            mentions="Two short on Thursday.",
        ),
        letter(
            "b", 0.1, "me", to=WARD, company=house, answers="a", subject="Re: Roster", mentions="Ask Ann."
        ),
        letter(
            "c",
            2,
            WARD,
            company=house,
            subject="Interviews",
            role=role,
            mentions="Happy to sit on the interview panel with you. HR send their CVs for the position.",
        ),
        letter(
            "d",
            2.1,
            "me",
            to=WARD,
            company=house,
            answers="c",
            subject="Re: Interviews",
            mentions="I'm chairing.",
        ),
        letter(
            "e",
            3,
            WARD,
            company=house,
            subject="Panel",
            role=role,
            signals="interview_invitation panel_interview",
            mentions="Invitation to the interview panel sent.",
        ),
        letter(
            "f",
            4,
            "HR hr@st-ives.example",
            company=house,
            signals="reference_request",
            subject="Reference",
            mentions="We have received a request for a reference for Tanya.",
            system=True,
        ),
    ]


@pytest.mark.parametrize("role", ["", "Nurse Manager"])
def test_mail_of_ones_own_employer_about_others_applications_is_none(role: str) -> None:
    assert grouped(*_workplace(role)).applications == ()


def test_an_application_of_ones_own_at_ones_employer_stands() -> None:
    applied = letter(
        "z",
        1,
        "hr@st-ives.example",
        company="St Ives Hospital",
        role="Director",
        signals="application_received",
        mentions="We have your application.",
        system=True,
    )
    assert any("z" in one for one in sets(grouped(*_workplace(), applied)))


def test_a_role_named_among_others_founds_nothing_until_somebody_applies_or_is_addressed() -> None:
    named = letter("a", 0, "Ann ann@acme.example", company="Acme", role="Cook", mentions="Our cook is ill.")
    assert grouped(named).applications == ()
    meant = letter(
        "a", 0, "Ann ann@acme.example", company="Acme", role="Cook", mentions="Would you be open to talk?"
    )
    assert sets(grouped(meant)) == ["a"]


def test_a_portals_letter_joins_by_a_number_that_no_two_houses_have() -> None:
    portal = letter(
        "a",
        0,
        "jobs@portal.example",
        company="Service",
        requisition="361-CS-7740219",
        signals="application_received",
        system=True,
    )
    trust = letter(
        "b",
        4,
        "Lou lou@northmoor.example",
        company="Northmoor Trust",
        role="Cook",
        subject="361-CS-7740219 Cook",
        mentions="Your application.",
    )
    assert sets(grouped(portal, trust)) == ["a b"]

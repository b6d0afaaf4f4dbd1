"""What is read from whole messages. Every name here is made up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.names import Claims, claims
from classify.names.believable import tidied
from classify.names.domains import house, pretty, registrable
from classify.names.subject import bare, is_reply
from classify.names.title import clean
from classify.types import Author, Me, Sections
from ingest.types import Address, Message

ME = Me("Jo Doe", frozenset({"jo@mailbox.example"}))


def read(
    sender: str,
    subject: str,
    body: str = "",
    *,
    signature: str = "",
    to: str = "",
    author: Author | None = None,
) -> Claims:
    far_name, _, far = (to or sender).rpartition(" ")
    other, mine = Address(far_name, far), Address("Jo Doe", "jo@mailbox.example")
    message = Message(
        "k",
        "<k@x>",
        (),
        (),
        None,
        mine if to else other,
        (),
        (other,) if to else (mine,),
        (),
        subject,
        datetime(2026, 1, 5, tzinfo=UTC),
        0,
        body,
        "",
        False,
        "",
        "",
    )
    who = author or (Author.CANDIDATE if to else Author.SYSTEM if "reply" in far else Author.PERSON)
    return claims(message, who, Sections(body, "", "", signature, ""), ME)


@pytest.mark.parametrize(
    ("sender", "subject", "body", "company", "role"),
    [
        ("Acme Talent Team no-reply@greenhouse-mail.io", "Thank you for your application", "", "Acme", None),
        (
            "Jane Roe via Greenhouse no-reply@greenhouse.io",
            "Your application to Fernhill Labs",
            "",
            "Fernhill Labs",
            None,
        ),
        ("Workday @ Acme acme@myworkday.com", "Application received", "", "Acme", None),
        (
            "Workday no-reply@myworkday.com",
            "Update on your application for Data Engineer at Acme Robotics",
            "",
            "Acme Robotics",
            "Data Engineer",
        ),
        (
            "Talent Team no-reply@ashbyhq.com",
            "Acme Robotics | Interview invitation",
            "",
            "Acme Robotics",
            None,
        ),
        (
            "Hiring no-reply@hire.lever.co",
            "Thank you for applying",
            "Thank you for applying to Pollen Street Bank.",
            "Pollen Street Bank",
            None,
        ),
        (
            "Kim Wu kim@canalsidehousing.example",
            "Repairs Operative - what happens next",
            "",
            "Canalside Housing",
            "Repairs Operative",
        ),
        (
            "Kim Wu kim@strathearnwhisky.example",
            "Hello",
            "All of us at Strathearn Whisky liked your letter.",
            "Strathearn Whisky",
            None,
        ),
        (
            "Kim Wu kim@oxendale.example",
            "EA to the Chief Executive",
            "I write for Oxendale Trust.",
            "Oxendale Trust",
            None,
        ),
        (
            "Bewerbermanagement bewerbung@hartwig-soehne.example",
            "Ihre Bewerbung als Konstrukteur (m/w/d), Ref. 2026-04-117",
            "Ihre Bewerbung bei Hartwig & Söhne ist eingegangen.",
            "Hartwig & Söhne",
            None,
        ),
        (
            "Samira Boulos samira@maisonlevant.example",
            "Votre candidature au poste de Directeur commercial chez Maison Levant",
            "",
            "Maison Levant",
            "Directeur commercial",
        ),
        (
            "Ann Lee ann@acme.example",
            "Re: Senior Product Manager, Billing",
            "",
            "Acme",
            "Senior Product Manager, Billing",
        ),
        (
            "Ann Lee ann@acme.example",
            "Tuesday",
            "We would like to talk about the Marine Superintendent role.",
            "Acme",
            "Marine Superintendent",
        ),
        (
            "Ann Lee ann@acme.example",
            "Interview: R-20931 Signal Software Engineer",
            "",
            "Acme",
            "Signal Software Engineer",
        ),
        ("Ann Lee ann@acme.example", "Coffee with our Head of Data", "", "Acme", None),
    ],
)
def test_company_and_role_of_a_received_message(
    sender: str, subject: str, body: str, company: str, role: str | None
) -> None:
    found = read(sender, subject, body)
    assert found.company is not None
    assert found.company.value == company
    if role is not None:
        assert found.role is not None
        assert found.role.value == role


def test_an_agencys_client_is_the_company_and_the_agency_stands_beside_it() -> None:
    found = read(
        "Rita Hale rita@basaltsearch.example",
        "Staff Engineer, energy trading",
        "I am writing on behalf of Borealis Power about a Staff Engineer role.",
    )
    assert found.agency is not None and found.agency.value == "Basalt Search"
    assert found.company is not None and found.company.value == "Borealis Power"
    assert found.role is not None and found.role.value == "Staff Engineer"


def test_an_agency_that_names_no_client_claims_no_company() -> None:
    found = read("Rita rita@fieldfare-recruitment.example", "Data Analyst, Leeds", "My client is hiring.")
    assert found.agency is not None
    assert found.company is None


def test_the_candidates_own_mail_names_the_one_it_goes_to() -> None:
    found = read(
        "",
        "Application",
        "I would like to apply for the Pastry Chef position.",
        to="Odile odile@crumbandcompany.example",
    )
    assert found.company is not None and found.company.value == "Crumb & Company"
    assert found.role is not None and found.role.value == "Pastry Chef"


def test_free_mail_names_no_company_and_no_persons_name_is_one() -> None:
    found = read("Hal Ford hal.ford@gmail.com", "Friday", "See you then.")
    assert found.company is None


def test_a_person_behind_an_applicant_tracking_system_is_no_company() -> None:
    found = read("Gillian Roper gillian.roper@talent.icims.com", "Hello", "Are you free on Friday?")
    assert found.company is None


@pytest.mark.parametrize(
    ("subject", "body", "number"),
    [
        ("Application Confirmation - R-10433 Staff Nurse", "", "R-10433"),
        ("Your application (JR0012345)", "", "JR0012345"),
        ("Pharmacy Manager (Req 7712): your references", "", "7712"),
        ("Ward Sister post - ref KH-2291", "", "KH-2291"),
        ("Legal Adviser (Contracts) - Ref 0981", "", "0981"),
        ("Design Engineer, Ref. 2026-04-117", "", "2026-04-117"),
        ("Hello", "Requisition ID: 45512", "45512"),
        ("Interview in 2026", "Call me on 07700 900318.", ""),
        ("Reference request", "Please send two references.", ""),
    ],
)
def test_requisition_numbers(subject: str, body: str, number: str) -> None:
    assert read("Ann ann@acme.example", subject, body).requisition == number


@pytest.mark.parametrize(
    ("title", "cleaned"),
    [
        ("Lab Technician (m/f/d)", "Lab Technician"),
        ("Payroll Manager, Exeter - £48k", "Payroll Manager"),
        ("Data Engineer - Remote", "Data Engineer"),
        ("Head Chef at Acme", "Head Chef"),
        ("Acme Data Engineer", "Data Engineer"),
        ("Theatre nurse posts at Baylen", "Theatre nurse"),
        ("Senior Product Manager, Billing", "Senior Product Manager, Billing"),
        ("Platform Engineer, renewable energy", "Platform Engineer"),
        ("the Site Manager", "Site Manager"),
    ],
)
def test_a_title_is_cleaned_of_what_is_no_title(title: str, cleaned: str) -> None:
    assert clean(title, "Acme") == cleaned


def test_subjects_lose_their_prefixes_in_every_language() -> None:
    assert bare("AW: Re[2]: Fwd: SV: Hello") == "Hello"
    assert is_reply("Antwort: Hallo")
    assert not is_reply("Regarding your application")


def test_domains() -> None:
    assert registrable("mail.acme.co.uk") == "acme.co.uk"
    assert house("acme-careers.com") == "Acme"
    assert house("gmail.com") == ""
    assert pretty("oakandamber") == "Oak & Amber"


@given(st.text(max_size=200), st.text(max_size=600), st.text(max_size=60))
def test_nothing_that_mail_holds_raises(subject: str, body: str, sender: str) -> None:
    read(f"{sender} a@b.example", subject, body)
    read(f"{sender}", subject, body)


@pytest.mark.parametrize(
    "body",
    [
        "A " * 50_000,
        "application for the " * 20_000,
        "Aa-" * 50_000,
        "role of " * 30_000,
        "&" * 100_000,
        "the x " * 40_000,
    ],
)
def test_hostile_bodies_take_no_more_than_their_first_part(body: str) -> None:
    assert isinstance(read("no-reply@ashbyhq.com", body[:500], body), Claims)
    assert isinstance(read("", body[:500], body, to="Ann ann@acme.example"), Claims)


def test_a_consultant_who_writes_on_behalf_of_another_house_is_an_agency() -> None:
    found = read(
        "Rita Hale rita@halepartners.example",
        "Head of Finance - Harrow Mutual",
        "I'm a recruitment consultant at Hale Partners, working on a search on behalf of Harrow Mutual plc.",
    )
    assert found.agency is not None and found.agency.value == "Hale Partners"
    assert found.company is not None and found.company.value.startswith("Harrow Mutual")


def test_a_research_house_is_no_search_house() -> None:
    found = read("Ann Lee ann@brightfieldresearch.example", "Research Assistant", "We liked your letter.")
    assert found.agency is None
    assert found.company is not None and found.company.value == "Brightfield Research"


def test_another_company_that_the_candidate_speaks_of_is_not_the_employer() -> None:
    found = read(
        "", "Re: Head of Finance", "I have an offer from Vellora.", to="Rita rita@halesearch.example"
    )
    assert found.company is None


def test_a_network_that_passes_a_message_on_makes_nobody_a_company() -> None:
    found = read(
        "LinkedIn messages-noreply@linkedin.com",
        "Ann Lee sent you a message",
        "Hi Jo, I'm hiring a Staff Engineer at Acme Robotics.",
    )
    assert found.company is not None and found.company.value == "Acme Robotics"


def test_a_role_in_a_labelled_line() -> None:
    found = read("Workday acme@myworkday.com", "Thank you", "You applied for: JR0012345 Senior Data Engineer")
    assert found.role is not None and found.role.value == "Senior Data Engineer"
    assert found.requisition == "JR0012345"


def test_the_name_in_use_goes_before_the_registered_one() -> None:
    body = "Thanks for your time at Acme.\n\nBest wishes\nAnn Lee\nTalent Partner\nAcme Stores plc"
    found = read("Ann Lee ann@acme.example", "Buyer at Acme: a first talk", body)
    assert found.company is not None and found.company.value == "Acme"


def test_a_registered_name_is_taken_where_nothing_else_names_the_company_and_loses_its_form() -> None:
    found = read("Ann Lee ann@acmestores.example", "Thursday", "See you then.\n\nAnn Lee\nAcme Stores plc")
    assert found.company is not None and found.company.value == "Acme Stores"


def test_an_agencys_subject_names_the_client_behind_the_title() -> None:
    found = read(
        "Rita Hale rita@redheathsearch.example",
        "Head of Data - Oakhurst Energy (Bristol)",
        "This is a confidential search.",
    )
    assert found.company is not None and found.company.value == "Oakhurst Energy"
    assert found.role is not None and found.role.value == "Head of Data"


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        ("Calendly no-reply@calendly.com", "New Event: 30 Minute Meeting with Mira Voss"),
        ("Elliot Vane inmail-hit-reply@linkedin.com", "RE: a question"),
        ("Ann Lee ann@mailbox.example", "Invitation: Ann / Jo @ Wed Feb 25, 2026 12pm (GMT)"),
    ],
)
def test_people_and_days_are_no_companies(sender: str, subject: str) -> None:
    found = read(sender, subject, author=Author.SYSTEM)
    assert found.company is None or found.company.basis == "domain"


def test_a_title_is_no_company() -> None:
    found = read("Ann Lee ann@acme.example", "Your interview for Chief of Staff")
    assert found.company is not None and found.company.value == "Acme"


def test_an_address_that_a_whole_trade_shares_names_no_house() -> None:
    body = "See you on Tuesday.\n\nMira Voss\nEast Tarn NHS Foundation Trust"
    found = read("Mira Voss mira.voss@nhs.net", "Interview", body)
    assert found.company is not None and found.company.value == "East Tarn NHS Foundation Trust"


@pytest.mark.parametrize(
    ("subject", "company"),
    [
        ("Clinic Manager - Larkhill Dialysis, Skerries", "Larkhill Dialysis"),
        ("Clinic Manager - Larkhill Dialysis (Leeds)", "Larkhill Dialysis"),
        ("JD: Clinic Manager", ""),
    ],
)
def test_a_town_behind_a_comma_is_no_part_of_a_company(subject: str, company: str) -> None:
    found = read("Rita Hale rita@redheathsearch.example", subject, "My client would like to meet you.")
    assert (found.company.value if found.company else "") == company


def test_a_list_of_names_and_a_legal_form_stay_behind_their_commas() -> None:
    assert tidied("Alder, Finch & Lowe") == "Alder, Finch & Lowe"
    assert tidied("Acme, Inc.") == "Acme, Inc"


def test_an_apostrophe_stays_where_the_domain_has_its_s() -> None:
    assert tidied("St Aldric's") == "St Aldric's"
    assert tidied("Hobson's", "hobsons") == "Hobson's"
    assert tidied("Acme's", "acme") == "Acme"


@pytest.mark.parametrize(
    ("sender", "signature", "agency"),
    [
        (
            "Ann Lee ann@larkhill.example",
            "Ann Lee\nLarkhill Health Recruitment",
            "Larkhill Health Recruitment",
        ),
        ("Ann Lee ann@larkhill.example", "Ann Lee\nLarkhill Recruitment Ltd", "Larkhill Recruitment"),
        ("Ann Lee ann@alderlowe.example", "Ann Lee\nAlder & Lowe Search", "Alder & Lowe Search"),
        ("Ann Lee ann@larkhill.example", "Ann Lee\nLarkhill Recruitment Team", ""),
        ("Ann Lee ann@larkhill.example", "Ann Lee\nLarkhill Recruitment", ""),
        ("Ann Lee ann@larkhill.example", "Ann Lee\nLarkhill Research", ""),
    ],
)
def test_an_agency_signs_as_one(sender: str, signature: str, agency: str) -> None:
    found = read(sender, "Clinic Manager", "Are you free on Tuesday?", signature=signature)
    assert (found.agency.value if found.agency else "") == agency


def test_a_house_that_is_named_without_its_department_is_no_agency() -> None:
    body = "Thank you for your interest in Larkhill Health."
    signature = "Ann Lee\nLarkhill Health Recruitment"
    found = read("Ann Lee ann@larkhill.example", "Clinic Manager", body, signature=signature)
    assert found.agency is None
    assert found.company is not None and found.company.value.startswith("Larkhill Health")


def test_a_portal_lists_the_house_below_the_title() -> None:
    body = "Dear Jo\n\nYou applied for:\n\nClinic Manager\nLarkhill NHS Trust\nReference number: 361-CS-77402"
    found = read("NHS Jobs jobs@notifications.service.gov.uk", "Application", body, author=Author.SYSTEM)
    assert found.company is not None and found.company.value == "Larkhill NHS Trust"
    assert found.role is not None and found.role.value == "Clinic Manager"


def test_a_domain_with_a_word_around_the_name_is_spelled_with_the_trade_behind_it() -> None:
    found = read("Ann Lee ann@larkhillgroup.example", "Second round", "We at Larkhill Hospitals liked you.")
    assert found.company is not None and found.company.value == "Larkhill Hospitals"

"""Titles as subjects, summaries of invites and sentences have them. Every name here is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.names.occupation import has_occupation
from classify.names.place import is_place
from classify.names.title import clean
from classify.types import Author
from tests.classify.names.test_claims import read

ME = frozenset({"jo doe", "j doe", "jo"})
OTHERS = frozenset({"ann lee"})


@pytest.mark.parametrize(
    ("phrase", "title"),
    [
        # people on the invite
        ("Jo Doe, Data Platform Lead", "Data Platform Lead"),
        ("Jo Doe (Staff Data Engineer)", "Staff Data Engineer"),
        ("Jo Doe Paralegal", "Paralegal"),
        ("J Doe / Pricing Analyst", "Pricing Analyst"),
        ("Interview with Jo Doe, Graduate Surveyor", "Graduate Surveyor"),
        # talk of the process
        ("phone screen, Staff Data Engineer (Simulation)", "Staff Data Engineer, Simulation"),
        ("Virtual onsite for the Analytics Engineer", "Analytics Engineer"),
        ("Take-home for the Senior Buyer role", "Senior Buyer"),
        ("Zweites Gespräch Datenanalystin Windertrag", "Datenanalystin Windertrag"),
        ("Planner - second interview", "Planner"),
        ("BI Lead shortlist", "BI Lead"),
        ("We have your application - Customer Adviser", "Customer Adviser"),
        # words of an interview that are a title's here
        ("Second round - Technical Project Manager", "Technical Project Manager"),
        ("Interview Process Engineer", "Process Engineer"),
        ("Call Centre Manager", "Call Centre Manager"),
        ("New Business Manager", "New Business Manager"),
        ("Contract Manager", "Contract Manager"),
        ("Re-scheduled Senior Buyer", "Senior Buyer"),
        ("Assessment Outpatient Manager", "Outpatient Manager"),
        ("Assessment Officer", "Assessment Officer"),
        ("References for Ward Manager", "Ward Manager"),
        ("Offer of employment Senior Buyer", "Senior Buyer"),
        ("Stage 2 Senior Buyer", "Senior Buyer"),
        ("Zusage Projektleiter", "Projektleiter"),
        # the house around a title
        ("Acme Clinic Manager", "Clinic Manager"),
        ("Clinic Manager Acme", "Clinic Manager"),
        ("Clinic Manager for Acme", "Clinic Manager"),
        ("Clinic Manager with Acme Dialysis", "Clinic Manager"),
        ("Ward Manager bei Klinikum Nord", "Ward Manager"),
        ("Practice Manager for Larkhill Family Practice", "Practice Manager"),
        ("Teacher for Special Needs", "Teacher for Special Needs"),
        ("Senior Buyer x Acme", "Senior Buyer"),
        # numbers
        ("Pricing Analyst AF-1187", "Pricing Analyst"),
        ("431-MCH-2207 Information Analyst", "Information Analyst"),
        ("Trainee Solicitor 2027", "Trainee Solicitor 2027"),
        ("TA Level 2", "TA Level 2"),
        # adverts
        ("newly created BI Lead", "BI Lead"),
        ("UK-based Analytics Engineer", "Analytics Engineer"),
        ("freelance Visitor Data Consultant", "Visitor Data Consultant"),
        ("interim Finance Business Partner", "Finance Business Partner"),
        ("Interim Finance Director", "Interim Finance Director"),
        # where and on what terms, against what the work is about
        ("Staff Data Engineer (Remote, UK)", "Staff Data Engineer"),
        ("UX Researcher (12 month FTC, hybrid, Manchester)", "UX Researcher"),
        ("Senior Buyer - maternity cover - Leeds", "Senior Buyer"),
        ("Senior Data Engineer (Fleet Telemetry)", "Senior Data Engineer, Fleet Telemetry"),
        ("Senior Data Engineer, Market Data", "Senior Data Engineer, Market Data"),
        ("Data Product Manager - Payments", "Data Product Manager - Payments"),
        ("Data Scientist - Fraud & Risk", "Data Scientist - Fraud & Risk"),
        ("Data Scientist - Thornapple", "Data Scientist"),
        ("Data Scientist, Acme", "Data Scientist"),
        ("BI Lead, Acme Freight", "BI Lead"),
        # sentences that go on, brackets that do not close
        ("Insights Analyst stood out", "Insights Analyst"),
        ("Data Engineer (Platform", "Data Engineer, Platform"),
        ("Data Engineer)", "Data Engineer"),
        ("Head of data platform", "Head of data platform"),
        ("Teacher of Music", "Teacher of Music"),
        # somebody else's title, and no title
        ("Ann Lee, Head of Data", ""),
        ("Coffee with our Head of Data, Ann", ""),
        ("Jo Doe with Dr. Lee, VP Data", ""),
        ("heads up", ""),
    ],
)
def test_a_title_loses_what_is_no_title(phrase: str, title: str) -> None:
    assert clean(phrase, "Acme", ME, OTHERS) == title


@pytest.mark.parametrize(
    "phrase", ["Remote, UK", "London-based", "12 months", "Grade 7", "hybrid", "Full time, Leeds"]
)
def test_terms_and_places_are_told_from_fields(phrase: str) -> None:
    assert is_place(phrase)
    assert not is_place("Fleet Telemetry")
    assert not is_place("Remote Sensing")


@pytest.mark.parametrize(
    "title",
    [
        "Datenanalystin",
        "Softwareentwickler",
        "Pflegefachkraft",
        "Chargée de communication",
        "Financieel Medewerker",
    ],
)
def test_occupations_are_known_in_other_languages(title: str) -> None:
    assert has_occupation(title)


@pytest.mark.parametrize(
    ("subject", "body", "role"),
    [
        (
            "Invitation: Jo Doe <> Ann Lee - Process Engineer interview @ Thu 26 Feb 2026 10am (GMT) (jo@x)",
            "",
            "Process Engineer",
        ),
        ("Deine Bewerbung als Datenanalystin Windertrag (m/w/d)", "", "Datenanalystin Windertrag"),
        ("Bewerbung als Softwareentwickler:in Backend", "", "Softwareentwickler Backend"),
        ("Uitnodiging gesprek Adviseur Duurzaamheid", "", "Adviseur Duurzaamheid"),
        ("Data Product Manager - Payments: first talk", "", "Data Product Manager - Payments"),
        ("Your application for Senior Data Engineer, Market Data", "", "Senior Data Engineer, Market Data"),
        ("Lecturer in Soil Science - interview", "", "Lecturer in Soil Science"),
        (
            "Hello",
            "I'm hiring for a Senior Product Analyst (Marketplace).",
            "Senior Product Analyst, Marketplace",
        ),
    ],
)
def test_titles_in_subjects_and_sentences(subject: str, body: str, role: str) -> None:
    found = read("Ann Lee ann@acme.example", subject, body).role
    assert found is not None
    assert found.value == role


def test_a_possessive_is_no_abbreviated_occupation() -> None:
    assert has_occupation("Assistant QS")
    assert not has_occupation("panel + a couple of q's")


def test_a_trade_that_company_and_title_share_stays() -> None:
    assert clean("Solar Engineer", "Solar Works") == "Solar Engineer"
    assert clean("Head of Solar", "Solar Works") == "Head of Solar"


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("Our office in Skerries opens at nine.", "Senior Buyer"),
        ("It is a Skerries-based role.", "Senior Buyer"),
        ("See you at the Skerries branch.", "Senior Buyer"),
        ("See you.", "Senior Buyer"),
    ],
)
def test_a_town_of_no_list_is_told_by_how_the_text_speaks_of_it(body: str, role: str) -> None:
    found = read("Ann Lee ann@acme.example", "Senior Buyer, Skerries", body).role
    assert found is not None
    assert found.value == role


def test_a_title_goes_on_over_a_line_that_was_broken_at_a_width() -> None:
    body = "It is my great pleasure to offer you the role of Director of Clinical\nOperations at Acme."
    found = read("Ann Lee ann@acme.example", "Your offer", body).role
    assert found is not None
    assert found.value == "Director of Clinical Operations"


def test_a_system_lists_an_opening_above_the_companys_name() -> None:
    body = "Your application was sent to Acme Robotics\nSite Reliability Engineer\nAcme Robotics · London"
    found = read("LinkedIn jobs-noreply@linkedin.com", "Your application was sent to Acme Robotics", body)
    assert found.role is not None
    assert found.role.value == "Site Reliability Engineer"
    signed = read(
        "Ann Lee ann@acme.example", "Hello", "See you then.\nAnn Lee\nHR Adviser\nAcme", author=Author.PERSON
    )
    assert signed.role is None


@given(st.text(max_size=200))
def test_cleaning_never_raises_and_settles(phrase: str) -> None:
    once = clean(phrase, "Acme", ME, OTHERS)
    assert len(once) <= 200


@pytest.mark.parametrize(
    ("subject", "body", "role"),
    [
        ("Moving quickly on Customer Success Lead", "", "Customer Success Lead"),
        ("Staff Midwife, Ennis: how it works", "", "Staff Midwife"),
        ("The abbey's forester", "", "forester"),
        ("Your application (Signal Systems Engineer)", "", "Signal Systems Engineer"),
        ("Manager - Rolling Mill", "", "Manager - Rolling Mill"),
        ("Volunteer Co-ordinator: an update", "", "Volunteer Co-ordinator"),
        ("FD role, Midlands", "", "FD"),
        ("Teacher of Chemistry, Ridley Academy", "", "Teacher of Chemistry"),
        (
            "How did we do?",
            "You took part in our process at Acme (Crewing Coordinator).",
            "Crewing Coordinator",
        ),
        ("Received", "Your submission for Fund Accountant reached us today.", "Fund Accountant"),
        ("Received", "Thank you for applying to Job 25001127, Process Engineer.", "Process Engineer"),
        ("Hello", "Dear Jo,\n\nReceptionist and Admissions Assistant\n\n" + "We thank you. " * 5, None),
        ("Hello", "We need a shipwright and a horticulturalist.", None),
        ("Thursday", "Meet our shortlist and checklist.", ""),
    ],
)
def test_what_the_mail_calls_the_opening(subject: str, body: str, role: str | None) -> None:
    found = read("Ann Lee ann@acme.example", subject, body).role
    if role is None:
        assert found is not None
    else:
        assert (found.value if found else "") == role

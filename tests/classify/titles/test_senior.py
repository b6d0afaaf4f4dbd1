"""Who is senior, in the languages that mail to applicants comes in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.titles.senior import is_senior


@pytest.mark.parametrize(
    "title",
    [
        "VP Engineering",
        "VP, Engineering",
        "Vice President, Human Resources",
        "Director",
        "Head of People",
        "Managing Director, Group Finance",
        "Head - HR",
        "Head, Data Science",
        "CTO & Co-Founder",
        "Chief Executive",
        "Partner",
        "Partner, CFO Practice",
        "Managing Partner",
        "Owner",
        "Dean of Science",
        "The Dean",
        "Principal",
        "Headteacher, Larkhill Primary School",
        "Plant Manager",
        "General Manager",
        "Chief Estimator",
        "Vice-Chancellor",
        "Geschäftsführer",
        "Geschaeftsfuehrerin",
        "Geschäftsführer:in",
        "Leiterin Personal",
        "Directeur technique",
        "Directrice générale",
        "DRH",
        "Directora de Ingeniería",
        "Amministratore Delegato",
        "Sócio",
        "Toimitusjohtaja",
        "Dyrektor Finansowy",
        "Ředitel",
        "VD",
        "Personalchef",
        "Algemeen directeur",
        "Assistant Manager; CEO",
        "HEAD OF DATA",
        "Director-Finance",
    ],
)
def test_leaders_are_senior(title: str) -> None:
    assert is_senior(title)


@pytest.mark.parametrize(
    "title",
    [
        "Deputy Director",
        "Assistant to the CEO",
        "Executive Assistant to the Chief Executive",
        "PA to Tom Smith, CEO",
        "Director's assistant",
        "Director’s Assistant",
        "Office of the CTO",
        "CEO Office",
        "Chief of Staff to the CEO",
        "HR Business Partner",
        "Talent Partner",
        "Client Partner",
        "Partner Manager",
        "Product Owner",
        "Scrum Master",
        "Account Executive",
        "Account Director",
        "Executive Recruiter",
        "Associate Director",
        "AVP, Talent",
        "Former CTO",
        "Assistant Vice President",
        "Team Lead",
        "Engineering Manager",
        "Principal Engineer",
        "Head Chef",
        "Vice Dean",
        "Directeur adjoint",
        "Director de proyecto",
        "Assistante de direction",
        "Stellvertretender Leiter Personal",
        "Referentin der Geschäftsführung",
        "adjunct-directeur",
        "Zastępca dyrektora",
        "Teamleiter",
        "Responsable RH",
        "Founder's Associate",
        "Headhunter",
        "Subdirector",
        "Dean Whitcombe",
        "Jo Viceroy",
        "",
    ],
)
def test_lesser_forms_are_not(title: str) -> None:
    assert not is_senior(title)


def test_a_text_that_names_several_people_is_senior_where_one_of_them_is() -> None:
    assert is_senior("Interview with Ana (VP Data) and Bo (HR Business Partner)")
    assert not is_senior("Interview with Ana (Staff Engineer) and Bo (EA to the CTO)")


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    assert is_senior(text) in {True, False}

"""What an invite's subject says around its title, and what no name of a house or an opening is."""

from __future__ import annotations

import pytest

from classify.names.believable import believable
from classify.names.requisition import requisition
from classify.names.subject import bare
from classify.types import Author
from tests.classify.names.test_claims import read


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Invitation: Faculty talk @ Weekly from 10am to 10:45am on Tuesday 3 times (jo@x)", "Faculty talk"),
        ("Invitation: Faculty talk @ Every 2 weeks from 3pm to 4pm on Monday (GMT) (jo@x)", "Faculty talk"),
        ("Updated invitation: Faculty talk @ Tue 4 Aug 2026 3pm - 4pm (AEST) (jo@x)", "Faculty talk"),
        ("Staff Engineer @ Every", "Staff Engineer @ Every"),
    ],
)
def test_when_a_meeting_is_stands_behind_its_title_and_is_no_part_of_it(subject: str, title: str) -> None:
    assert bare(subject) == title


@pytest.mark.parametrize("phrase", ["Follow-up", "On-site", "Second round", "Weekly", "Final stage"])
def test_what_a_round_is_called_is_no_company(phrase: str) -> None:
    assert not believable(phrase)


def test_a_company_may_have_such_a_word_in_its_name() -> None:
    assert believable("Onsite Energy")
    assert believable("Weekly Planet")


@pytest.mark.parametrize(
    ("subject", "number"),
    [
        ("Application received - Principal Legal Officer (512208)", "512208"),
        ("Principal Legal Officer (512208): assessment day", "512208"),
        ("Graduate Programme (2026)", ""),
        ("Call me (5)", ""),
    ],
)
def test_a_long_number_behind_a_title_is_its_requisition(subject: str, number: str) -> None:
    assert requisition(subject, "") == number


def test_a_service_that_is_called_as_its_domain_is_no_employer() -> None:
    said = read("Cal.com no-reply@cal.com", "Confirmed: Round two with Shay Whitcomb", author=Author.SYSTEM)
    assert said.company is None or said.company.value != "Cal.com"

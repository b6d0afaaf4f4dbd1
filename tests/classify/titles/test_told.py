"""Titles that a text tells of the people it names, and what a mail as a whole tells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.read import read
from classify.titles.told import beside, told
from classify.types import Titled
from tests.classify.messages import ME, OWN, message


def pairs(text: str, role: str = "") -> list[tuple[str, str]]:
    return [(one.name, one.title) for one in told(text, role)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "You will meet Ana Lopes (VP Engineering) and Jo Li, Head of Data",
            [("Ana Lopes", "VP Engineering"), ("Jo Li", "Head of Data")],
        ),
        ("Interviewers: Ana Lopes – CTO", [("Ana Lopes", "CTO")]),
        (
            "Ana Lopes – VP, Engineering\nJo Li - Staff Engineer\n",
            [("Ana Lopes", "VP, Engineering"), ("Jo Li", "Staff Engineer")],
        ),
        (
            "Meet Maeve Lawless, our managing partner, who likes to talk.",
            [("Maeve Lawless", "managing partner")],
        ),
        ("Please meet our CTO Ana Lopes and Jo Li (HR).", [("Ana Lopes", "CTO")]),
        ("the Headteacher, Mrs Dunmore, will show you round", [("Mrs Dunmore", "Headteacher")]),
        ("Sie treffen unsere Geschäftsführerin Petra Maier.", [("Petra Maier", "Geschäftsführerin")]),
        (
            "Vous rencontrerez Luc Petit, directeur technique, et Anne Roy (DRH).",
            [("Luc Petit", "directeur technique"), ("Anne Roy", "DRH")],
        ),
    ],
)
def test_people_are_named_with_their_titles(text: str, found: list[tuple[str, str]]) -> None:
    assert pairs(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "reports to our CTO. Jo Li will call",
        "Ana Lopes, who is the director, sends her best",
        "Best Regards, Director",
        "Ana Lopes\nDirector",
    ],
)
def test_a_title_elsewhere_is_nobodys(text: str) -> None:
    assert pairs(text) == []


def test_the_opening_is_no_title_of_an_interviewer() -> None:
    assert pairs("Interview: Ana Lopes - Head of Data", "Head of Data") == []


@pytest.mark.parametrize(
    ("shown", "apart"),
    [
        ("Jo Li, VP Engineering", ("Jo Li", "VP Engineering")),
        ("Jo Li (HR Business Partner)", ("Jo Li", "HR Business Partner")),
        ("Li, Jo", ("Li, Jo", "")),
        ("Jo Li (Acme)", ("Jo Li (Acme)", "")),
        ("Dean Whitcombe", ("Dean Whitcombe", "")),
    ],
)
def test_a_display_name_is_taken_apart(shown: str, apart: tuple[str, str]) -> None:
    assert beside(shown) == apart


BODY = (
    "Hi Max,\n\nwe would like to invite you to an interview on Friday. You will meet Ana Lopes (CTO).\n\n"
    "Best\nJane Roe\nHead of People"
)


def test_a_reading_has_the_writers_title_first_and_then_those_it_tells() -> None:
    assert read(message(BODY, "Interview"), ME).titles == (
        Titled("Jane Roe", "Head of People", "jane.roe@acme.com"),
        Titled("Ana Lopes", "CTO"),
    )


def test_the_candidates_own_mail_tells_no_titles() -> None:
    own = replace(message(BODY, "Interview", OWN), labels=("Sent",))
    assert read(own, ME).titles == ()


def test_the_candidate_is_no_interviewer() -> None:
    body = BODY.replace("Ana Lopes (CTO)", "Ana Lopes (CTO) and talk about Max Mustermann (Head of Data)")
    assert [one.name for one in read(message(body, "Interview"), ME).titles] == ["Jane Roe", "Ana Lopes"]


@given(st.text(alphabet="AaBb ,.()-–\nCTO", max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    assert all(one.title and one.name for one in told(text))

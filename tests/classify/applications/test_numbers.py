from __future__ import annotations

from classify.applications.numbers import numbered
from tests.classify.applications.letters import ack, grouped, letter, sets


def test_a_number_known_from_one_letter_is_seen_in_another() -> None:
    one = letter("a", 0, "x@acme.example", requisition="431-MCH-2207")
    other = letter("b", 1, "x@acme.example", subject="Interview expenses: 431-mch-2207")
    assert [seen.requisition for seen in numbered([one, other])] == ["431-MCH-2207", "431-MCH-2207"]


def test_a_letter_that_repeats_two_numbers_has_neither() -> None:
    letters = [
        letter("a", 0, "x@acme.example", requisition="REQ-1001"),
        letter("b", 0, "x@acme.example", requisition="REQ-1002"),
        letter("c", 1, "x@acme.example", mentions="about REQ-1001 and REQ-1002"),
    ]
    assert numbered(letters)[2].requisition == ""


def test_a_number_of_few_digits_is_not_looked_for() -> None:
    letters = [
        letter("a", 0, "x@acme.example", requisition="R-12"),
        letter("b", 1, "x@acme.example", mentions="room R-12"),
    ]
    assert numbered(letters)[1].requisition == ""


def test_a_number_joins_a_name_and_a_domain_that_abridges_it() -> None:
    result = grouped(
        ack("a", 0, "Mirrorfield Community Health Trust", "Analyst", requisition="431-MCH-2207"),
        letter(
            "b",
            5,
            "me",
            to="Lo lo@mirrorfield-health.example",
            company="Mirrorfield Health",
            basis="domain",
            subject="431-MCH-2207 slot",
        ),
        ack("c", 9, "Mirrorfield Community Health Trust", "", subject="Expenses: 431-MCH-2207"),
    )
    assert sets(result) == ["a b c"]


def test_one_number_at_two_companies_stays_apart() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Cook", requisition="REQ-1001"),
        ack("b", 1, "Borealis", "Cook", requisition="REQ-1001"),
    )
    assert sets(result) == ["a", "b"]

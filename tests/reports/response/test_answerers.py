from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.types import Address
from reports.overview import Card, overview
from reports.response.answerers import Answerer, by_company, by_recruiter, by_stage, sides
from reports.response.responsiveness import together
from tests.reports.conversations import UNTIMED, conversations
from tests.reports.searches import NOW, PERSON, at, history, me, person, search, system

KATE = Address("Kate Mills", "kate@acme.example")


def cards(*known) -> tuple[Card, ...]:
    return overview(known, PERSON, NOW)


def asked(day: int, *, by: Address = KATE, agency: bool = False, took: int = 1) -> list:
    """A question of the candidate's and its answer."""
    answer = person(f"11-{day:02} {9 + took:02}:00", sender=by, agency=agency, key=f"{day}-{by.email}")
    return [me(f"11-{day:02} 09:00", asks=True, key=f"{day}-me-{by.email}"), answer]


def rows(found: tuple[Answerer, ...]) -> list[tuple[str, int, int]]:
    """Name, replies, waiting."""
    return [(one.name, one.pace.n, len(one.pace.waiting)) for one in found]


def test_applications_at_one_company_are_taken_together():
    first = history(*asked(2), *asked(3), company="Acme Ltd", id="a1")
    second = history(*asked(4), *asked(5), company="ACME", id="a2")
    (one,) = by_company(cards(first, second), 3)
    assert (one.name, one.pace.n, one.pace.plain.median) == ("ACME", 4, 1)  # as it was last written


def test_companies_without_a_name_stay_apart():
    assert len(by_company(cards(*(history(*asked(2), company="", id=one) for one in ("a1", "a2"))), 3)) == 2


OMAR = Address("Omar Said", "omar@brighttalent.example")


def test_an_agency_is_told_apart_from_its_client():
    known = history(*asked(2, by=OMAR, agency=True), *asked(3), *asked(4), agency="Bright Talent")
    found = by_company(cards(known), 3)
    assert {(one.name, one.agency, one.pace.n) for one in found} == {
        ("Acme", False, 2),
        ("Bright Talent", True, 1),
    }
    assert sides(cards(known)[0], 3) == found


def test_one_agency_with_two_clients_is_one_row():
    through = {"agency": "Bright Talent"}
    first = history(*asked(2, by=OMAR, agency=True), company="Acme", id="a1", **through)
    second = history(*asked(3, by=OMAR, agency=True), company="Oak", id="a2", **through)
    assert rows(by_company(cards(first, second), 3)) == [("Bright Talent", 2, 0)]


def test_who_wrote_last_owes_the_answer():
    to_client = history(
        *asked(2, by=OMAR, agency=True), *asked(3), me("11-04 09:00", asks=True), agency="Bright"
    )
    found = by_company(cards(to_client), 3)
    assert sorted(rows(found)) == [("Acme", 1, 1), ("Bright", 1, 0)]
    nobody_yet = history(me("11-04 09:00", asks=True), agency="Bright")
    assert rows(by_company(cards(nobody_yet), 3)) == [("Bright", 0, 1)]


def test_each_person_who_answered_has_a_row():
    known = history(*asked(2), *asked(3, by=Address("Li Wang", "li@acme.example")), *asked(4))
    found = by_recruiter(cards(known), 3)
    assert rows(found) == [("Kate Mills", 2, 0), ("Li Wang", 1, 0)]
    assert {one.house for one in found} == {"Acme"}


@pytest.mark.parametrize(
    ("other", "persons"),
    [
        (Address("Kate Mills", "k.mills@mail.acme.example"), 1),
        (Address("MILLS, Kate", "k.mills@acme.example"), 1),
        (Address("", "kate@acme.example"), 1),  # the same address without its name
        (Address("Kate Mills", "kate@other.example"), 2),
        (Address("Kate Moss", "k.mills@acme.example"), 2),
        (Address("Li Wang", "kate@acme.example"), 2),  # two persons at one desk
        (Address("", "jobs@acme.example"), 2),
    ],
)
def test_two_addresses_are_one_person_where_name_and_domain_agree(other, persons):
    assert len(by_recruiter(cards(history(*asked(2), *asked(3, by=other))), 3)) == persons


def test_a_domain_that_many_share_makes_nobody_the_same():
    first, second = (Address("Kate Mills", f"{name}@gmail.com") for name in ("kate", "kate.mills"))
    assert len(by_recruiter(cards(history(*asked(2, by=first), *asked(3, by=second))), 3)) == 2


def test_under_three_replies_there_are_no_figures():
    (one,) = by_recruiter(cards(history(*asked(2), *asked(3))), 3)
    assert one.pace.plain.median is None
    assert [delay.hours for delay in one.pace.replies] == [1, 1]


def test_a_turn_belongs_to_the_stage_in_which_it_began():
    known = history(
        me("11-02 09:00", "application_sent", asks=True),
        system("11-02 09:01", "application_received"),
        person("11-03 09:00", "interview_invitation", subject="Phone screen", asks=True),
        me("11-03 10:00", asks=True),
        person("11-03 12:00"),
        me("11-04 09:00", asks=True),
    )
    assert rows(by_stage(cards(known), 3)) == [("applied", 1, 0), ("screening", 1, 1)]


def test_a_rejection_by_a_system_is_no_answer_of_the_stage():
    known = history(me("11-02 09:00", "application_sent", asks=True), system("11-04 09:00", "rejection"))
    (one,) = by_stage(cards(known), 3)
    assert (one.pace.n, one.pace.longest_hours, one.pace.waiting) == (0, 48, ())


def test_nobody_is_listed_where_nothing_was_asked():
    assert by_company(cards(history(person("11-02 09:00"))), 3) == ()
    assert by_recruiter((), 3) == by_stage((), 3) == ()


# What follows holds for any search.


@settings(UNTIMED, max_examples=40)
@given(st.lists(conversations(least=1), max_size=3))
def test_every_turn_is_in_one_company_and_one_stage_and_every_reply_with_one_person(every):
    known = [replace(one, id=f"a{place}", company=f"Firm {place % 2}") for place, one in enumerate(every)]
    shown = overview(known, PERSON, at("06-01 09:00"))
    pace = together((card.response for card in shown), 3)
    for group in (by_company, by_stage):
        found = [one for row in group(shown, 3) for one in row.pace.asked]
        assert sorted(map(repr, found)) == sorted(map(repr, pace.asked))
    assert sum(row.pace.n for row in by_recruiter(shown, 3)) == pace.n


@given(st.permutations(search()))
@settings(UNTIMED, max_examples=10)
def test_the_order_of_applications_does_not_matter(shuffled):
    first, second = cards(*search()), cards(*shuffled)
    for group in (by_company, by_recruiter, by_stage):
        assert rows(group(first, 3)) == rows(group(second, 3))

from __future__ import annotations

import pytest

from ingest.types import Address
from reports.people import full_name, greeted, interviewers, listed, names
from reports.response.working_hours import clock_of
from reports.snapshot import snapshot
from tests.reports.searches import NOW, PERSON, event, history, me, sighted


@pytest.mark.parametrize(
    ("written", "full", "hello"),
    [
        ("Jo Li", "Jo Li", "Jo"),
        ("Li, Jo", "Jo Li", "Jo"),
        ("Li, Jo (Acme)", "Jo Li", "Jo"),
        ("'Jo Li'", "Jo Li", "Jo"),
        ("Jo Li via Calendar", "Jo Li", "Jo"),
        ("Jo Li, VP Engineering", "Jo Li", "Jo"),
        ("Jo Li | Acme", "Jo Li", "Jo"),
        ("Dr. Anand Kulkarni", "Dr. Anand Kulkarni", "Dr. Kulkarni"),
        ("Ms Jo Li", "Ms Jo Li", "Jo"),
        ("Sinéad O'Neill-Byrne", "Sinéad O'Neill-Byrne", "Sinéad"),
        ("Müller, Jürgen", "Jürgen Müller", "Jürgen"),
        ("jo@acme.example", "", ""),
        ("", "", ""),
        ("   ", "", ""),
        ("<script>", "", ""),
        ("R2D2 9000", "", ""),
    ],
)
def test_a_name_is_told_from_what_stands_around_it(written, full, hello):
    assert (full_name(written), greeted(written)) == (full, hello)


def test_a_long_list_is_cut():
    assert listed(()) == ""
    assert listed(("Jo",)) == "Jo"
    assert listed(("Jo", "Li")) == "Jo and Li"
    assert listed(("Jo", "Li", "Omar")) == "Jo, Li and Omar"
    assert listed(("Jo", "Li", "Omar", "Ben")) == "Jo, Li and 2 others"


def test_who_organises_is_an_interviewer_only_where_nobody_else_is():
    jo = Address("Jo Li", "jo@acme.example")
    both = sighted(event("u", "11-25 10:00", people=(jo,)), "11-18 09:00")
    alone = sighted(event("v", "11-26 10:00"), "11-18 09:00")
    known = history(me("11-01 08:00"), sightings=(both, alone))
    first, second = snapshot(known, PERSON, clock_of(PERSON), NOW).interviews
    assert names(interviewers(first, PERSON)) == ("Jo Li",)
    assert [one.email for one in interviewers(second, PERSON)] == ["kate@acme.example"]

from __future__ import annotations

from classify.applications.draft import NAMES, Draft, count
from classify.applications.index import MOST
from tests.classify.applications.letters import START, grouped, letter, sets


def test_a_letter_finds_its_application_among_more_of_one_agency_than_are_looked_at() -> None:
    rita = "Rita rita@basaltsearch.example"
    flood = [
        letter(
            f"k{n}",
            n / 50,
            rita,
            agency="Basalt Search",
            company=f"Acme{n}",
            role="Cook",
            signals="recruiter_outreach",
        )
        for n in range(MOST * 2)
    ]
    late = letter(
        "z", 9, rita, agency="Basalt Search", company="Acme3", role="Cook", signals="interview_invitation"
    )
    assert "k3 z" in sets(grouped(*flood, late))


def test_an_application_keeps_a_bounded_number_of_names() -> None:
    draft = Draft("a", START, START)
    for n in range(NAMES * 3):
        count(draft.companies, f"Acme{n}", 1.0)
    count(draft.companies, "Acme0", 1.0)
    assert len(draft.companies) == NAMES
    assert draft.companies["Acme0"] == 2.0

"""The title that the writer of a mail signs with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.newtext.split import split
from classify.titles.signature import signed
from ingest.types import Address

JANE = Address("Jane Roe", "jane.roe@acme.com")


def title(ending: str, sender: Address = JANE, company: str = "") -> str:
    return signed(split(f"Hi Max,\n\ncould we talk on Friday at ten?\n\n{ending}"), sender, company)


@pytest.mark.parametrize(
    ("ending", "found"),
    [
        ("Best regards,\nJane Roe\nVP Engineering, Acme", "VP Engineering"),
        ("Best regards\nJane\nSenior Technical Recruiter | Acme", "Senior Technical Recruiter"),
        ("-- \nJane Roe (she/her)\nHead of People\nAcme Ltd\n+44 20 7946 0000", "Head of People"),
        ("Kind regards,\n\nJane Roe, MBA, VP, Engineering", "VP, Engineering"),
        ("Jane Roe | Director | Acme", "Director"),
        ("Mit freundlichen Grüßen\ni. A. Jane Roe\nPersonalreferentin", "Personalreferentin"),
        (
            "Cordialement,\nDr Jane Roe\nDirectrice technique / Chief Technology Officer",
            "Directrice technique / Chief Technology Officer",
        ),
        ("Thanks,\nJ. Roe\nSr. Recruiter at Acme", "Sr. Recruiter"),
        ("Best,\nJane Roe\n+44 20 7946 0000\nManager - Human Resources", "Manager - Human Resources"),
        ("Best,\nJane Roe\nSenior Vice President,\nEngineering", "Senior Vice President, Engineering"),
        ("Best,\nJane Roe\nPA to Tom Smith, CEO", "PA to Tom Smith, CEO"),
    ],
)
def test_the_title_stands_below_the_name_or_beside_it(ending: str, found: str) -> None:
    assert title(ending) == found


@pytest.mark.parametrize(
    "ending",
    [
        "Best regards,\nTom Smith\nCTO",  # who did not write it
        "Best,\nJane\nTom Smith, CTO",
        "Best,\nJane Roe\nHR Department",
        "Best,\nJane Roe\nAcme Consulting Engineers",
        "Best,\nJane Roe\nSmith Partners LLP",
        "Best,\nJane Roe\nWe're hiring engineers!",
        "Best,\nJane Roe\nAcme GmbH, Geschäftsführer: Tom Smith, HRB 12345",
        "Best,\nJane Roe\n\nGeschäftsführer: Tom Smith\nAmtsgericht Bonn, HRB 12345",
        "Best,\nJane Roe\n\nGeschäftsführer Tom Smith\nAmtsgericht Bonn, HRB 12345",
        "Best,\nJane Roe\nLinkedIn | Facebook | X",
        "Our director Tom Smith will call you.\n\nBest,\nJane Roe",
        "Best,\nJane Roe",
    ],
)
def test_what_is_no_title_of_the_writer_is_none(ending: str) -> None:
    assert title(ending) == ""


def test_a_desk_has_no_title() -> None:
    assert title("Regards,\nJane Roe\nHR Manager", Address("HR Shared Services", "hr@acme.com")) == ""


def test_a_title_in_the_senders_name_counts_where_nothing_else_does() -> None:
    assert title("Best,\nJane", Address("Jane Roe, Head of Data", "jane@acme.com")) == "Head of Data"


def test_the_name_of_the_house_is_no_part_of_the_title() -> None:
    assert (
        title("Best,\nJane Roe\nPartner, Aldgate Search", Address("Jane Roe", "jane@aldgatesearch.com"))
        == "Partner"
    )
    assert title("Best,\nJane Roe\nPartner, Birch & Sons", company="Birch & Sons") == "Partner"
    assert title("Best,\nJane Roe\nDirector, Data Platform") == "Director, Data Platform"


TITLES = [
    "VP Engineering",
    "Head of People",
    "Senior Recruiter",
    "Directeur technique",
    "Geschäftsführerin",
    "Engineering Manager",
]
NAMES = ["Jane Roe", "Ana Lopes", "Zoë van Dijk", "Marta Núñez", "Jörg Meyer-Lang", "Siân O'Neill"]
LAYOUTS = [
    "Best regards,\n{name}\n{title}\nAcme",
    "-- \n{name}\n{title} | Acme\n+44 20 7946 0000",
    "Kind regards\n\n{name} | {title} | Acme",
    "Thanks,\n{name}, {title}",
    "Viele Grüße\n{name}\n{title}, Acme",
    "Cheers,\n{name} (they/them)\n{title}\nwww.acme.com",
]


@given(st.sampled_from(NAMES), st.sampled_from(TITLES), st.sampled_from(LAYOUTS))
def test_every_usual_layout_is_read(name: str, what: str, layout: str) -> None:
    assert title(layout.format(name=name, title=what), Address(name, "x@acme.com"), "Acme") == what


@given(st.text(max_size=400), st.text(max_size=40))
def test_no_signature_is_too_strange(ending: str, name: str) -> None:
    assert len(title(ending, Address(name, "x@acme.com"))) <= 200

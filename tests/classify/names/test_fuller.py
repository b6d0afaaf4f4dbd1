"""Names that a message gives in part, shortened, run together, or for another. Every name is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.names.domains import pretty
from classify.names.fuller import fuller
from classify.names.kin import kin, turned
from classify.names.spelling import desk_name
from classify.senders import kind
from classify.types import Author
from tests.classify.names.test_claims import read


@pytest.mark.parametrize(
    ("label", "text", "name"),
    [
        ("orlandcu", "Ann Lee\nOrland Credit Union, Dayton", "Orland Credit Union"),
        ("thornbytrust", "Thornby NHS Trust - Recruitment", "Thornby NHS Trust"),
        ("quarrymed", "at Quarry Medical Group, please", "Quarry Medical Group"),
        ("larchfab", "Larch Fabrication LLC", "Larch Fabrication LLC"),
        ("institut-moorkunde", "Institut für Moorkunde", "Institut für Moorkunde"),
        ("quarrymed", "Quarry Lane is closed", ""),
        ("quarrymed", "Quarry Data Engineer", ""),
    ],
)
def test_a_shortened_label_is_found_in_the_full_name(label: str, text: str, name: str) -> None:
    assert kin(label, text) == name


def test_a_signature_may_name_another_trade_than_the_domain() -> None:
    assert kin("tirmoretyres", "Tirmore Plant Hire") == ""
    assert kin("tirmoretyres", "Tirmore Logistics", signed=True) == "Tirmore Logistics"


@pytest.mark.parametrize(
    ("label", "text", "name"),
    [
        ("westmoor-uni", "the University of Westmoor", "University of Westmoor"),
        ("amberg-brauerei", "Brauerei Amberg", "Brauerei Amberg"),
        ("westmoor-uni", "the University of Eastmoor", ""),
    ],
)
def test_a_label_may_have_the_words_the_other_way_round(label: str, text: str, name: str) -> None:
    assert turned(label, text) == name


@given(st.text(alphabet="aAbB &-.\n", max_size=200), st.text(alphabet="ab-", max_size=12))
def test_any_text_can_be_asked_for_any_label(text: str, label: str) -> None:
    assert isinstance(kin(label, text, signed=True), str)
    assert isinstance(turned(label, text), str)


@pytest.mark.parametrize(
    ("label", "people", "name"),
    [
        ("savannahschools", "", "Savannah Schools"),
        ("coromandelports", "", "Coromandel Ports"),
        ("coralbaychildcare", "", "Coral Bay Child Care"),
        ("smithandrowe", "", "Smith & Rowe"),
        ("mcadamsheep", "Lachlan McAdam", "McAdam Sheep"),
        ("mueller-uhren", "Lukas Müller", "Müller Uhren"),
        ("kochundsoehne", "Martina Koch", "Koch & Söhne"),
        ("fernandezlaw", "", "Fernandez Law"),
        ("fernhill", "", "Fernhill"),
    ],
)
def test_a_label_is_parted_by_known_words_and_by_its_peoples_names(
    label: str, people: str, name: str
) -> None:
    assert pretty(label, people) == name


@pytest.mark.parametrize(
    ("name", "sender", "label", "full"),
    [
        ("Desert Sky", "", "desertskyhospital", "Desert Sky Hospital"),
        ("Kando", "", "kando-precision", "Kando Precision"),
        ("Orley", "Orley", "orley-studios", "Orley"),
        ("Calder", "Calder Schools Trust", "calder", "Calder Schools Trust"),
        ("Acme", "", "acmecareers", "Acme"),
        ("Acme", "", "acme-nights", "Acme"),
    ],
)
def test_the_domain_and_the_desk_complete_a_name(name: str, sender: str, label: str, full: str) -> None:
    assert fuller(name, sender, label) == full


@pytest.mark.parametrize(
    ("display", "house"),
    [
        ("Talent@Helio", "Helio"),
        ("Hiring Bot · Ferndale Robotics", "Ferndale Robotics"),
        ("SignHere on behalf of Dunmoor Council", "Dunmoor Council"),
        ("Recruitment Team, Ashdale Prison Service", "Ashdale Prison Service"),
        ("Auckmoor Trust People & Culture", "Auckmoor Trust"),
    ],
)
def test_a_desks_display_name_gives_the_house(display: str, house: str) -> None:
    assert desk_name(display) == house


@pytest.mark.parametrize(
    ("sender", "subject", "body", "company"),
    [
        (
            "SkillSift no-reply@skillsift.example",
            "Your test",
            "Tolmer Construction has invited you to a skills test.",
            "Tolmer Construction",
        ),
        (
            "RefCheck no-reply@refcheck.example",
            "References",
            "We collect references on behalf of Kingsley Aged Care.",
            "Kingsley Aged Care",
        ),
        (
            "Portal no-reply@portal.example",
            "Received",
            "Employer: Wealdon Partnership NHS Trust\nPost: Analyst",
            "Wealdon Partnership NHS Trust",
        ),
        ("Careers careers@larkmoorhotels.harri-mail.example", "Open day", "See you.", "Larkmoor Hotels"),
        ("Careers no-reply@bamboohr.com", "Received", "Ask jo@rockymoor.example.\nRockymoor", "Rockymoor"),
    ],
)
def test_whom_a_service_writes_for_is_the_employer(
    sender: str, subject: str, body: str, company: str
) -> None:
    found = read(sender, subject, body, author=Author.SYSTEM).company
    assert found is not None
    assert found.value == company


def test_the_town_behind_an_agencys_title_is_no_client() -> None:
    sender = "Kel Sims kel@apexresourcing.example"
    assert read(sender, "Shift Manager, Telford", "My client is keen.").company is None
    found = read(sender, "Shift Manager - Brayhill", "Brayhill want somebody now. My client is keen.").company
    assert found is not None
    assert found.value == "Brayhill"


@pytest.mark.parametrize(
    ("domain", "is_one"),
    [("eu.icims-mail.com", True), ("acme.lever-post.example", True), ("acme-mail.com", False)],
)
def test_a_systems_lesser_addresses_are_told_by_its_name(domain: str, *, is_one: bool) -> None:
    assert (kind(domain) == "ats") is is_one


@pytest.mark.parametrize("text", ["A" * 80_000, "Acme " * 16_000, "Aa " * 26_000, "(Manager " * 9_000])
def test_hostile_text_is_read_in_bounds(text: str) -> None:
    """Bounded work, whatever the length: sixteen times the text is not sixteen times the work."""
    read(f"{text[:5_000].replace(' ', '-')} x@acme.example", text[:300], text, signature=text)

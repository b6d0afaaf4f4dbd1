from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.names.same import fits_label, same_company, same_role


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Ltd", "ACME"),
        ("Acme, Inc.", "Acme"),
        ("Haines & Son Roofing", "Haines and Son Roofing"),
        ("Hartwig & Söhne", "Hartwig und Soehne GmbH"),
        ("Jökulvatn", "Jokulvatn"),
        ("Solana Energía", "SOLANA ENERGIA S.A."),
        ("The Old Customs House", "Old Customs House"),
        ("St. Bede's Academy", "St Bedes Academy"),
        ("Canalside Housing", "CanalsideHousing"),
        ("L'Oréal", "L’Oréal"),
    ],
)
def test_one_company_however_it_is_written(one: str, other: str) -> None:
    assert same_company(one, other) == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Meta", "Metaverse"),
        ("HP", "PHP"),
        ("Acme", "Borealis"),
        ("Apex", "Apexis Labs"),
        ("", "Acme"),
        ("", ""),
    ],
)
def test_different_companies_share_nothing(one: str, other: str) -> None:
    assert same_company(one, other) == 0.0


def test_a_name_that_begins_another_is_kin_and_no_more() -> None:
    assert same_company("Meridian", "Meridian Labs") == 0.5
    assert same_company("Tallowood", "Tallowood Group") == 0.9
    assert same_company("NIME", "Nordic Institute for Marine Ecology") in (0.0, 0.6)


@pytest.mark.parametrize(
    ("name", "label", "fit"),
    [
        ("Strathearn Whisky", "strathearnwhisky", 1.0),
        ("Hartwig & Söhne", "hartwig-soehne", 1.0),
        ("Oak & Amber", "oakandamber", 1.0),
        ("Acme", "acmecareers", 1.0),
        ("Acme", "acme-hr", 1.0),
        ("Oxendale Trust", "oxendale", 0.8),
        ("Portsoy Wind", "portsoywindfarm", 0.8),
        ("Scottish Islands Agency", "islandsagency", 0.7),
        ("Meta", "metaverse", 0.0),
        ("Borealis", "acme", 0.0),
    ],
)
def test_a_name_and_a_domain_label(name: str, label: str, fit: float) -> None:
    assert fits_label(name, label) == fit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Senior Data Engineer", "Sr. Data Engineer"),
        ("Lab Technician (m/f/d)", "Lab technician"),
        ("Front-end Developer", "Frontend Developer"),
        ("Teacher of Physics", "Teacher, Physics"),
        ("Financial Adviser", "Financial Advisor"),
        ("SRE", "Site Reliability Engineer"),
        ("BI Analyst", "Business Intelligence Analyst"),
        ("EA", "Executive Assistant"),
    ],
)
def test_one_role_however_it_is_written(one: str, other: str) -> None:
    assert same_role(one, other) == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Data Engineer", "Senior Data Engineer"),
        ("Theatre nurse", "Theatre nurse (scrub/circulating)"),
        ("Payroll Manager", "Payroll Manager, Exeter"),
        ("Engineer", "Platform Engineer"),
    ],
)
def test_a_title_with_something_left_out_may_be_the_same_role(one: str, other: str) -> None:
    assert 0.6 <= same_role(one, other) < 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Senior Data Engineer", "Junior Data Engineer"),
        ("Clerical Officer Grade III", "Clerical Officer Grade IV"),
        ("Data Engineer", "Platform Engineer"),
        ("Product Manager", "Project Manager"),
        ("Product Manager", "Product Designer"),
        ("Senior Product Manager, Billing", "Senior Product Manager, Growth"),
        ("Backend Engineer", "Frontend Engineer"),
        ("Cook", "Night porter"),
    ],
)
def test_another_seniority_discipline_or_trade_is_another_role(one: str, other: str) -> None:
    assert same_role(one, other) < 0.6


def test_requisition_numbers_decide_alone() -> None:
    assert same_role("Data Engineer", "Data Engineer", "R-1001", "R-1002") == 0.0
    assert same_role("Data Engineer", "Analytics Engineer", "R-1001", "r-1001") == 1.0
    assert same_role("Data Engineer", "Data Engineer", "R-1001", "") == 1.0


def test_an_unknown_title_is_neither_for_nor_against() -> None:
    assert same_role("", "Cook") == 0.5


names = st.text(max_size=40)


@given(names, names)
def test_comparing_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert same_company(one, other) == same_company(other, one)
    assert same_role(one, other) == same_role(other, one)
    assert 0.0 <= same_company(one, other) <= 1.0
    assert 0.0 <= same_role(one, other) <= 1.0


@given(names)
def test_a_name_is_the_same_as_itself(name: str) -> None:
    assert same_company(name, name) in (0.0, 1.0)
    assert same_role(name, name) in (0.5, 1.0)

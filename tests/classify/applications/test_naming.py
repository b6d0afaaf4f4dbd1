"""How an application is called, from all that its letters call it. Every name here is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.applications.naming import ballot, best_name, best_role

SAID, SIGNED = ballot("subject"), ballot("signature")


@pytest.mark.parametrize(
    ("named", "company"),
    [
        ({}, ""),
        ({"Acme LLP": 3.0}, "Acme"),
        ({"Acme Stores": 5.0, "Acme Stores plc": 2.0, "ACME STORES": 2.0}, "Acme Stores"),
        ({"Merlion Crest": 5.0, "Merlion Crest Bank": 3.0}, "Merlion Crest Bank"),
        ({"Merlion Crest": 12.0, "Merlion Crest Bank": 3.0}, "Merlion Crest"),
        ({"Merlion Crest": 3.0, "Merlion Crest Bank": 3.0, "Halewood": 4.0}, "Merlion Crest Bank"),
        ({"Crumb & Company": 3.0}, "Crumb & Company"),
        ({"Röder & Co. KG": 3.0}, "Röder & Co."),
        ({"Serenity Spa": 3.0}, "Serenity Spa"),
    ],
)
def test_the_form_in_use_names_the_company(named: dict[str, float], company: str) -> None:
    assert best_name(named) == company


def test_what_a_subject_says_outweighs_the_registered_name_under_every_letter() -> None:
    assert best_name({"Oakhurst": SAID, "Oakhurst Foods Holdings": 9 * SIGNED}) == "Oakhurst"


def test_a_name_that_only_signatures_give_is_better_than_none() -> None:
    assert best_name({"Oakhurst Foods": SIGNED}) == "Oakhurst Foods"


def test_a_persons_or_the_agencys_name_is_never_the_company() -> None:
    assert best_name({"Ann Lee": 9.0, "Acme": 1.0}, frozenset({"ann lee"})) == "Acme"


@pytest.mark.parametrize(
    ("named", "role"),
    [
        ({}, ""),
        ({"Data Engineer": 5.0, "Senior Data Engineer": 3.0}, "Senior Data Engineer"),
        ({"Data Engineer": 12.0, "Senior Data Engineer": 3.0}, "Data Engineer"),
        ({"Data Engineer (Growth)": 2.0, "Data Engineer, Growth": 3.0}, "Data Engineer, Growth"),
        ({"Buyer": 5.0, "Accountant": 3.0}, "Buyer"),
        ({"Buyer, Skerries": 6.0, "Buyer": 3.0}, "Buyer"),
        ({"Buyer, Skerries": 6.0}, "Buyer, Skerries"),
        ({"Buyer, Packaging": 3.0, "Buyer": 6.0}, "Buyer, Packaging"),
        ({"Data Engineer, Market Data": 3.0, "Data Engineer": 3.0}, "Data Engineer, Market Data"),
        ({"data engineer": 2.5, "Data Engineer": 2.5}, "Data Engineer"),
    ],
)
def test_the_fullest_title_that_is_in_use_names_the_role(named: dict[str, float], role: str) -> None:
    assert best_role(named) == role


def test_the_companys_name_around_a_title_is_no_part_of_it() -> None:
    named = {"Acme Dialysis Clinic Manager": 6.0, "Clinic Manager for Acme Dialysis": 3.0}
    assert best_role(named, "Acme Dialysis") == "Clinic Manager"


def test_a_branch_does_not_make_a_companys_name_fuller() -> None:
    assert best_name({"Acme Dialysis Leeds": 3.0, "Acme Dialysis": 3.0}) == "Acme Dialysis"


def test_a_longer_title_that_only_one_old_subject_repeats_does_not_win() -> None:
    assert best_role({"Insights Manager": 3.0, "Insights Manager, Dunmore": 1.0}) == "Insights Manager"


def test_a_title_with_the_companys_name_in_it_gives_way_to_the_one_without() -> None:
    assert best_role({"BI Lead": 3.0, "BI Lead, Halden": 3.0}, "Halden") == "BI Lead"


@given(st.dictionaries(st.text(max_size=30), st.floats(0.1, 50), max_size=6))
def test_names_do_not_depend_on_the_order_in_which_letters_came(named: dict[str, float]) -> None:
    turned = dict(reversed(list(named.items())))
    assert best_name(named) == best_name(turned)
    assert best_role(named) == best_role(turned)

"""Tables fit the terminal that they are shown on."""

from __future__ import annotations

import pytest

from reports.overview import overview
from reports.render.cells import width
from reports.render.responsiveness_table import responsiveness_table
from reports.render.table import applications_table
from tests.reports.test_overlaps import NOW, PERSON, clashing

CARDS = overview(clashing(), PERSON, NOW)


@pytest.mark.parametrize("columns", [80, 90, 100, 140])
def test_no_line_of_a_table_is_wider_than_the_terminal(columns: int) -> None:
    tables = (
        applications_table(CARDS, PERSON, columns=columns),
        responsiveness_table(CARDS, PERSON, columns=columns),
    )
    for table in tables:
        assert max(map(width, table.splitlines())) <= columns


def test_a_narrow_terminal_has_the_names_in_place_of_the_ids() -> None:
    assert CARDS[0].id in applications_table(CARDS, PERSON, columns=100)
    narrow = applications_table(CARDS, PERSON, columns=80)
    assert CARDS[0].id not in narrow
    assert all(card.history.company in narrow for card in CARDS)


def test_a_narrow_terminal_has_the_half_and_the_nine_tenths() -> None:
    wide = responsiveness_table(CARDS, PERSON, columns=100).splitlines()[0]
    narrow = responsiveness_table(CARDS, PERSON, columns=80).splitlines()[0]
    assert "3/4 within" in wide
    assert "3/4 within" not in narrow
    assert "half within" in narrow and "9/10 within" in narrow

"""No cell of a table is a formula to any spreadsheet, and every row is read back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.export.tables import cell, rows

SIGNS = "=+-@\t\r\n＝＋－＠"
BEFORE = " \t\n\r\u00a0\u3000\"'`“"
TEXTS = st.text(st.one_of(st.sampled_from(SIGNS + BEFORE + ",;|A1"), st.characters()), max_size=12)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+44 20 7946", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u3000=1", '"=1', "'=1", "“=1",
        "＝1", "＋1", "－1", "＠1", "−1", "\u200b=1", "\u200d=1", "\u200c =1", "\u202e=1",
        '=HYPERLINK("http://x","y")', "==1",
    ],
)  # fmt: skip
def test_a_cell_that_begins_like_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert cell(text).startswith("'")


@pytest.mark.parametrize("text", ["a;=1+1", "a,=1", "a|@x", 'Smith";=cmd', "a; =1"])
def test_what_another_countrys_spreadsheet_takes_for_a_cell_is_no_formula_either(text: str) -> None:
    told = cell(text)
    assert "'=" in told or "'@" in told or "' =" in told


@pytest.mark.parametrize(
    "text", ["Acme", "a-b", "x = y", "jo@acme.example", "C++ Developer", "Mon - Fri", ""]
)
def test_other_words_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


def test_numbers_of_ours_stay_numbers() -> None:
    assert [cell(one) for one in (3, -1.5, True, False, None)] == ["3", "-1.5", "yes", "no", ""]


@given(TEXTS)
def test_no_words_make_a_formula(text: str) -> None:
    for part in (told := cell(text)).replace(";", ",").replace("|", ",").split(","):
        assert part.lstrip(' \u00a0\u3000"`’‘“”«»')[:1] not in set(SIGNS), told


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=5))
def test_every_row_is_read_back(table: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO("".join(rows(table)), newline="")))
    assert read == [[cell(one) for one in row] for row in table]

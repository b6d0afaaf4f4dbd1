"""The line by which a message was found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.render.found_lines import beginnings
from reports.render.snippet import marked, snippet
from store.search.query import parsed

LONG = "Word after word of no interest. " * 20


def shown(text: str, query: str, longest: int = 80) -> str:
    """The line with its marks as [ ]."""
    line = snippet([text], parsed(query), longest)
    out, at = "", 0
    for start, end in line.marks:
        out += f"{line.text[at:start]}[{line.text[start:end]}]"
        at = end
    return out + line.text[at:]


@pytest.mark.parametrize(
    ("text", "query", "line"),
    [
        ("We offer you this.", "offer", "We [offer] you this."),
        ("We offer you this.", "this off*", "We [offer] you [this]."),
        ("Your notice\n> period, please", '"notice period"', "Your [notice period], please"),
        ("Your notice\n\nperiod", "notice period", "Your [notice] [period]"),
        ("Das Gehälter-Band", "gehalt* OR gehälter", "Das [Gehälter]-Band"),
        ("次の面接のご案内", "面接", "次の[面接]のご案内"),
        ("a b a b", '"b a"', "a [b a] b"),
        ("nothing", "offer", "nothing"),
        ("", "offer", ""),
        ("some text", "", "some text"),
        ("some text", "-offer", "some text"),
    ],
)
def test_the_words_are_marked_as_they_are_written(text: str, query: str, line: str) -> None:
    assert shown(text, query) == line


def test_the_line_is_around_the_words_however_far_down() -> None:
    line = shown(f"{LONG} Here is the offer we spoke of. {LONG}", "offer")
    assert line.startswith("… ") and line.endswith(" …")
    assert "Here is the [offer] we spoke of." in line


def test_the_line_is_where_most_of_the_words_stand_together() -> None:
    line = shown(f"An offer here. {LONG} The salary of the offer. {LONG} A salary.", "offer salary")
    assert "The [salary] of the [offer]." in line


def test_the_first_text_that_has_the_words_is_shown() -> None:
    line = snippet(["the letter", "plan.pdf", "the offer in an invite"], parsed("offer"), 80)
    assert line.text == "the offer in an invite"


@given(st.text(max_size=300), st.text(max_size=12), st.integers(40, 90))
def test_any_text_is_shown_on_one_line_of_its_length(text: str, query: str, longest: int) -> None:
    line = snippet([text], parsed(query), longest)
    assert len(line.text) <= longest + 4
    assert "\n" not in line.text
    assert list(line.marks) == sorted(line.marks)
    assert all(0 <= start < end <= len(line.text) for start, end in line.marks)
    assert marked(line.text, parsed(query)).text == line.text


@given(st.sets(st.text("ab@<>", min_size=1, max_size=12), min_size=1))
def test_a_beginning_means_one_message(ids: set[str]) -> None:
    bare = {one.strip("<>") for one in ids}
    for one, begin in beginnings(ids, ids).items():
        assert one.strip("<>").startswith(begin)
        meant = [other for other in bare if other.startswith(begin)]
        assert meant == [one.strip("<>")] or begin == one.strip("<>")

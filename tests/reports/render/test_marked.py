from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reports.render.marked import Mark, marked_lines
from reports.render.plain import plain


def lines(text: str, *marks: tuple[int, int, str], colour: bool = False) -> list[str]:
    return marked_lines(text, [Mark(start, end, label, "green") for start, end, label in marks], colour)


def test_words_are_marked_where_they_stand() -> None:
    assert lines("We invite you to a call.", (3, 13, "1")) == ["We [1 invite you] to a call."]
    assert lines("(now).", (1, 4, "1")) == ["([1 now])."]


def test_marks_that_overlap_become_one_with_both_labels() -> None:
    assert lines("when could you start", (0, 14, "1"), (11, 20, "2")) == ["[1,2 when could you start]"]
    assert lines("when could you start", (0, 4, "1"), (0, 4, "1")) == ["[1 when] could you start"]


def test_a_mark_goes_on_in_the_next_line() -> None:
    assert lines("in two\nlines", (3, 12, "1")) == ["in [1 two]", "[lines]"]


def test_colour_is_on_the_marked_words_alone() -> None:
    assert lines("so it is", (3, 5, "1"), colour=True) == ["so \x1b[32m[1 it]\x1b[0m is"]


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=5))
def test_no_text_and_no_marks_let_anything_through_but_characters_to_be_read(
    text: str, spans: list[tuple[int, int]]
) -> None:
    size = len(text)
    marks = [(min(start, size), min(end, size), "1") for start, end in spans]
    shown = lines(text, *marks)
    assert len(shown) == len(text.splitlines())
    for line in shown:
        assert plain(line, 10_000) == " ".join(line.split())

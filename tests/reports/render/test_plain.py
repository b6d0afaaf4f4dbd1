from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.render.cells import bar, cut, ends, left, width, wrap
from reports.render.plain import markdown, plain, plain_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines\r\nand\ttabs", "two lines and tabs"),
        ("red \x1b[31malert\x1b[0m", "red alert"),
        ("title \x1b]0;owned\x07 set", "title set"),
        ("link \x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\", "link here"),
        ("eight-bit \x9b31malert", "eight-bit alert"),
        ("cut off \x1b[", "cut off"),
        ("abc\u202edcba\u202c", "abcdcba"),
        ("\u2066isolated\u2069", "isolated"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("para\u2029graph\u2028s", "para graph s"),
        ("bell\x07 null\x00 delete\x7f", "bell null delete"),
        ("hidden \U000e0041\U000e0042", "hidden"),
        ("Zoë 田中 👩‍💻", "Zoë 田中 👩‍💻"),
        ('=HYPERLINK("http://evil.example")', '=HYPERLINK("http://evil.example")'),
        ("{{ 7 * 7 }} ${x} <script>", "{{ 7 * 7 }} ${x} <script>"),
    ],
)
def test_nothing_is_left_in_a_text_but_characters_to_be_read(text, shown):
    assert plain(text) == shown


@given(st.text(max_size=300))
def test_a_plain_text_is_one_line_without_controls_and_stays_as_it_is(text):
    shown = plain(text)
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert plain(shown) == shown


def test_a_long_text_is_cut_with_an_ellipsis():
    assert plain("a" * 50, 10) == "a" * 9 + "…"
    assert len(plain("a" * 1_000_000)) == 2000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** _it_ `code`", r"\*\*bold\*\* \_it\_ \`code\`"),
        ("[click](https://evil.example)", r"\[click\](https&#58;//evil.example)"),
        ("![x](http://t.example/p.png)", r"\!\[x\](http&#58;//t.example/p.png)"),
        ("<script>alert(1)</script>", r"&lt;script\>alert(1)&lt;/script\>"),
        ("a | b", r"a \| b"),
        ("# head", r"\# head"),
        ("1. list", r"1\. list"),
        ("- list", r"\- list"),
        ("www.evil.example me@evil.example", "www&#46;evil.example me&#64;evil.example"),
        ("Quarry & Sons", "Quarry &amp; Sons"),
        ("=1+1", r"\=1+1"),
    ],
)
def test_markdown_and_html_mean_nothing_in_an_escaped_text(text, shown):
    assert markdown(text) == shown


@given(st.text(max_size=200))
def test_no_tag_and_no_cell_can_be_opened_from_an_escaped_text(text):
    shown = markdown(text)
    assert "<" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*\|", shown.replace(r"\|", ""))


TEXT = st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "M"]), max_size=60)


@given(TEXT, st.integers(2, 40))
def test_a_column_is_exactly_as_wide_as_it_should_be(text, cells):
    assert width(left(text, cells)) == cells
    assert width(cut(text, cells)) <= cells


@given(TEXT, st.integers(20, 60))
def test_no_wrapped_line_is_wider_than_the_page(text, cells):
    assert all(width(line) <= cells for line in wrap(text, cells, "    "))


def test_wide_characters_take_two_cells_and_combining_ones_none():
    assert width("田中") == 4
    assert width("e\u0301") == 1
    assert ends("left", "right", 20) == "left" + " " * 11 + "right"


@given(st.floats(0, 100), st.integers(1, 40))
def test_a_bar_is_always_as_long_as_its_column(value, cells):
    assert width(bar(value, 100, cells)) == cells


def test_lines_stay_lines_where_a_whole_text_is_shown():
    assert plain_lines("one\r\n\x1b[2Jtwo\n\n three") == ["one", "two", "", "three"]

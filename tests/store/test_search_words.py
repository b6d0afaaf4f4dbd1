"""What a word is: the same however it is written, and nothing but letters and digits."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.search.words import LONGEST, spans, words

TEXTS = st.text(max_size=80)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Notice PERIOD", "notice period"),
        ("jane.doe@Acme.example", "jane doe acme example"),
        ("don’t", "don t"),
        ("snake_case", "snake case"),
        ("Über Gehälter", "uber gehalter"),
        ("u\u0308ber", "uber"),
        ("Łódź, Málaga, Straße, ŒUVRE, İstanbul, ılık", "lodz malaga strasse oeuvre istanbul ilik"),
        ("ﬁnal ｏｆｆｅｒ", "final offer"),
        ("inter\u00advi\u200bew", "interview"),
        ("Ωραία ΣΊΣΥΦΟΣ", "ωραια σισυφοσ"),
        ("Встреча ещё", "встреча еще"),
        ("面接のご案内", "面 接 の こ 案 内".replace("こ", "ご")),
        ("ﾒﾝﾊﾞｰ", "メ ン バ ー"),
        ("LINE면접", "line 면 접"),
        ("สัมภาษณ์", " ".join("สัมภาษณ์")),
        ("नमस्ते दुनिया", "नमस्ते दुनिया"),
        ("10.000 €, m²", "10 000 m2"),
        ("🎉 !!! \x1b[31m", "31m"),
        ("", ""),
    ],
)
def test_a_word_is_the_same_however_it_is_written(written: str, meant: str) -> None:
    assert words(written) == meant.split()


@given(TEXTS)
def test_no_word_holds_a_sign_that_means_something_to_a_database(text: str) -> None:
    for word in words(text):
        assert 0 < len(word) <= LONGEST
        assert word.split() == [word]
        for char in word:
            assert char.isalnum() or unicodedata.category(char)[0] == "M", hex(ord(char))
            assert not char.isascii() or char in "abcdefghijklmnopqrstuvwxyz0123456789"


@given(TEXTS)
def test_case_makes_no_other_word(text: str) -> None:
    plain = "".join(char for char in text if char.lower() == char.upper().lower() == char.casefold())
    assert words(plain.upper()) == words(plain)


@given(TEXTS.filter(lambda text: unicodedata.normalize("NFKC", text) == text))
def test_the_places_of_words_are_of_the_same_words(text: str) -> None:
    placed = list(spans(text))
    assert [word for *_, word in placed] == words(text)
    ends = 0
    for start, end, _ in placed:
        assert ends <= start < end <= len(text) or start < end <= ends  # one letter may become two words
        ends = max(ends, end)


def test_a_place_is_that_of_the_word_as_it_is_written() -> None:
    text = "Gehälter, 面接 and Straße_7"
    assert [(text[start:end], word) for start, end, word in spans(text)] == [
        ("Gehälter", "gehalter"),
        ("面", "面"),
        ("接", "接"),
        ("and", "and"),
        ("Straße", "strasse"),
        ("7", "7"),
    ]

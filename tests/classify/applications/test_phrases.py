"""Looking phrases and names up by one of their words finds what trying every one of them finds."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.applications.mentioned import beginning, beginnings, mentions, mentions_short
from classify.applications.phrases import phrases
from classify.names.fold import core, fold
from classify.names.same import likenesses, same_company
from tests.tealeaves.conftest import ROOT

KINDS = ("yours", "mine", "hiring", "between", "offers")
TABLE = tomllib.loads((ROOT / "classify" / "data" / "foundation.toml").read_text("utf-8"))
PHRASES = [phrase for kind in KINDS for phrase in TABLE[kind]]
NAMES = [
    "Acme",
    "HP",
    "A.B.",
    "H&M",
    "Röder & Co. KG",
    "Halden Freight",
    "3M",
    "eBay",
    "Acme Rail Group",
    "St. Bede's",
]
EDGES = st.sampled_from(["", " ", "x", "_", "’", ".", "\n", "Ä", "-"])


def written(words: list[str]) -> st.SearchStrategy[str]:
    """Texts in which some of the words stand, in any case and with anything around them."""
    cased = st.sampled_from(words).flatmap(lambda word: st.sampled_from([word, word.upper()]))
    one = st.tuples(EDGES, cased, EDGES).map("".join)
    return st.lists(one | st.text(max_size=8), max_size=5).map(" ".join)


@given(written(PHRASES))
def test_phrases_are_those_that_stand_in_the_text_as_whole_words(text: str) -> None:
    folded = fold(text)
    held = {
        kind
        for kind in KINDS
        if any(re.search(rf"(?<!\w){re.escape(fold(phrase))}(?!\w)", folded) for phrase in TABLE[kind])
    }
    assert phrases(text) == held


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_phrase_of_the_table_has_a_word_to_look_it_up_by(phrase: str) -> None:
    assert phrases(f"({phrase})")


@given(written(NAMES), st.sampled_from(NAMES))
def test_a_name_that_a_text_mentions_is_found_by_its_beginning(text: str, name: str) -> None:
    if mentions(text, name) or mentions_short(text, name):
        assert beginning(name) in beginnings(text)


@given(st.sampled_from(NAMES) | written(NAMES), st.sampled_from(NAMES) | written(NAMES))
def test_names_that_may_be_one_company_share_a_likeness(one: str, other: str) -> None:
    if core(one) and core(other) and same_company(one, other) > 0.0:
        assert likenesses(one) & likenesses(other)

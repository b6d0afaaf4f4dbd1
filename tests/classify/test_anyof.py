"""Many phrases in one pattern."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from classify.anyof import any_of, any_of_pieces

_PHRASES = st.lists(st.text("ab. (", min_size=1, max_size=5), min_size=1, max_size=8)


@given(_PHRASES, st.text("ab. (", max_size=20))
def test_one_pattern_matches_what_the_longest_phrase_of_a_list_would(phrases: list[str], text: str) -> None:
    listed = "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))
    for before, behind in (("", ""), (r"(?<!\w)", r"(?!\w)")):
        plain = re.finditer(f"{before}(?:{listed}){behind}", text)
        branching = re.finditer(before + any_of(phrases) + behind, text)
        assert [match.span() for match in branching] == [match.span() for match in plain]


def test_a_piece_may_be_a_pattern_of_its_own() -> None:
    pattern = re.compile(any_of_pieces([["a", ".{0,3}?", "b"], ["a", "c"]]))
    assert [pattern.fullmatch(text) is not None for text in ("axxb", "ac", "ab", "axxxxb")] == [
        True,
        True,
        True,
        False,
    ]

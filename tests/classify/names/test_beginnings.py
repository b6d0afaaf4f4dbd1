"""Where words begin, as a plain reading of the text has it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from classify.names.beginnings import SIZE, Beginnings

_TEXTS = st.text(alphabet="aAbBıİéß1_ .\n-'", max_size=40)


@given(_TEXTS)
def test_every_word_is_found_under_its_beginning_and_nothing_else_is(text: str) -> None:
    there = Beginnings(text)
    words = [found for found in re.finditer(r"[^\W_]+", text) if "İ" not in found[0]]
    expected: dict[str, list[int]] = {}
    for word in words:
        expected.setdefault(word[0][:SIZE].lower(), []).append(word.start())
    plain = {head for head in expected if "ı" not in head}
    assert {head: there.places(head) for head in plain} == {head: expected[head] for head in plain}

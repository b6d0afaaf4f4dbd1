"""Runs of words are found by their hashes as they would be by their names."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classify.model.features import known_runs, runs

WORDS = st.sampled_from(["when", "could", "you", "start", "é", "<money>", "?"])
SENTENCES = st.lists(st.lists(WORDS, min_size=1, max_size=6), max_size=5)


def found(names: list[str], sentences: list[list[str]]) -> list[tuple[int, str]]:
    """The row and the name of each run that is known."""
    hashes = np.array([hash(word) for sentence in sentences for word in sentence], np.int64)
    rows, numbers = known_runs("\n".join(names)).found(hashes.view(np.uint64), list(map(len, sentences)))
    return sorted((int(row), names[number]) for row, number in zip(rows, numbers, strict=True))


@given(SENTENCES, st.sets(st.integers(0, 60)))
def test_every_run_that_is_known_is_found_wherever_it_stands_and_no_other(
    sentences: list[list[str]], kept: set[int]
) -> None:
    every = list(dict.fromkeys(run for sentence in sentences for run in runs(sentence)))
    names = [name for number, name in enumerate(every) if number in kept]
    expected = [
        (row, run) for row, sentence in enumerate(sentences) for run in runs(sentence) if run in names
    ]
    assert found(names, sentences) == sorted(expected)


def test_the_order_of_words_and_the_edges_of_a_sentence_count() -> None:
    assert found(["you could", "^ could", "start $"], [["could", "you"], ["start", "could"]]) == [
        (0, "^ could")
    ]


def test_no_run_is_found_where_none_is_known() -> None:
    assert found([], [["when"]]) == []

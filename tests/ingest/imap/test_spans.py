"""Spans of UIDs stand for the set of the UIDs in them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.imap.spans import Spans, outside, with_span

few = st.integers(1, 40)
pairs = st.lists(st.tuples(few, few), max_size=12)


def made(given_pairs: list[tuple[int, int]]) -> tuple[Spans, set[int]]:
    spans: Spans = ()
    held: set[int] = set()
    for low, high in given_pairs:
        spans = with_span(spans, low, high)
        held |= set(range(low, high + 1))
    return spans, held


@given(pairs)
def test_spans_hold_what_was_put_in_and_nothing_else(added: list[tuple[int, int]]) -> None:
    spans, held = made(added)
    assert outside(range(1, 45), spans) == [uid for uid in range(1, 45) if uid not in held]


@given(pairs)
def test_spans_are_sorted_and_never_touch(added: list[tuple[int, int]]) -> None:
    spans, _ = made(added)
    assert all(one[0] <= one[1] for one in spans)
    assert all(one[1] + 1 < following[0] for one, following in pairwise(spans))


@given(pairs, st.randoms())
def test_the_order_in_which_spans_are_added_does_not_matter(
    added: list[tuple[int, int]], chance: object
) -> None:
    shuffled = list(added)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert made(shuffled)[0] == made(added)[0]

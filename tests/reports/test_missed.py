"""The estimate of what is missed: exact in its parts, honest about what nobody judged."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, hypergeom

from reports.missed import LEVEL, Stratum, bounds, missed

REST = (1 - LEVEL) / 2


@st.composite
def strata(draw: st.DrawFn, largest: int = 400) -> Stratum:
    sample = draw(st.integers(0, 40))
    hits = draw(st.integers(0, sample))
    misses = draw(st.integers(0, sample - hits))
    return Stratum(sample + draw(st.integers(0, largest)), hits, misses, sample - hits - misses)


@given(st.integers(1, 300), st.data())
def test_the_interval_of_a_stratum_is_the_exact_one(size: int, data: st.DataObject) -> None:
    sample = data.draw(st.integers(1, size))
    hits = data.draw(st.integers(0, sample))
    not_ruled_out = [
        whole
        for whole in range(hits, size - (sample - hits) + 1)
        if hypergeom.sf(hits - 1, size, whole, sample) > REST + 1e-12
        and hypergeom.cdf(hits, size, whole, sample) > REST + 1e-12
    ]
    assert bounds(size, sample, hits) == (not_ruled_out[0], not_ruled_out[-1])


@pytest.mark.parametrize("hits", [0, 1, 3, 20])
def test_of_a_great_many_it_is_that_of_clopper_and_pearson(hits: int) -> None:
    size, sample = 5_000_000, 60
    low, high = bounds(size, sample, hits)
    assert low / size == pytest.approx(beta.ppf(REST, hits, sample - hits + 1) if hits else 0, abs=1e-4)
    assert high / size == pytest.approx(beta.ppf(1 - REST, hits + 1, sample - hits), abs=1e-4)


@pytest.mark.parametrize("sample", [30, 60, 200])
def test_no_hit_at_all_still_leaves_as_much_as_the_rule_of_three_says(sample: int) -> None:
    """Three in a sample at one side of 95 %; ln 40 at one of two sides."""
    low, high = bounds(1_000_000, sample, 0)
    assert low == 0
    assert 3 / sample * 0.95 < high / 1_000_000 < 3.7 / sample


@given(strata(), strata(), st.integers(0, 200))
def test_it_lies_between_what_is_known_and_all_there_is(one: Stratum, other: Stratum, kept: int) -> None:
    found = missed([one, other], kept)
    assert one.hits + other.hits <= found.interval.low <= found.interval.high
    assert found.interval.high <= found.size - one.misses - other.misses
    assert found.interval.low <= found.about.low + 1
    assert found.about.high <= found.interval.high + 1
    if found.recall:
        assert 0 <= found.recall.low <= found.recall.high <= 1
    else:
        assert not kept


@given(strata(), strata())
def test_another_hit_never_lowers_it(one: Stratum, other: Stratum) -> None:
    if not one.misses:
        return
    more = Stratum(one.size, one.hits + 1, one.misses - 1, one.unknown)
    before, after = missed([one, other], 10), missed([more, other], 10)
    assert after.interval.low >= before.interval.low
    assert after.interval.high >= before.interval.high
    assert after.about.high > before.about.high


@given(strata(), strata(), st.booleans())
def test_what_is_judged_narrows_it_and_what_is_not_widens_it(
    one: Stratum, other: Stratum, is_hit: bool
) -> None:
    if not one.unknown:
        return
    judged = Stratum(one.size, one.hits + is_hit, one.misses + (not is_hit), one.unknown - 1)
    before, after = missed([one, other], 10), missed([judged, other], 10)
    assert before.interval.low <= after.interval.low
    assert after.interval.high <= before.interval.high


def test_judging_only_the_top_of_the_ranking_leaves_the_rest_open() -> None:
    judged_in_part = missed([Stratum(1000, 3, 7, 20)], 50)
    assert judged_in_part.about.low == 100
    assert judged_in_part.about.high > 700
    assert judged_in_part.interval.high > 850


def test_a_sample_of_everything_leaves_nothing_open() -> None:
    found = missed([Stratum(30, 2, 28, 0), Stratum(10, 0, 10, 0)], 38)
    assert (found.interval.low, found.interval.high, found.about.low) == (2, 2, 2)
    assert found.recall is not None
    assert found.recall.low == found.recall.high == pytest.approx(0.95)


def test_of_a_stratum_that_nobody_looked_at_nothing_is_known() -> None:
    found = missed([Stratum(500, 0, 0, 0), Stratum(20, 0, 20, 0)], 0)
    assert (found.interval.low, found.interval.high) == (0, 500)
    assert found.recall is None
    assert missed([], 3).interval.high == 0


@pytest.mark.parametrize(
    ("sizes", "truly"),
    [((5000, 800), (12, 24)), ((5000, 800), (0, 4)), ((900, 300), (90, 90)), ((20000, 2000), (200, 10))],
)
def test_it_holds_the_truth_about_as_often_as_it_says(sizes: tuple[int, int], truly: tuple[int, int]) -> None:
    draws = random.Random(20261123)
    times, held = 400, 0
    for _ in range(times):
        parts = []
        for size, hits in zip(sizes, truly, strict=True):
            found = sum(one < hits for one in draws.sample(range(size), 60))
            parts.append(Stratum(size, found, 60 - found, 0))
        interval = missed(parts, 100).interval
        held += interval.low <= sum(truly) <= interval.high
    assert held / times > LEVEL - 0.02

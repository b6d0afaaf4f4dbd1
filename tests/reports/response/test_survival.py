from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.response.survival import Wait, quantile

HALF = Fraction(1, 2)


def waits(*lengths: float, going_on: tuple[float, ...] = ()) -> list[Wait]:
    return [*(Wait(one, True) for one in lengths), *(Wait(one, False) for one in going_on)]


@pytest.mark.parametrize(
    ("known", "share", "expected"),
    [
        ([], HALF, None),
        (waits(5), HALF, 5),
        (waits(1, 2, 3), HALF, 2),
        (waits(1, 2, 3, 4), HALF, 2),  # half have ended at 2
        (waits(1, 2, 3, 4), Fraction(9, 10), 4),
        (waits(1, 2, going_on=(9, 9)), HALF, 2),
        (waits(1, going_on=(9, 9)), HALF, None),  # two thirds outlast what was seen
        (waits(1, 3, going_on=(2,)), HALF, 3),  # 2/3 after 1, then the only one left ends
        (waits(2, going_on=(2,)), HALF, 2),  # given up and ended at once: both were at risk
        (waits(going_on=(1, 2, 3)), HALF, None),
    ],
)
def test_quantiles_are_kaplan_and_meiers(known, share, expected):
    assert quantile(known, share) == expected


@pytest.mark.parametrize(
    ("share", "weeks"), [(Fraction(1, 4), 13), (HALF, 23), (Fraction(3, 4), None), (Fraction(1, 10), 6)]
)
def test_the_published_example_of_leukaemia_remission_comes_out_right(share, weeks):
    # Freireich et al. 1963, the 6-MP arm; worked through in Kleinbaum and Klein, "Survival Analysis", chapter
    # 2: the share in remission falls to .857 at 6 weeks, .807, .753, .690 at 13, .627, .538, .448 at 23.
    ended = (6, 6, 6, 7, 10, 13, 16, 22, 23)
    still = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
    assert quantile(waits(*ended, going_on=still), share) == weeks


LENGTHS = st.lists(st.floats(0, 1000), min_size=1, max_size=30)


@settings(deadline=None)
@given(LENGTHS, LENGTHS)
def test_a_wait_that_still_goes_on_never_makes_a_company_look_faster(ended, still):
    longest = max(ended) + 1
    without = quantile(waits(*ended), HALF)
    censored = quantile(waits(*ended, going_on=tuple(longest + one for one in still)), HALF)
    assert without is not None
    assert censored is None or censored >= without


@settings(deadline=None)
@given(LENGTHS)
def test_without_waiting_at_least_that_share_has_ended_by_the_quantile(ended):
    for share in (HALF, Fraction(3, 4), Fraction(9, 10)):
        found = quantile(waits(*ended), share)
        assert found is not None
        assert sum(one <= found for one in ended) >= share * len(ended)
        assert sum(one < found for one in ended) < share * len(ended)


WAITS = st.lists(st.builds(Wait, st.integers(0, 40).map(float), st.booleans()), max_size=30)
SHARES = st.fractions(Fraction(1, 100), Fraction(99, 100))


def reached(known: list[Wait], share: Fraction) -> float:
    found = quantile(known, share)
    return math.inf if found is None else found


@settings(deadline=None)
@given(WAITS, st.integers(0, 50).map(float), SHARES)
def test_one_more_wait_that_goes_on_never_lowers_a_quantile(known, length, share):
    assert reached([*known, Wait(length, False)], share) >= reached(known, share)


@settings(deadline=None)
@given(WAITS, SHARES, st.randoms(use_true_random=False))
def test_the_order_of_waits_does_not_matter(known, share, random):
    shuffled = list(known)
    random.shuffle(shuffled)
    assert quantile(shuffled, share) == quantile(known, share)


@settings(deadline=None)
@given(WAITS, SHARES, SHARES)
def test_a_greater_share_takes_no_less_time(known, first, second):
    assert reached(known, min(first, second)) <= reached(known, max(first, second))


@settings(deadline=None)
@given(LENGTHS, SHARES)
def test_without_waiting_it_is_the_ordinary_quantile(ended, share):
    assert quantile(waits(*ended), share) == sorted(ended)[math.ceil(share * len(ended)) - 1]


@settings(deadline=None)
@given(WAITS, SHARES)
def test_it_agrees_with_the_product_written_out(known, share):
    ends = sorted({one.length for one in known if one.ended})
    expected = None
    for end in ends:
        left = math.prod(
            1
            - Fraction(
                sum(one.ended and one.length == time for one in known),
                sum(one.length >= time for one in known),
            )
            for time in ends
            if time <= end
        )
        if left <= 1 - share:
            expected = end
            break
    assert quantile(known, share) == expected

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.survival import Wait, quantile

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


def test_the_published_example_of_leukaemia_remission_comes_out_right():
    # Freireich et al. 1963, the 6-MP arm: the median remission is 23 weeks.
    ended = (6, 6, 6, 7, 10, 13, 16, 22, 23)
    still = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
    assert quantile(waits(*ended, going_on=still), HALF) == 23


LENGTHS = st.lists(st.floats(0, 1000), min_size=1, max_size=30)


@given(LENGTHS, LENGTHS)
def test_a_wait_that_still_goes_on_never_makes_a_company_look_faster(ended, still):
    longest = max(ended) + 1
    without = quantile(waits(*ended), HALF)
    censored = quantile(waits(*ended, going_on=tuple(longest + one for one in still)), HALF)
    assert without is not None
    assert censored is None or censored >= without


@given(LENGTHS)
def test_without_waiting_at_least_that_share_has_ended_by_the_quantile(ended):
    for share in (HALF, Fraction(3, 4), Fraction(9, 10)):
        found = quantile(waits(*ended), share)
        assert found is not None
        assert sum(one <= found for one in ended) >= share * len(ended)
        assert sum(one < found for one in ended) < share * len(ended)

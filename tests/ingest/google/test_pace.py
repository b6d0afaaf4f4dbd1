"""How many requests go at once, and how long is waited."""

from __future__ import annotations

import pytest

from ingest.google import pace
from ingest.google.faults import Kind, Trouble
from ingest.google.pace import Pace, Patience

TOO_FAST = Trouble(Kind.RATE, "slow down", 429)
FAILS = Trouble(Kind.PASSING, "backend error", 503)


def waits(patience: Patience, trouble: Trouble) -> list[float]:
    found: list[float] = []
    while (seconds := patience.before_next(trouble)) is not None:
        found.append(seconds)
        assert len(found) < 1000
    return found


def always(share: float, attempts: int = 6, seconds: float = pace.PATIENCE_SECONDS) -> Patience:
    return Patience(attempts, lambda: share, seconds)


def test_each_wait_may_be_twice_as_long_as_the_one_before_up_to_a_part_of_a_minute() -> None:
    assert waits(always(1.0), TOO_FAST)[:9] == [1, 2, 4, 8, 16, 24, 24, 24, 24]


def test_a_wait_is_any_part_of_what_it_may_be() -> None:
    assert waits(always(0.25), TOO_FAST)[:4] == [0.25, 0.5, 1, 2]


def test_a_server_that_refuses_for_ten_minutes_is_left_alone() -> None:
    on_average = waits(always(0.5), TOO_FAST)
    assert 500 < sum(on_average) <= 600


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_luck_does_not_decide_when_to_give_up(share: float) -> None:
    assert len(waits(always(share), TOO_FAST)) == len(waits(always(0.5), TOO_FAST))


def test_a_whole_minute_of_refusals_is_survived() -> None:
    assert sum(waits(always(0.5), TOO_FAST)[:12]) > 60


def test_whatever_comes_begins_patience_anew() -> None:
    patience = always(1.0)
    first = [patience.before_next(TOO_FAST) for _ in range(5)]
    patience.begin_anew()
    assert [patience.before_next(TOO_FAST) for _ in range(5)] == first


def test_a_stated_wait_is_kept_and_a_little_more() -> None:
    assert always(0.5).before_next(Trouble(Kind.RATE, "", 429, seconds=40)) == 40.5


def test_a_server_that_wants_more_than_five_minutes_is_left_alone() -> None:
    assert always(0.0).before_next(Trouble(Kind.RATE, "", 429, seconds=301)) is None


def test_stated_waits_end_too() -> None:
    assert len(waits(always(0.0), Trouble(Kind.RATE, "", 429, seconds=0))) == 600
    assert len(waits(always(0.0), Trouble(Kind.RATE, "", 429, seconds=200))) == 3


def test_a_server_that_fails_is_asked_so_often_and_no_more() -> None:
    assert waits(always(1.0, attempts=4), FAILS) == [1, 2, 4]


@pytest.mark.parametrize("kind", [Kind.SPENT, Kind.PERSON, Kind.REFUSED, Kind.LASTING])
def test_what_waiting_does_not_help_is_not_waited_for(kind: Kind) -> None:
    assert always(0.0).before_next(Trouble(kind, "")) is None


def test_after_a_failure_half_as_many_are_asked_at_once_and_then_a_few_more() -> None:
    speed = Pace()
    assert speed.at_once == 50
    sizes = []
    for _ in range(8):
        speed.slower()
        sizes.append(speed.at_once)
    assert sizes == [25, 12, 6, 3, 1, 1, 1, 1]
    for _ in range(20):
        speed.faster()
    assert speed.at_once == 50

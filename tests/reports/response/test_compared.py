from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.response.compared import Comparison, compared, comparison_line
from reports.response.working_hours import clock_of
from reports.snapshot import snapshot
from store.history import Ending
from tests.reports.searches import NOW, PERSON, at, history, me, person

CLOCK = clock_of(PERSON)


def answering(*hours: int, waiting: int = 0):
    """What an application shows whose replies took so long, with so many turns unanswered at the end."""
    entries = []
    for day, taken in enumerate(hours, 1):
        entries += [me(f"11-{day:02} 00:00", asks=True), person(f"11-{day:02} {taken:02}:00")]
    if waiting:
        entries.append(me(f"11-{len(hours) + 1:02} 00:00", asks=True))
    return snapshot(history(*entries), PERSON, CLOCK, NOW).response


def ending(name: str, *waits: tuple[float, bool]) -> Ending:
    return Ending(
        id=name,
        first_at=at("01-01 00:00"),
        closed_at=at("02-01 00:00"),
        stage="rejected",
        reached="screening",
        outcome="rejected",
        waits=waits,
        scores=(),
        unchanged_since=at("02-01 00:00"),
    )


ONE, TWO, THREE, FOUR = (answering(*[hours] * 3) for hours in (1, 2, 3, 4))


def test_medians_are_compared():
    found = compared({"a": ONE, "b": TWO, "c": THREE, "d": FOUR}, (), 3)
    assert found["a"] == Comparison(slower_than=0, faster_than=3, others=3)
    assert found["c"] == Comparison(slower_than=2, faster_than=1, others=3)
    assert found["d"] == Comparison(slower_than=3, faster_than=0, others=3)


def test_who_ties_is_in_neither():
    assert compared({"a": ONE, "b": ONE, "c": ONE, "d": TWO}, (), 3)["a"] == Comparison(0, 1, 3)


def test_nothing_is_said_beside_fewer_than_three_others():
    assert compared({"a": ONE, "b": TWO, "c": THREE}, (), 3) == {}
    assert compared({}, (), 3) == {}


def test_too_few_replies_are_compared_with_nobody_and_by_nobody():
    few = answering(1, 1)
    assert compared({"a": ONE, "b": TWO, "c": THREE, "few": few}, (), 3) == {}
    found = compared({"a": ONE, "b": TWO, "c": THREE, "d": FOUR, "few": few}, (), 3)
    assert "few" not in found
    assert found["a"].others == 3


def test_what_has_ended_is_compared_with_too():
    over = [ending(f"e{hours}", *[(float(hours), True)] * 3) for hours in (5, 6)]
    found = compared({"a": ONE, "b": FOUR}, over, 3)
    assert found["b"] == Comparison(1, 2, 3)
    assert set(found) == {"a", "b"}


def test_what_is_known_in_full_is_not_counted_again_as_ended():
    again = [ending("a", (9.0, True), (9.0, True), (9.0, True))]
    assert compared({"a": ONE, "b": TWO, "c": THREE, "d": FOUR}, again, 3)["b"] == Comparison(1, 2, 3)


def test_a_median_that_is_not_reached_is_slower_than_any_that_is():
    mostly_waiting = ending("w", *[(1.0, True)] * 3, *[(500.0, False)] * 4)
    found = compared({"b": TWO, "c": THREE, "d": FOUR}, [mostly_waiting], 3)
    assert found["b"] == Comparison(slower_than=0, faster_than=3, others=3)
    assert found["d"] == Comparison(slower_than=2, faster_than=1, others=3)


@pytest.mark.parametrize(
    ("comparison", "line"),
    [
        (Comparison(8, 2, 10), "slower than 8 of your 10 others"),
        (Comparison(1, 9, 10), "faster than 9 of your 10 others"),
        (Comparison(0, 4, 4), "faster than all 4 others"),
        (Comparison(4, 0, 4), "slower than all 4 others"),
        (Comparison(2, 1, 3), "slower than 2 of your 3 others"),
        (Comparison(6, 4, 10), "in the middle of your 10 others"),
        (Comparison(0, 0, 5), "in the middle of your 5 others"),
    ],
)
def test_a_comparison_is_put_in_words(comparison, line):
    assert comparison_line(comparison) == line


HOURS = st.lists(st.tuples(st.integers(1, 9).map(float), st.booleans()), max_size=8)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abcdefgh"), HOURS))
def test_everybody_with_enough_replies_is_compared_with(waits):
    known = [ending(name, *found) for name, found in waits.items()]
    beside = [*known, *(ending(f"other{n}", *[(2.0, True)] * 3) for n in range(3))]
    one = compared({"x": ONE}, beside, 3)["x"]
    enough = [found for found in waits.values() if sum(ended for _, ended in found) >= 3]
    assert one.others == 3 + len(enough)
    assert one.slower_than + one.faster_than <= one.others
    assert one.faster_than >= 3


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(1, 9), min_size=3, max_size=5), min_size=4, max_size=6))
def test_together_as_many_are_slower_as_are_faster(every):
    found = compared({str(place): answering(*hours) for place, hours in enumerate(every)}, (), 3)
    assert len(found) == len(every)
    assert sum(one.slower_than for one in found.values()) == sum(one.faster_than for one in found.values())

"""What a cursor holds, and what becomes of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.gmail import cursor as cursors
from ingest.gmail.cursor import TRIES, Cursor

ids = st.text(min_size=1, max_size=20)
numbers = st.integers(0, 2**200).map(str)
made = st.builds(
    Cursor,
    since=st.integers(0, 2**40),
    history=numbers | ids,
    unfinished=st.booleans(),
    later=st.lists(st.tuples(ids, st.integers(1, TRIES - 1)), max_size=5).map(tuple),
)


@given(made)
def test_a_cursor_that_was_written_is_read(cursor: Cursor) -> None:
    assert cursors.read(cursor.text()) == cursor


@given(
    st.text(max_size=60)
    | st.sampled_from(["[]", "{}", "null", '{"since":"x"}', '{"since":-1,"later":[[1]]}'])
)
def test_what_is_no_cursor_is_none(text: str) -> None:
    assert cursors.read(text) is None


@given(st.integers(0, 2**200), st.integers(0, 2**200))
def test_of_two_history_ids_the_greater_number_is_the_later(one: int, other: int) -> None:
    assert cursors.later_of(str(one), str(other)) == str(max(one, other))


def test_a_history_id_is_longer_than_any_number_that_python_reads() -> None:
    assert cursors.later_of("9" * 5000, "1" + "0" * 5000) == "1" + "0" * 5000


@given(numbers, ids.filter(lambda text: not text.isdecimal()))
def test_a_history_id_that_is_no_number_does_not_take_the_place_of_one(number: str, other: str) -> None:
    assert cursors.later_of(number, other) == number
    assert cursors.later_of(other, number) == number
    assert cursors.later_of("", other) == other


@given(made, numbers)
def test_a_history_id_never_goes_back(cursor: Cursor, history: str) -> None:
    after = cursor.finished(history)
    assert not after.unfinished
    assert cursors.later_of(cursor.history, after.history) == after.history


def test_a_message_that_is_not_given_is_asked_for_in_so_many_syncs() -> None:
    cursor = Cursor(0)
    asked = 0
    while asked == 0 or cursor.later:
        cursor = cursor.put_off(["a"], counts=True)
        asked += 1
    assert asked == TRIES


def test_a_message_that_is_silent_while_nothing_comes_is_not_given_up() -> None:
    cursor = Cursor(0).put_off(["a"], counts=False)
    for _ in range(100):
        cursor = cursor.put_off(["a"], counts=False)
    assert cursor.later == (("a", 1),)
    assert cursor.given(["a"]).later == ()

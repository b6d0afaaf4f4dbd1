"""The cursor of a folder, and what a new look at the folder means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.imap import cursor as cursors
from ingest.imap.cursor import TRIES, Cursor, Look

DAY = date(2026, 1, 5)
AT_REST = Cursor(7, DAY, next=101, exists=90, modseq=500, covered=((1, 100),))
LOOK = Look(validity=7, exists=90, next=101, modseq=500)

whole = st.integers(1, 2**32 - 1)
any_cursor = st.builds(
    Cursor,
    validity=whole,
    since=st.dates(),
    next=whole,
    exists=st.integers(0, 2**32 - 1),
    modseq=st.none() | st.integers(0, 2**63 - 1),  # RFC 7162: 63 bits
    covered=st.lists(st.tuples(whole, whole), max_size=3).map(tuple),
    later=st.lists(st.tuples(whole, st.integers(1, 5)), max_size=3).map(tuple),
)


@given(any_cursor)
def test_a_cursor_is_read_as_it_was_written(one: Cursor) -> None:
    assert cursors.read(one.text()) == one


@given(st.text(max_size=60))
def test_what_is_no_cursor_is_none_and_never_an_error(text: str) -> None:
    assert cursors.read(text) is None or isinstance(cursors.read(text), Cursor)


def test_a_folder_at_rest_asks_for_nothing() -> None:
    assert cursors.nothing_new(AT_REST, LOOK, DAY)


@pytest.mark.parametrize(
    "look",
    [
        replace(LOOK, next=102, exists=91),  # one came
        replace(LOOK, exists=89),  # one went
        replace(LOOK, next=102),  # one came and one went
        replace(LOOK, next=None),  # the server does not say
    ],
)
def test_a_message_that_comes_or_goes_is_noticed(look: Look) -> None:
    assert not cursors.nothing_new(AT_REST, look, DAY)


def test_a_change_of_flags_alone_is_nothing_new() -> None:
    assert cursors.nothing_new(AT_REST, replace(LOOK, modseq=501), DAY)


def test_a_reading_that_was_broken_off_goes_on_though_nothing_came() -> None:
    assert not cursors.nothing_new(replace(AT_REST, covered=((60, 100),)), LOOK, DAY)


def test_a_message_that_was_not_given_is_asked_for_though_nothing_came() -> None:
    assert not cursors.nothing_new(AT_REST.put_off([42]), LOOK, DAY)


def test_a_wish_for_older_mail_is_noticed() -> None:
    assert not cursors.nothing_new(AT_REST, LOOK, date(2025, 1, 1))
    assert cursors.nothing_new(AT_REST, LOOK, date(2026, 6, 1))


def test_another_uidvalidity_starts_anew() -> None:
    assert cursors.starts_anew(AT_REST, replace(LOOK, validity=8))
    assert cursors.starts_anew(None, LOOK)
    assert not cursors.starts_anew(AT_REST, LOOK)


def test_a_uidnext_that_went_down_starts_anew_whatever_uidvalidity_says() -> None:
    assert cursors.starts_anew(AT_REST, replace(LOOK, next=50))


def test_a_message_is_asked_for_only_so_often() -> None:
    one = AT_REST
    for _ in range(TRIES):
        assert one.later == () or one.later[0][0] == 42
        one = one.put_off([42])
    assert one.later == ()


def test_a_message_that_is_given_at_last_is_not_asked_for_again() -> None:
    assert AT_REST.put_off([42, 43]).given([42]).later == ((43, 1),)

"""What comes out of the store is what went in, on both databases."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classify.types import Evidence, Signal
from ingest.types import Address, Event, Message, Place, Problem
from store import clean
from store.columns import encoded
from store.intake import ReadMessage, SeenEvent
from tests.store import samples
from tests.store.samples import NOW, event, intake, key, message, place, read, reading

if TYPE_CHECKING:
    from classify.types import Reading
    from store.store import Store

_candidates = itertools.count(1)
hypothesis_settings = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def somebody(store: Store) -> int:
    """A candidate without any rows: the database is the same for all examples of one test."""
    return store.candidate(f"candidate {next(_candidates)}")


@hypothesis_settings
@given(letter=samples.messages)
def test_a_message_comes_out_as_it_went_in(store: Store, letter: Message) -> None:
    candidate = somebody(store)
    given_reading = reading(1, key=letter.key)
    store.commit(candidate, intake(ReadMessage(letter, given_reading, place(1), ("t",), True)), NOW)
    assert list(store.messages(candidate)) == [letter]
    assert list(store.readings(candidate, {letter.key})) == [given_reading]


@hypothesis_settings
@given(one=samples.events)
def test_an_event_comes_out_as_it_went_in(store: Store, one: Event) -> None:
    candidate = somebody(store)
    seen = SeenEvent(one, place(1), "")
    store.put_events(candidate, [seen])
    assert store.events(candidate) == (seen,)


@hypothesis_settings
@given(one=samples.readings)
def test_a_reading_comes_out_as_it_went_in(store: Store, one: Reading) -> None:
    candidate = somebody(store)
    store.commit(candidate, intake(read(1)), NOW)
    store.put_readings(candidate, [one])
    assert list(store.readings(candidate)) == [one]


# In the names of places, the characters that stand for others come back as those: the price named in 042.
ORDINARY = st.characters(codec="utf-8", exclude_characters="".join(map(chr, range(0x10D800, 0x10E001))))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(ORDINARY, max_size=20))
def test_no_text_stops_a_batch(store: Store, text: str) -> None:
    candidate = somebody(store)
    unfit = "\0\ud800" + text
    who = Address(unfit, unfit)
    letter = message(
        1,
        message_id=unfit,
        references=(unfit,),
        sender=who,
        cc=(who,),
        subject=unfit,
        text=unfit,
        labels=(unfit,),
        forwarded=(message(2, text=unfit),),
        events=(event(unfit, summary=unfit, organizer=who),),
        problems=(Problem("x", unfit, Place(unfit, "mbox")),),
    )
    words = reading(
        1, text=unfit, signals=(Signal(unfit, reading(1).signals[0].confidence, Evidence(0, 2, unfit), ""),)
    )
    batch = intake(
        ReadMessage(letter, words, Place(unfit, "mbox", unfit), (unfit,), True),
        stream=unfit,
        cursor=unfit,
        problems=(Problem("x", unfit, Place(unfit, "mbox")),),
    )
    store.commit(candidate, batch, NOW)
    assert store.commit(candidate, batch, NOW).new == 0
    (out,) = store.messages(candidate)
    assert out.text == clean.words(unfit)
    assert out.forwarded[0].text == clean.words(unfit)
    assert store.cursors(candidate, "import") == {unfit: unfit}
    (only,) = store.readings(candidate)
    assert len(only.text) == len(unfit)


def test_words_lose_only_what_no_database_keeps() -> None:
    assert clean.words("a\0b\ud83dc\U0001f600") == "a\ufffdb\ufffdc\U0001f600"


def test_offsets_into_cleaned_words_stay_true() -> None:
    text = "\0\ud800 when could you start"
    assert clean.words(text)[3:] == text[3:]


@given(st.text(st.characters(codec=None)))
def test_the_name_of_a_place_is_given_back_to_the_letter(name: str) -> None:
    moved = clean.moved(name)
    assert "\0" not in moved
    moved.encode()
    if not any(0x10D800 <= ord(one) <= 0x10E000 for one in name):
        assert clean.restored(moved) == name


def test_two_files_whose_names_differ_in_one_strange_byte_stay_two(store: Store, candidate: int) -> None:
    first, second = (Place(f"/mail/{byte}", "eml") for byte in ("\udce4", "\udcf6"))
    problems = tuple(Problem("unreadable", "no", where) for where in (first, second))
    store.commit(candidate, intake(problems=problems), NOW)
    assert {problem.place for problem in store.problems(candidate)} == {first, second}


def test_equal_values_are_encoded_alike_whatever_they_hold() -> None:
    assert encoded("a\\u0000") == '"a\\\\u0000"'
    assert encoded(("\0", "\ud800", 10**30)) == encoded(["\ufffd", "\ufffd", 2**63 - 1])


def test_a_sequence_longer_than_a_number_is_cut(store: Store, candidate: int) -> None:
    huge = event(sequence=10**40)
    store.put_events(candidate, [SeenEvent(huge, place(1), "")])
    assert [seen.event.sequence for seen in store.events(candidate)] == [2**63 - 1]


def test_names_and_ids_may_be_longer_than_an_index_takes(store: Store, candidate: int) -> None:
    long = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(5000))
    path = Place(f"/{long}", "maildir", long)
    letter = replace(read(1, message_id=long, references=(long,)), place=path)
    batch = intake(letter, stream=long, problems=(Problem(long, long, path),))
    store.commit(candidate, batch, NOW)
    store.put_events(candidate, [SeenEvent(event(long), path, "")])
    assert store.events(candidate)[0].event.uid == long


def test_times_are_utc_in_and_out(store: Store, candidate: int) -> None:
    local = datetime(2026, 10, 1, 10, 0, tzinfo=timezone(timedelta(hours=2)))
    store.commit(candidate, intake(read(1, at=local)), NOW)
    (out,) = store.messages(candidate)
    assert out.at == local
    assert out.at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused_as_a_bug(store: Store, candidate: int) -> None:
    with pytest.raises(Exception, match="without a zone"):
        store.commit(candidate, intake(read(1, at=datetime(2026, 10, 1))), NOW)  # noqa: DTZ001
    assert store.known(candidate, [key(1)]) == frozenset()

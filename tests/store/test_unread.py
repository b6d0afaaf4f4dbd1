"""Mail of which only the header was fetched gives way to the same mail in full, and never the reverse."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classify.types import Author, Standing
from ingest.types import Place, Seen
from store.intake import Committed, Intake, ReadMessage
from store.store import Store
from tests.store.samples import NOW, START, event, intake, key, message, reading

_candidates = itertools.count(1)


def spot(uid: int) -> Place:
    return Place("personal/INBOX", "imap", f"1700000000:{uid}")


def heading(number: int = 1, uid: int = 1, *, keep: bool = False) -> ReadMessage:
    """What a header tells. It differs from the mail in full in all that a header may differ in."""
    told = message(number, text="", at=START, provider_thread="gmail:17", references=("<root@mail.example>",))
    unread = reading(number, standing=Standing.UNREAD, author=Author.SYSTEM, rules="gate")
    return ReadMessage(told, unread, spot(uid), ("a:header",), keep)


def in_full(standing: Standing, uid: int = 2, number: int = 1) -> ReadMessage:
    made = message(number, events=(event(),))
    return ReadMessage(
        made, reading(number, standing=standing), spot(uid), ("t1", "t2"), standing is Standing.RELEVANT
    )


@pytest.mark.parametrize("keep", [False, True])
def test_of_unread_mail_no_word_stays(store: Store, candidate: int, keep: bool) -> None:
    one = heading(keep=keep)
    secret = replace(one, message=replace(one.message, subject="the dentist", text="the dentist expects you"))
    assert store.commit(candidate, intake(secret), NOW) == Committed(new=1, again=0, events=0, problems=0)
    dumped = store.dump(candidate)
    assert "dentist" not in repr(dumped)
    assert "acme" not in repr(dumped)
    assert dumped["readings"][0]["standing"] == "unread"
    assert dumped["messages"][0]["correspondents"] == ["a:header"]
    assert store.known(candidate, [key(1)]) == {key(1)}
    assert store.kept(candidate) == frozenset()
    assert store.left_out(candidate) == {key(1): (spot(1),)}


def test_unread_mail_is_a_fact_only_for_who_asks_for_every_one(store: Store, candidate: int) -> None:
    standings = (Standing.RELEVANT, Standing.POSSIBLE, Standing.DOUBTFUL, Standing.IRRELEVANT)
    for number, standing in enumerate(standings, 2):
        store.commit(candidate, intake(in_full(standing, number, number)), NOW)
    store.commit(candidate, intake(heading(9)), NOW)
    assert [fact.standing for fact in store.facts(candidate)] == list(standings[:3])
    every = {fact.key: fact for fact in store.every_fact(candidate)}
    assert {fact.standing for fact in every.values()} == set(Standing)
    assert every[key(9)].correspondents == ("a:header",)
    assert every[key(9)].provider_thread == "gmail:17"


@pytest.mark.parametrize("standing", [Standing.RELEVANT, Standing.POSSIBLE, Standing.IRRELEVANT])
def test_the_mail_in_full_takes_the_place_of_its_header(
    store: Store, candidate: int, standing: Standing
) -> None:
    only = store.candidate("somebody else")
    store.commit(only, intake(replace(in_full(standing), place=spot(1))), NOW)
    store.commit(candidate, intake(heading()), NOW)
    assert store.commit(candidate, intake(replace(in_full(standing), place=spot(1))), NOW).new == 0
    assert store.dump(candidate) == store.dump(only)


def test_unread_mail_that_turns_out_to_belong_is_kept(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(heading()), NOW)
    full = replace(in_full(Standing.POSSIBLE), keep=True)
    store.commit(candidate, intake(full, stream=""), NOW)
    assert list(store.messages(candidate)) == [full.message]
    assert list(store.readings(candidate)) == [full.reading]
    assert store.left_out(candidate) == {}
    assert [fact.correspondents for fact in store.facts(candidate)] == [("t1", "t2")]


def test_what_was_read_is_never_unread_again(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(in_full(Standing.RELEVANT)), NOW)
    before = store.dump(candidate)
    assert store.commit(candidate, intake(replace(heading(), place=spot(2))), NOW).again == 1
    assert store.dump(candidate) == before


PIECES = ("heading", "heading elsewhere", "in full", "in full again", "seen", "seen elsewhere")


def piece(name: str, standing: Standing) -> Intake:
    return {
        "heading": intake(heading(uid=1)),
        "heading elsewhere": intake(heading(uid=3)),
        "in full": intake(in_full(standing)),
        "in full again": intake(in_full(standing)),
        "seen": intake(sightings=(Seen(key(1), spot(4)),)),
        "seen elsewhere": intake(sightings=(Seen(key(1), Place("personal/Sent", "imap", "7:1", "gmail:1")),)),
    }[name]


def together(batches: list[Intake]) -> Intake:
    """One batch of all the pieces. Mail that is not known yet cannot be seen again: it comes first."""
    return replace(
        intake(),
        messages=tuple(one for batch in batches for one in batch.messages),
        sightings=tuple(one for batch in batches for one in batch.sightings),
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(PIECES).filter(lambda order: not order[0].startswith("seen")),
    standing=st.sampled_from([Standing.RELEVANT, Standing.POSSIBLE, Standing.IRRELEVANT]),
    cuts=st.sets(st.integers(1, len(PIECES) - 1)),
)
def test_the_order_in_which_headers_and_mail_come_leaves_no_trace(
    store: Store, order: list[str], standing: Standing, cuts: set[int]
) -> None:
    expected, found = (store.candidate(f"reader {next(_candidates)}") for _ in range(2))
    store.commit(expected, together([piece(name, standing) for name in PIECES]), NOW)
    ends = [*sorted(cuts), len(order)]
    for start, end in zip([0, *ends], ends, strict=False):
        store.commit(found, together([piece(name, standing) for name in order[start:end]]), NOW)
    assert store.dump(found) == store.dump(expected)

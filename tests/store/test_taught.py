"""A taught sender in the store: whose mail is a fact then, where it lies, and that it is taken back."""

from __future__ import annotations

from classify.applications.types import Verdict
from classify.types import Standing
from store.store import Store
from tests.store.samples import NOW, intake, key
from tests.store.test_unread import heading, in_full, spot

TAUGHT = Verdict("sender", key(1), "hello@acme.example")


def test_where_a_sender_is_taught_every_mail_is_a_fact(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(in_full(Standing.IRRELEVANT, 2, 2), heading(3)), NOW)
    assert store.facts(candidate) == ()
    store.say(candidate, TAUGHT, NOW)
    assert store.facts(candidate) == store.every_fact(candidate)
    assert len(store.facts(candidate)) == 2
    assert store.unsay(candidate, TAUGHT, NOW)
    assert store.facts(candidate) == ()


def test_teaching_and_taking_it_back_unsettle_the_store(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(heading(3)), NOW)
    for done in (store.say, store.unsay):
        before = store.changes(candidate)
        done(candidate, TAUGHT, NOW)
        assert store.changes(candidate) > before


def test_where_mail_lies_is_told_whether_its_words_are_kept_or_not(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(in_full(Standing.RELEVANT, 2, 2), heading(3, 5)), NOW)
    assert store.lying(candidate, {key(2), key(3), key(4)}) == {key(2): (spot(2),), key(3): (spot(5),)}
    assert store.lying(candidate, set()) == {}

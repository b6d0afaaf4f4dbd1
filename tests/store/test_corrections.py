"""What the person said of signals shows wherever a reading is read, and nowhere in what was derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from classify.applications.types import Application, Grouping, Membership, Verdict
from classify.types import Me
from store.errors import StoreError
from tests.store.samples import NOW, intake, key, read, reading

if TYPE_CHECKING:
    from store.store import Store

ME = Me("Sam", frozenset({"sam@postbox.example"}))
OFFER = Verdict("signal", key(1), "+offer", "When could you")
NONE = Verdict("signal", key(1), "-notice_period")
ONE = Grouping((Application("a1", "Acme", "", "", (Membership(key(1), "first"),), ()),), ())


def shown(store: Store, candidate: int) -> list[set[str]]:
    """The signals of the first message, wherever they can be read."""
    (history,) = store.histories(candidate)
    return [
        {signal.name for one in store.readings(candidate, {key(1)}) for signal in one.signals},
        {signal.name for entry in history.entries for signal in entry.signals},
        *(set(letter.signals) for letter in store.letters(candidate, ME) if letter.key == key(1)),
    ]


def test_a_correction_shows_everywhere_and_is_taken_back(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1), read(2)), NOW)
    store.replace_applications(candidate, ONE, "r1")
    store.say(candidate, OFFER, NOW)
    store.say(candidate, NONE, NOW)
    assert shown(store, candidate) == [{"offer"}] * 3
    (entry,) = store.histories(candidate)[0].entries
    assert entry.signals[0].evidence.text == "When could you"
    assert store.unsettled(candidate)
    assert store.unsay(candidate, OFFER, NOW)
    assert store.unsay(candidate, NONE, NOW)
    assert shown(store, candidate) == [{"notice_period"}] * 3


def test_a_correction_holds_whatever_comes_before_and_after_it(store: Store, candidate: int) -> None:
    store.say(candidate, OFFER, NOW)
    store.commit(candidate, intake(read(1, keep=False)), NOW)
    store.commit(candidate, intake(read(1)), NOW)  # brought in later
    store.commit(candidate, intake(read(1), cursor="c2"), NOW)  # replayed
    store.replace_applications(candidate, ONE, "r1")
    assert shown(store, candidate) == [{"offer", "notice_period"}] * 3
    store.put_readings(candidate, [reading(1, signals=(), rules="r2")])
    assert shown(store, candidate) == [{"offer"}] * 3


def test_what_the_rules_found_stays_as_they_found_it(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1)), NOW)
    store.say(candidate, NONE, NOW)
    assert list(store.bare_readings(candidate)) == [reading(1)]
    assert store.verdicts(candidate) == (NONE,)


def test_a_rehearsal_sees_what_it_does_and_leaves_nothing(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1)), NOW)
    before = store.dump(candidate)
    with store.rehearsal() as tried:
        tried.say(candidate, OFFER, NOW)
        tried.put_readings(candidate, [reading(1, signals=(), rules="r2")])
        tried.commit(candidate, intake(read(2), cursor="c2"), NOW)
        assert [one.rules for one in tried.readings(candidate)] == ["r2", "r1"]
        assert tried.verdicts(candidate) == (OFFER,)
    assert store.dump(candidate) == before


def test_a_rehearsal_is_kept_whole_or_breaks_off_whole(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1)), NOW)
    with store.rehearsal() as tried:
        tried.say(candidate, OFFER, NOW)
        tried.keep()
    assert store.verdicts(candidate) == (OFFER,)
    with pytest.raises(StoreError), store.rehearsal() as tried:
        tried.keep()
        tried.say(candidate, NONE, NOW)
        tried.say(4711, NONE, NOW)  # nobody
    assert store.verdicts(candidate) == (OFFER,)


def test_fingerprints_are_renewed_of_kept_messages_alone(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1), read(2), read(3, keep=False)), NOW)
    assert store.read_by(candidate) == {"r1": 2}
    assert store.read_by(candidate, {key(2), key(3)}) == {"r1": 1}
    assert store.renew_rules(candidate, "r1", "r2", {key(1)}) == 1
    assert store.keys_read_by(candidate, {"r1"}) == (key(2),)
    assert store.renew_rules(candidate, "r1", "r2") == 1
    assert store.read_by(candidate) == {"r2": 2}


def test_texts_come_in_pages(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1), read(2), read(3, keep=False)), NOW)
    found = [one for page in store.texts(candidate) for one in page]
    assert sorted(found) == [(key(n), "person", f"When could you start, {n}?") for n in (1, 2)]
    assert [one for page in store.texts(candidate, "r2") for one in page] == []
    assert [one[0] for page in store.texts(candidate, "r1", {key(2)}) for one in page] == [key(2)]


def test_rule_sets_are_remembered_and_forgotten(store: Store, candidate: int) -> None:
    store.keep_rule_set(candidate, "a", b"\x00one")
    store.keep_rule_set(candidate, "a", b"two")
    store.keep_rule_set(candidate, "b", b"")
    assert store.rule_sets(candidate) == {"a": b"\x00one", "b": b""}
    store.forget_rule_sets(candidate, {"a", "c"})
    assert store.rule_set_names(candidate) == {"b"}
    assert store.rule_sets(store.candidate("somebody else")) == {}


def test_messages_are_called_by_their_ids(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1), read(2), read(3, keep=False)), NOW)
    assert list(store.called(candidate)) == [(key(n), f"<{n}@mail.example>") for n in (3, 2, 1)]
    assert store.since(candidate, read(2).message.at) == (key(2), key(3))

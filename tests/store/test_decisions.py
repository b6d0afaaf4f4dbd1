"""Everything that was said is kept with its number and its time, also what was taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from classify.applications.types import Verdict
from tests.store.samples import NOW, intake, key, read

if TYPE_CHECKING:
    from store.store import Store

LATER = NOW + timedelta(hours=1)
OFFER, NONE, NOTE = (
    Verdict("signal", key(1), "+offer"),
    Verdict("signal", key(1), "-offer"),
    Verdict("note", key(1), "", "so kind"),
)


def test_each_has_a_number_and_a_time_and_is_taken_back_by_it(store: Store, candidate: int) -> None:
    assert [store.say(candidate, one, NOW) for one in (OFFER, NOTE, NOTE)] == [1, 2, 3]
    assert store.take_back(candidate, 2, LATER)
    assert not store.take_back(candidate, 2, LATER)
    assert not store.take_back(candidate, 9, LATER)
    said = store.decisions(candidate)
    assert [(one.number, one.at, one.verdict, one.undone_at) for one in said] == [
        (1, NOW, OFFER, None),
        (2, NOW, NOTE, LATER),
        (3, NOW, NOTE, None),
    ]
    assert store.bring_back(candidate, 2)
    assert not store.bring_back(candidate, 2)
    assert all(one.undone_at is None for one in store.decisions(candidate))


def test_of_two_words_on_one_signal_the_last_counts_until_it_is_taken_back(
    store: Store, candidate: int
) -> None:
    for one in (OFFER, NONE):
        store.say(candidate, one, NOW)
    assert store.verdicts(candidate) == (NONE,)
    store.take_back(candidate, 2, LATER)
    assert store.verdicts(candidate) == (OFFER,)


def test_what_groups_unsettles_and_a_note_does_not(store: Store, candidate: int) -> None:
    from classify.applications.types import Grouping

    store.commit(candidate, intake(read(1)), NOW)
    store.replace_applications(candidate, Grouping((), ()), "r1")
    store.say(candidate, NOTE, NOW)
    store.take_back(candidate, 1, LATER)
    assert not store.unsettled(candidate)
    store.say(candidate, OFFER, NOW)
    assert store.unsettled(candidate)
    store.replace_applications(candidate, Grouping((), ()), "r1")
    store.take_back(candidate, 2, LATER)
    assert store.unsettled(candidate)


def test_nobody_takes_back_what_another_candidate_said(store: Store, candidate: int) -> None:
    other = store.candidate("other")
    store.say(candidate, OFFER, NOW)
    assert not store.take_back(other, 1, LATER)
    assert store.decisions(other) == ()

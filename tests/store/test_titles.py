"""The titles that mail tells survive the store, and stand in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classify.applications.types import Application, Grouping, Membership
from classify.types import Titled
from tests.store.samples import NOW, intake, key, read, reading

if TYPE_CHECKING:
    from store.store import Store

TITLES = (
    Titled("Dana Reyes", "VP, Engineering", "dana@acme.example"),
    Titled("Zoë Núñez", "Directrice générale"),
)


def test_titles_come_out_as_they_went_in(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1), read(2)), NOW)
    store.put_readings(candidate, [reading(1, titles=TITLES)])
    first, second = sorted(store.readings(candidate), key=lambda one: one.key)
    assert first == reading(1, titles=TITLES)
    assert second.titles == ()
    members = (Membership(key(1), "thread"), Membership(key(2), "thread"))
    store.replace_applications(candidate, Grouping((Application("a1", "", "", "", members, ()),), ()), "r1")
    (history,) = store.histories(candidate)
    assert [entry.titles for entry in history.entries] == [TITLES, ()]


def test_a_new_reading_replaces_the_titles_of_the_old_one(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1)), NOW)
    store.put_readings(candidate, [reading(1, titles=TITLES)])
    store.put_readings(candidate, [reading(1)])
    (only,) = store.readings(candidate)
    assert only.titles == ()

"""A sync that changed nothing need not compute anything: the store knows whether something did."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from classify.applications.types import Grouping, Verdict
from classify.types import Standing
from ingest.types import Seen
from store import commit
from store.intake import Intake, SeenEvent
from tests.store.samples import NOW, event, intake, key, place, problem, read, reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.store import Store

NOTHING = Grouping((), ())


def unread(number: int) -> Intake:
    return intake(replace(read(number), reading=reading(number, standing=Standing.UNREAD)))


def settle(store: Store, candidate: int) -> None:
    store.replace_applications(candidate, NOTHING, "r1")
    assert not store.unsettled(candidate)


@pytest.fixture
def settled(store: Store, candidate: int) -> int:
    """One kept message, one left out, one unread, one said thing, all settled."""
    store.commit(candidate, intake(read(1, events=(event(),)), read(2, keep=False)), NOW)
    store.commit(candidate, unread(3), NOW)
    store.say(candidate, Verdict("company", key(1), "Acme"), NOW)
    settle(store, candidate)
    return candidate


def test_a_new_candidate_is_settled(store: Store, candidate: int) -> None:
    assert not store.unsettled(candidate)


@pytest.mark.parametrize(
    "change",
    [
        lambda store, me: store.commit(me, intake(read(4)), NOW),
        lambda store, me: store.commit(me, intake(read(4, keep=False)), NOW),
        lambda store, me: store.commit(me, unread(4), NOW),
        lambda store, me: store.commit(me, intake(read(2)), NOW),
        lambda store, me: store.commit(me, intake(read(3, keep=False)), NOW),
        lambda store, me: store.commit(me, intake(events=(SeenEvent(event("u2"), place(9), ""),)), NOW),
        lambda store, me: store.commit(me, intake(read(2), stream=""), NOW),
        lambda store, me: store.put_events(me, [SeenEvent(event("u2"), place(9), "")]),
        lambda store, me: store.put_readings(me, [reading(1, rules="r2")]),
        lambda store, me: store.say(me, Verdict("irrelevant", key(1)), NOW),
        lambda store, me: store.unsay(me, Verdict("company", key(1), "Acme"), NOW),
    ],
)
def test_whatever_the_applications_depend_on_unsettles(
    store: Store, settled: int, change: Callable[[Store, int], object]
) -> None:
    other = store.candidate("somebody else")
    change(store, settled)
    assert store.unsettled(settled)
    assert not store.unsettled(other)
    settle(store, settled)


@pytest.mark.parametrize(
    "change",
    [
        lambda store, me: store.commit(me, intake(cursor="c9"), NOW),
        lambda store, me: store.commit(
            me, intake(read(1, source="/mail/b.mbox"), problems=(problem(),)), NOW
        ),
        lambda store, me: store.commit(me, unread(2), NOW),
        lambda store, me: store.commit(me, intake(sightings=(Seen(key(1), place(8)),)), NOW),
        lambda store, me: store.commit(me, intake(gone=(place(1),)), NOW),
        lambda store, me: store.commit(me, intake(read(1), stream=""), NOW),
        lambda store, me: store.put_events(me, [SeenEvent(event(), place(1), key(1))]),
        lambda store, me: store.put_events(me, []),
        lambda store, me: store.put_readings(me, []),
        lambda store, me: store.unsay(me, Verdict("company", key(1), "Never said"), NOW),
    ],
)
def test_what_the_applications_do_not_depend_on_leaves_them_settled(
    store: Store, settled: int, change: Callable[[Store, int], object]
) -> None:
    change(store, settled)
    assert not store.unsettled(settled)


def test_the_mark_is_written_with_what_it_speaks_of(
    store: Store, settled: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commit, "_cursor", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        store.commit(settled, intake(read(4)), NOW)
    assert not store.unsettled(settled)


def test_no_two_stores_need_agree_on_the_mark(store: Store, settled: int) -> None:
    before = store.dump(settled)
    store.put_readings(settled, [reading(1)])
    assert store.unsettled(settled)
    assert store.dump(settled) == before

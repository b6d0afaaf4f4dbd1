"""What is kept of applications that ended goes as soon as anything of one changes, and never too late."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from classify.applications.types import Application, Grouping, Membership, Question, Verdict
from classify.types import Author, Standing
from store.errors import StoreError
from store.history import Ending
from store.intake import SeenEvent
from store.store import open_store
from tests.store.samples import NOW, event, intake, key, place, read, reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.store import Store

RULES = "rules"
FIRST = Application("a1", "Acme", "Engineer", "", (Membership(key(1), "first"),), ("u1",))
SECOND = Application("a2", "Bolt", "Analyst", "", (Membership(key(2), "first"),), ("u2",))
THIRD = Application("a3", "Crest", "", "", (Membership(key(3), "first"),), ())
UNREAD = replace(
    read(9), reading=reading(9, standing=Standing.UNREAD, author=Author.SYSTEM, rules="gate"), keep=False
)


def ending(name: str, **changes: object) -> Ending:
    made = Ending(
        id=name,
        first_at=NOW - timedelta(days=30),
        closed_at=NOW - timedelta(days=10),
        stage="rejected",
        reached="screening",
        outcome="rejected",
        waits=((26.5, True), (3.25, False)),
        scores=(20, 24),
        unchanged_since=NOW - timedelta(days=8),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def put(store: Store, candidate: int, *some: Ending) -> bool:
    return store.put_endings(candidate, some, RULES, store.altered(candidate))


def left(store: Store, candidate: int) -> set[str]:
    return {one.id for one in store.endings(candidate, RULES, NOW)}


@pytest.fixture
def ended(store: Store, candidate: int) -> int:
    """Three applications of one message each, two of them with a meeting, and the ending of each."""
    letters = [read(1, events=(event("u1"),)), read(2, events=(event("u2"),)), read(3), UNREAD]
    store.commit(candidate, intake(*letters), NOW)
    store.replace_applications(candidate, Grouping((FIRST, SECOND, THIRD), ()), "r1")
    assert put(store, candidate, ending("a1"), ending("a2"), ending("a3"))
    return candidate


def test_an_ending_is_given_back_as_it_was_kept(store: Store, ended: int) -> None:
    assert store.endings(ended, RULES, NOW) == (ending("a1"), ending("a2"), ending("a3"))
    assert put(store, ended, ending("a2", scores=()))
    assert store.endings(ended, RULES, NOW)[1] == ending("a2", scores=())


def test_an_ending_by_other_rules_is_none(store: Store, ended: int) -> None:
    assert store.endings(ended, "other rules", NOW) == ()


def test_an_ending_holds_from_when_its_application_last_changed(store: Store, ended: int) -> None:
    since = NOW - timedelta(days=8)
    assert len(store.endings(ended, RULES, since)) == 3
    assert store.endings(ended, RULES, since - timedelta(seconds=1)) == ()


def test_an_ending_is_its_candidates_own(store: Store, ended: int) -> None:
    other = store.candidate("somebody else")
    assert store.endings(other, RULES, NOW) == ()
    store.commit(other, intake(read(1, events=(event("u1"),))), NOW)
    store.say(other, Verdict("close", key(1), "{}"), NOW)
    assert left(store, ended) == {"a1", "a2", "a3"}


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        (lambda store, me: store.put_readings(me, [reading(1, rules="r2")]), {"a1"}),
        (lambda store, me: store.put_readings(me, [reading(2), reading(3)]), {"a2", "a3"}),
        (lambda store, me: store.say(me, Verdict("signal", key(1), "-notice_period"), NOW), {"a1"}),
        (lambda store, me: store.say(me, Verdict("close", key(2), "{}", "so it is"), NOW), {"a2"}),
        (lambda store, me: store.say(me, Verdict("snooze", key(3), "{}"), NOW), {"a3"}),
        (lambda store, me: store.say(me, Verdict("debrief", key(3), "{}"), NOW), {"a3"}),
        (lambda store, me: store.put_events(me, [SeenEvent(event("u2", sequence=1), place(8), "")]), {"a2"}),
        (
            lambda store, me: store.commit(me, intake(events=(SeenEvent(event("u1"), place(8), ""),)), NOW),
            {"a1"},
        ),
        (lambda store, me: store.commit(me, intake(read(4, events=(event("u2", sequence=2),))), NOW), {"a2"}),
    ],
)
def test_whatever_changes_an_application_drops_its_ending_alone(
    store: Store, ended: int, change: Callable[[Store, int], object], gone: set[str]
) -> None:
    change(store, ended)
    assert left(store, ended) == {"a1", "a2", "a3"} - gone


def test_what_is_taken_back_drops_the_ending_too(store: Store, ended: int) -> None:
    said = Verdict("close", key(1), "{}")
    store.say(ended, said, NOW)
    assert put(store, ended, ending("a1"))
    assert store.unsay(ended, said, NOW)
    assert left(store, ended) == {"a2", "a3"}


def test_words_that_are_brought_in_later_drop_the_ending(store: Store, ended: int) -> None:
    more = replace(FIRST, members=(*FIRST.members, Membership(key(9), "thread")))
    store.replace_applications(ended, Grouping((more, SECOND, THIRD), ()), "r1")
    assert put(store, ended, ending("a1"))
    store.commit(ended, intake(read(9)), NOW)
    assert left(store, ended) == {"a2", "a3"}


@pytest.mark.parametrize(
    ("new", "left_over"),
    [
        ((FIRST, SECOND, THIRD), {"a1", "a2", "a3"}),
        ((replace(FIRST, role="Lead"), SECOND, THIRD), {"a2", "a3"}),
        ((replace(FIRST, uids=()), SECOND, THIRD), {"a2", "a3"}),
        ((replace(FIRST, members=(Membership(key(1), "said"),)), SECOND, THIRD), {"a2", "a3"}),
        ((replace(FIRST, members=(*FIRST.members, *SECOND.members)), THIRD), {"a3"}),
        ((replace(FIRST, members=SECOND.members), replace(SECOND, members=FIRST.members), THIRD), {"a3"}),
        ((THIRD, FIRST), {"a1", "a3"}),
        ((), set()),
    ],
)
def test_grouping_anew_keeps_the_endings_of_what_stays_as_it_was(
    store: Store, ended: int, new: tuple[Application, ...], left_over: set[str]
) -> None:
    asked = (Question(key(3), ("a1", "a2"), "ambiguous"),)
    store.replace_applications(ended, Grouping(new, asked), "r2")
    assert left(store, ended) == left_over
    assert [one.id for one in store.histories(ended)] == [one.id for one in new]
    assert store.grouped_by(ended) == ({"r2"} if new else set())
    other = store.candidate("anew")
    store.commit(other, intake(*[read(n, events=(event(f"u{n}"),)) for n in (1, 2)], read(3), UNREAD), NOW)
    store.replace_applications(other, Grouping(new, asked), "r2")
    assert store.dump(ended) == store.dump(other)


def test_the_same_grouping_writes_nothing(store: Store, ended: int) -> None:
    before = store.altered(ended)
    assert not store.replace_applications(ended, Grouping((FIRST, SECOND, THIRD), ()), "r1")
    assert store.altered(ended) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda store, me: store.put_readings(me, [reading(1)]),
        lambda store, me: store.say(me, Verdict("snooze", key(1), "{}"), NOW),
        lambda store, me: store.put_events(me, [SeenEvent(event("u1"), place(8), "")]),
        lambda store, me: store.replace_applications(me, Grouping((FIRST,), ()), "r1"),
    ],
)
def test_what_was_computed_before_a_change_comes_too_late(
    store: Store, ended: int, change: Callable[[Store, int], object]
) -> None:
    as_of = store.altered(ended)
    change(store, ended)
    assert not store.put_endings(ended, [ending("a1", stage="accepted")], RULES, as_of)
    assert ending("a1", stage="accepted") not in store.endings(ended, RULES, NOW)


def test_keeping_endings_waits_for_nobody_who_writes(store: Store, ended: int, url: str) -> None:
    as_of = store.altered(ended)
    with open_store(url, now=NOW) as other, other.rehearsal() as writes:
        writes.say(ended, Verdict("snooze", key(1), "{}"), NOW)
        with pytest.raises(StoreError):
            store.put_endings(ended, [ending("a1")], RULES, as_of)
        assert left(store, ended) == {"a1", "a2", "a3"}
        writes.keep()
    assert left(store, ended) == {"a2", "a3"}


def test_a_rehearsal_that_is_not_kept_leaves_the_endings(store: Store, ended: int) -> None:
    with contextlib.suppress(ZeroDivisionError), store.rehearsal() as tried:
        tried.put_readings(ended, [reading(1)])
        assert left(tried, ended) == {"a2", "a3"}
        assert put(tried, ended, ending("a1", scores=(1,)))
        raise ZeroDivisionError
    assert store.endings(ended, RULES, NOW)[0] == ending("a1")


def test_of_a_large_store_only_the_histories_asked_for_are_read(store: Store, ended: int) -> None:
    every = store.histories(ended)
    assert store.histories(ended, ["a3", "a1"]) == (every[0], every[2])
    assert store.histories(ended, []) == ()
    assert [one.role for one in store.titles(ended)] == ["Engineer", "Analyst", ""]


@pytest.mark.parametrize("new_url", ["sqlite"], indirect=True)
def test_reading_some_histories_goes_through_no_table_whole(store: Store, ended: int) -> None:
    """On SQLite, whose planner needs no rows to choose an index; the other looks at how much there is."""
    asked: list[str] = []

    @sa.event.listens_for(store._engine, "before_cursor_execute")
    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    store.histories(ended, ["a1"])
    with store._reading() as connection:
        selects = [one for one in asked if one.startswith("SELECT")]
        plans = [
            row[3]
            for one in selects
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", (None,) * one.count("?"))
        ]
    whole = [one for one in plans if one.startswith("SCAN") and "VIRTUAL TABLE" not in one]
    whole += [one for one in plans if one.endswith("(candidate_id=?)") and " decisions " not in one]
    assert whole == []  # but what the person said, which is little

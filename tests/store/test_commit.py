"""A batch is written whole or not at all, and as often as one likes."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classify.applications.types import Verdict
from classify.types import Author, Standing
from store import commit
from store.intake import Committed, Intake, SeenEvent
from store.store import open_store
from tests.store.samples import (
    NOW,
    event,
    intake,
    key,
    message,
    place,
    problem,
    read,
    reading,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ingest.types import Place
    from store.store import Store
    from tests.servers.postgres import Cluster

_candidates = itertools.count(1)


def a_batch() -> Intake:
    invite = event()
    return intake(
        read(1, events=(invite,)),
        read(2, keep=False),
        read(3),
        events=(SeenEvent(invite, place(1), key(1)), SeenEvent(event("u2"), place(9, "/cal.ics"), "")),
        problems=(problem(),),
    )


def test_a_batch_is_counted_by_what_it_changed(store: Store, candidate: int) -> None:
    assert store.commit(candidate, a_batch(), NOW) == Committed(new=3, again=0, events=2, problems=1)
    assert store.cursors(candidate, "import") == {"mbox:/mail/a.mbox": "c1"}
    counts = store.counts(candidate)
    assert (counts.messages, counts.kept, counts.events, counts.problems) == (3, 2, 2, 1)


def test_a_replay_changes_nothing(store: Store, candidate: int) -> None:
    store.commit(candidate, a_batch(), NOW)
    once = store.dump(candidate)
    assert store.commit(candidate, a_batch(), NOW) == Committed(new=0, again=3, events=0, problems=0)
    assert store.dump(candidate) == once


def test_only_the_cursor_moves_when_nothing_is_new(store: Store, candidate: int) -> None:
    store.commit(candidate, a_batch(), NOW)
    store.commit(candidate, intake(cursor="c2"), NOW)
    assert store.cursors(candidate, "import") == {"mbox:/mail/a.mbox": "c2"}


def test_a_crash_before_the_cursor_leaves_nothing(
    store: Store, candidate: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = store.dump(candidate)

    def crash(*_: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(commit, "_cursor", crash)
        with pytest.raises(RuntimeError, match="the power went"):
            store.commit(candidate, a_batch(), NOW)
    assert store.dump(candidate) == empty
    assert store.commit(candidate, a_batch(), NOW).new == 3


def test_two_sources_that_overlap_give_one_message_with_two_sightings(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1), read(2, keep=False)), NOW)
    again = intake(read(1, source="/mail/b.mbox"), read(2, keep=False, source="/mail/b.mbox"), stream="b")
    assert store.commit(candidate, again, NOW) == Committed(new=0, again=2, events=0, problems=0)
    assert [one.key for one in store.messages(candidate)] == [key(1)]
    sightings = [(one["message_key"], one["source"]) for one in store.dump(candidate)["sightings"]]
    assert sorted(sightings) == [
        (number, source) for number in (key(1), key(2)) for source in ("/mail/a.mbox", "/mail/b.mbox")
    ]


def test_a_message_twice_in_one_batch_is_one(store: Store, candidate: int) -> None:
    twice = intake(read(1, keep=False), read(1, source="/mail/b.mbox"))
    assert store.commit(candidate, twice, NOW) == Committed(new=1, again=1, events=0, problems=0)
    assert store.kept(candidate) == {key(1)}
    assert len(store.dump(candidate)["sightings"]) == 2


def test_what_was_received_is_not_rewritten(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1, text="first")), NOW)
    store.commit(candidate, intake(read(1, text="second")), NOW)
    assert [one.text for one in store.messages(candidate)] == ["first"]


def test_of_mail_that_is_left_out_no_word_stays(store: Store, candidate: int) -> None:
    secret = "the dentist expects you"
    left = read(1, keep=False, text=secret, subject=secret, events=(event(summary=secret),))
    store.commit(candidate, intake(left), NOW)
    dumped = store.dump(candidate)
    assert secret not in repr(dumped)
    assert "dana@acme.example" not in repr(dumped)
    assert dumped["signals"] == []
    assert dumped["events"] == []
    assert dumped["readings"][0]["reasons"] == []
    store.put_readings(candidate, [reading(1, text=secret)])
    assert secret not in repr(store.dump(candidate))
    assert list(store.readings(candidate)) == []


@pytest.mark.parametrize("by", ["batch", "settling"])
def test_a_message_left_out_earlier_is_kept_when_it_turns_out_to_matter(
    store: Store, candidate: int, by: str
) -> None:
    store.commit(candidate, intake(read(1, keep=False)), NOW)
    assert store.left_out(candidate, [key(1)]) == {key(1): (place(1),)}
    full = read(1, events=(event(),))
    if by == "batch":
        store.commit(candidate, intake(full), NOW)
    else:
        store.commit(candidate, intake(full, stream=""), NOW)
    assert list(store.messages(candidate)) == [full.message]
    assert list(store.readings(candidate)) == [full.reading]
    assert store.left_out(candidate, [key(1)]) == {}
    once = store.dump(candidate)
    store.commit(candidate, intake(full, stream=""), NOW)
    assert store.dump(candidate) == once


def test_left_out_names_every_place(store: Store, candidate: int) -> None:
    other = "/mail/b.mbox"
    store.commit(candidate, intake(read(1, keep=False), read(1, keep=False, source=other), read(2)), NOW)
    places: dict[str, tuple[Place, ...]] = {key(1): (place(1), place(1, other))}
    assert store.left_out(candidate) == places
    assert store.left_out(candidate, [key(2), key(7)]) == {}


def test_known_means_seen_whether_kept_or_not(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1), read(2, keep=False)), NOW)
    assert store.known(candidate, [key(1), key(2), key(3)]) == {key(1), key(2)}
    assert store.kept(candidate) == {key(1)}
    assert store.known(candidate, (key(number) for number in range(12_000))) == {key(1), key(2)}


def test_facts_leave_out_what_no_context_can_make_relevant(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(2), read(1), read(3, keep=False)), NOW)
    possible = read(4, keep=False)
    maybe = type(possible)(
        possible.message,
        reading(4, standing=Standing.POSSIBLE, author=Author.CANDIDATE),
        possible.place,
        ("t2", "t3"),
        False,
    )
    store.commit(candidate, intake(maybe), NOW)
    facts = store.facts(candidate)
    assert [fact.key for fact in facts] == [key(1), key(2), key(4)]
    assert facts[-1].correspondents == ("t2", "t3")
    assert facts[-1].author is Author.CANDIDATE
    assert facts[0].message_id == "<1@mail.example>"


def test_a_problem_is_recorded_once(store: Store, candidate: int) -> None:
    twice = intake(problems=(problem(1), problem(2), problem(1)))
    assert store.commit(candidate, twice, NOW).problems == 2
    assert store.commit(candidate, twice, NOW).problems == 0
    assert store.problems(candidate) == (problem(1), problem(2))


def test_an_event_is_one_version_for_each_carrier_and_source(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1)), NOW)
    first, moved = event(), event(sequence=1)
    calendar = place(9, "/cal.ics")
    seen = [
        SeenEvent(first, place(1), key(1)),
        SeenEvent(first, calendar, ""),
        SeenEvent(moved, calendar, ""),
    ]
    assert store.put_events(candidate, seen) == 3
    assert store.put_events(candidate, seen) == 0
    assert sorted(store.events(candidate), key=repr) == sorted(seen, key=repr)


def test_the_events_of_a_mail_seen_in_two_sources_are_attached_once(store: Store, candidate: int) -> None:
    invites = (event("u9"), event("u1"))
    store.commit(candidate, intake(read(1, events=invites)), NOW)
    other = place(1, "/mail/b.mbox")
    store.put_events(candidate, [SeenEvent(one, other, key(1)) for one in invites])
    assert [one.events for one in store.messages(candidate)] == [invites]


def test_calendars_are_known_even_if_nothing_of_them_was_kept(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1), stream="ics:/cal/empty.ics"), NOW)
    calendar = type(place(1))("/cal/full.ics", "ics")
    store.put_events(candidate, [SeenEvent(event(), calendar, "")])
    assert store.calendars(candidate) == ("/cal/empty.ics", "/cal/full.ics")


def test_messages_come_in_order_of_time_and_only_those_asked_for(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(*(read(number) for number in (5, 3, 4, 1))), NOW)
    assert [one.key for one in store.messages(candidate)] == [key(1), key(3), key(4), key(5)]
    assert [one.key for one in store.messages(candidate, {key(4), key(1), key(8)})] == [key(1), key(4)]
    assert list(store.messages(candidate, [])) == []
    many = {key(number) for number in range(4, 9_000)}
    assert [one.key for one in store.messages(candidate, many)] == [key(4), key(5)]
    assert [one.key for one in store.readings(candidate, many)] == [key(4), key(5)]


def test_one_can_write_while_reading(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1), read(2)), NOW)
    for one in store.messages(candidate):
        store.put_readings(candidate, [reading(int(one.key, 16), rules="r2")])
    assert [one.rules for one in store.readings(candidate)] == ["r2", "r2"]


def test_rows_of_another_candidate_never_appear(store: Store, candidate: int) -> None:
    other = store.candidate("somebody else")
    nothing = store.dump(other)
    store.commit(candidate, a_batch(), NOW)
    assert store.dump(other) == nothing
    assert list(store.messages(other)) == []
    assert list(store.readings(other)) == []
    assert not store.known(other, [key(1)])
    assert not store.kept(other)
    assert not store.left_out(other)
    assert not store.facts(other)
    assert not store.events(other)
    assert not store.problems(other)
    assert not store.calendars(other)
    assert store.cursors(other, "import") == {}
    theirs = intake(read(1, text="theirs"))
    store.commit(other, theirs, NOW)
    assert [one.text for one in store.messages(candidate, [key(1)])] == [message(1).text]


def test_a_store_filled_bit_by_bit_equals_one_filled_in_one_go(new_url: Callable[[], str]) -> None:
    letters = [read(number, keep=number % 3 > 0) for number in range(1, 8)]
    with open_store(new_url(), now=NOW) as store:
        at_once = store.candidate("me")
        store.commit(at_once, intake(*letters, cursor="end"), NOW)
        whole = store.dump(at_once)
    with open_store(new_url(), now=NOW) as store:
        store.candidate("somebody else")
        bit_by_bit = store.candidate("me")
        for nth, letter in enumerate(letters):
            late = NOW + timedelta(days=nth)
            store.commit(bit_by_bit, intake(letter, cursor="end" if nth == 6 else str(nth)), late)
        assert store.dump(bit_by_bit) == whole


def test_both_databases_give_the_same_dump(tmp_path: Path, postgres_with_template: Cluster) -> None:
    dumps = []
    for url in (
        f"sqlite:///{tmp_path / 'store.db'}",
        postgres_with_template.create("same", "template_store"),
    ):
        with open_store(url, now=NOW) as store:
            me = store.candidate("me")
            store.commit(me, a_batch(), NOW)
            store.say(me, Verdict("company", key(1), "Äcme"), NOW)
            dumps.append(store.dump(me))
    postgres_with_template.drop("same")
    assert dumps[0] == dumps[1]
    assert json.loads(json.dumps(dumps[0])) == dumps[0]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    letters=st.lists(st.tuples(st.integers(1, 6), st.booleans(), st.sampled_from("ab")), max_size=9),
    cuts=st.lists(st.integers(1, 4), min_size=4, max_size=4),
    luck=st.lists(st.sampled_from(["crash", "replay", "go on"]), max_size=9),
)
def test_crashes_and_replays_leave_no_trace(
    store: Store, letters: list[tuple[int, bool, str]], cuts: list[int], luck: list[str]
) -> None:
    batches: list[Intake] = []
    left = [read(number, keep=keep, source=source) for number, keep, source in letters]
    for size in cuts:
        batches.append(intake(*left[:size], cursor=str(len(batches))))
        left = left[size:]
    calm, rough = (store.candidate(f"sailor {next(_candidates)}") for _ in range(2))
    for batch in batches:
        store.commit(calm, batch, NOW)
    for batch in batches:
        while luck and (happens := luck.pop()) != "go on":
            if happens == "replay":
                store.commit(rough, batch, NOW)
            else:
                with pytest.MonkeyPatch.context() as broken, pytest.raises(ZeroDivisionError):
                    broken.setattr(commit, "_cursor", lambda *_: 1 // 0)
                    store.commit(rough, batch, NOW)
        store.commit(rough, batch, NOW)
    assert store.dump(rough) == store.dump(calm)

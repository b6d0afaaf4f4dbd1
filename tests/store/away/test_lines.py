"""A backup of a server's store: lines that give the same store again, on either database."""

from __future__ import annotations

import pytest

from classify.applications.types import Verdict
from store.away import lines
from store.errors import StoreError, StoreTooNew
from store.store import Store, open_store
from tests.store.away.test_forgotten import batch
from tests.store.samples import NOW, key


@pytest.fixture
def written(store: Store, candidate: int) -> list[str]:
    store.commit(candidate, batch({1, 2, 3}), NOW)
    store.say(candidate, Verdict("signal", key(2), "+offer", "wörds \u202e"), NOW)
    store.keep_rule_set(candidate, "name", b"\0\xff")
    return list(store.lines(candidate, NOW))


def test_the_lines_give_the_same_store(store: Store, candidate: int, written: list[str]) -> None:
    before = store.dump(candidate)
    held = lines.checked(written, "x")
    assert (held.messages, held.kept, held.decisions) == (3, 3, 1)
    store.forget(candidate, set())
    store.commit(candidate, batch({4, 5}), NOW)
    store.load(candidate, written, "x")
    assert store.dump(candidate) == before
    assert store.rule_sets(candidate) == {"name": b"\0\xff"}
    assert store.unsettled(candidate)


def test_they_go_from_one_database_into_another(written: list[str], tmp_path: object, store: Store) -> None:
    with open_store(f"sqlite:///{tmp_path}/other.db", now=NOW) as other:
        other.load(other.candidate("me"), written, "x")
        assert other.dump(other.candidate("me")) == store.dump(store.candidate("me"))


def test_what_was_forgotten_since_stays_away(store: Store, candidate: int, written: list[str]) -> None:
    store.forget(candidate, {key(1)})
    after = store.dump(candidate)
    store.load(candidate, written, "x")
    assert store.dump(candidate) == after


def _saying(row: str) -> list[str]:
    """A backup of that one row."""
    table = row.split('"')[1]
    head = '{"tealeaves": "backup", "format": 1, "revision": "0007"}'
    return [head, row, f'{{"rows": {{"{table}": 1}}}}']


@pytest.mark.parametrize(
    "harm",
    [
        lambda told: told[:-1],
        lambda told: told[:1],
        lambda told: told[1:],
        lambda told: [*told[:3], *told[4:]],
        lambda told: [*told, told[2]],
        lambda told: [told[0], '["passwords", {}]', *told[1:]],
        lambda told: [told[0], '["messages", {"key": 1, "x": 2}]', *told[1:]],
        lambda told: [one[:-4] for one in told],
        lambda told: [*told[:-1], '{"rows": [1]}'],
        lambda told: [*told[:-1], "[" * 100_000],
        lambda _: _saying('["messages", {}]'),
        lambda _: _saying('["messages", {"at": "soon"}]'),
        lambda _: _saying('["messages", {"at": 1}]'),
        lambda _: _saying('["messages", {"at": "2026-09-01T10:00:00"}]'),  # of no zone
        lambda _: _saying('["messages", {"at": "2026-09-01T10:00:00+00:00", "key": {}}]'),
        lambda _: _saying('["candidates", {"id": 5}]'),
        lambda _: ["{}"],
        lambda _: [],
    ],
)
def test_what_is_no_whole_backup_is_refused(written: list[str], harm: object) -> None:
    assert callable(harm)
    with pytest.raises(StoreError):
        lines.checked(harm(written), "x")


def test_one_of_a_newer_version_is_refused(written: list[str]) -> None:
    newer = [written[0].replace('"revision":"', '"revision":"9'), *written[1:]]
    with pytest.raises(StoreTooNew):
        lines.checked(newer, "x")

"""One sync at a time for each account, and what is remembered of the last."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from store.lease import AccountState, Lease
from store.store import open_store
from tests.store.samples import NOW

if TYPE_CHECKING:
    from store.store import Store

MINUTE = timedelta(minutes=1)
LATER = NOW + 10 * MINUTE
ONE, OTHER = "desk:100", "laptop:200"


def test_who_asks_first_has_the_lease_and_the_other_is_told_who(store: Store, candidate: int) -> None:
    assert store.account(candidate, "personal") is None
    assert store.take_lease(candidate, "personal", ONE, NOW, LATER) is None
    held = store.take_lease(candidate, "personal", OTHER, NOW + MINUTE, LATER + MINUTE)
    assert held == Lease(ONE, since=NOW, until=LATER)
    assert store.account(candidate, "personal") == AccountState(held, None, None)


def test_each_account_of_each_candidate_has_a_lease_of_its_own(store: Store, candidate: int) -> None:
    assert store.take_lease(candidate, "personal", ONE, NOW, LATER) is None
    assert store.take_lease(candidate, "work", OTHER, NOW, LATER) is None
    assert store.take_lease(store.candidate("somebody else"), "personal", OTHER, NOW, LATER) is None


def test_a_lease_that_ran_out_is_anybodys(store: Store, candidate: int) -> None:
    store.take_lease(candidate, "personal", ONE, NOW, LATER)
    assert store.take_lease(candidate, "personal", OTHER, LATER, LATER + MINUTE) is None
    assert not store.renew_lease(candidate, "personal", ONE, LATER + 2 * MINUTE)
    assert not store.release_lease(candidate, "personal", ONE, synced_at=LATER, news=True)
    state = store.account(candidate, "personal")
    assert state == AccountState(Lease(OTHER, LATER, LATER + MINUTE), None, None)


def test_the_holder_may_take_and_renew_its_own(store: Store, candidate: int) -> None:
    store.take_lease(candidate, "personal", ONE, NOW, LATER)
    assert store.take_lease(candidate, "personal", ONE, NOW + MINUTE, LATER) is None
    assert store.renew_lease(candidate, "personal", ONE, LATER + MINUTE)
    held = store.take_lease(candidate, "personal", OTHER, LATER, LATER + MINUTE)
    assert held == Lease(ONE, NOW + MINUTE, LATER + MINUTE)
    assert not store.renew_lease(candidate, "personal", OTHER, LATER)
    assert not store.renew_lease(candidate, "never synced", ONE, LATER)


def test_a_lease_given_back_notes_the_sync_and_whether_it_brought_news(store: Store, candidate: int) -> None:
    store.take_lease(candidate, "personal", ONE, NOW, LATER)
    assert store.release_lease(candidate, "personal", ONE, synced_at=NOW + MINUTE, news=True)
    assert store.account(candidate, "personal") == AccountState(None, NOW + MINUTE, NOW + MINUTE)
    assert store.take_lease(candidate, "personal", OTHER, NOW + MINUTE, LATER) is None
    assert store.release_lease(candidate, "personal", OTHER, synced_at=NOW + 2 * MINUTE)
    assert store.account(candidate, "personal") == AccountState(None, NOW + 2 * MINUTE, NOW + MINUTE)
    assert not store.release_lease(candidate, "personal", OTHER)


def test_a_sync_that_failed_gives_back_its_lease_and_notes_nothing(store: Store, candidate: int) -> None:
    store.take_lease(candidate, "personal", ONE, NOW, LATER)
    assert store.release_lease(candidate, "personal", ONE)
    assert store.account(candidate, "personal") == AccountState(None, None, None)


def test_only_the_lease_of_the_one_that_is_dead_is_broken(store: Store, candidate: int) -> None:
    store.take_lease(candidate, "personal", ONE, NOW, LATER)
    assert not store.break_lease(candidate, "personal", OTHER)
    assert store.break_lease(candidate, "personal", ONE)
    assert store.take_lease(candidate, "personal", OTHER, NOW, LATER) is None
    assert not store.break_lease(candidate, "personal", ONE)


def test_two_stores_need_not_agree_on_who_synced_when(store: Store, candidate: int) -> None:
    other = store.candidate("somebody else")
    store.take_lease(candidate, "personal", ONE, NOW, LATER)
    store.take_lease(other, "personal", OTHER, NOW, LATER)
    store.release_lease(other, "personal", OTHER, synced_at=NOW, news=True)
    assert store.dump(candidate) == store.dump(other)
    assert store.dump(other)["accounts"] == [{"name": "personal"}]


def test_of_many_who_ask_at_once_one_gets_it(url: str, candidate: int) -> None:
    ready = threading.Barrier(6)
    held: list[Lease | None] = []

    def ask(holder: str) -> None:
        with open_store(url, now=NOW) as store:
            ready.wait(60)
            held.append(store.take_lease(candidate, "personal", holder, NOW, LATER))

    threads = [threading.Thread(target=ask, args=(f"desk:{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert held.count(None) == 1
    assert len(held) == 6
    assert len({lease for lease in held if lease}) == 1


PROCESS = """
import os, sys
from datetime import UTC, datetime, timedelta
from store.store import open_store

url, candidate, sign, holder = sys.argv[1], int(sys.argv[2]), sys.argv[3], f"desk:{os.getpid()}"
now = datetime(2026, 11, 22, tzinfo=UTC)
until = now + timedelta(minutes=1)
with open_store(url, now=now) as store:
    turns = 0
    while turns < 15:
        if store.take_lease(candidate, "personal", holder, now, until):
            continue
        os.close(os.open(sign, os.O_CREAT | os.O_EXCL))  # fails where another process is inside, too
        os.unlink(sign)
        if not store.release_lease(candidate, "personal", holder, synced_at=now):
            sys.exit("somebody took the lease away")
        turns += 1
"""


def test_two_processes_never_hold_a_lease_at_once(url: str, candidate: int, tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROCESS, url, str(candidate), str(tmp_path / "inside")]
    root = Path(__file__).parents[2]
    both = [subprocess.Popen(command, cwd=root) for _ in range(2)]
    assert [one.wait(120) for one in both] == [0, 0]

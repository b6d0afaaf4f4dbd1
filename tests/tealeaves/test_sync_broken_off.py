"""A sync that is broken off, and the next one."""

from __future__ import annotations

import signal
from functools import partial
from typing import TYPE_CHECKING

import pytest

from store.store import open_store
from tealeaves.errors import BusyAccountError
from tests.servers.proxy import Action, Fault, Proxy, proxy
from tests.tealeaves import post
from tests.tealeaves.person import PATIENCE_SECONDS, Person, account, deliver, wait_until
from tests.tealeaves.syncs import FOLDERS, NAME, known_of, lying_in, synced, table

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from ingest.connector import Batch
    from tests.servers.account import Account

MOMENTS = range(200, 12_000, 1_700)
"""Octets after which the server falls silent, and the sync is killed."""


def test_a_sync_killed_at_any_moment_and_run_again_gives_the_same_store(
    person: Person, mailbox: Account, tmp_path: Path
) -> None:
    mailbox.folder("Sent")
    kinds = (post.interview, post.invite, post.company_news, post.with_attachment)
    deliver(mailbox, *(kinds[number % 4](number, number % 2) for number in range(1, 25)))
    server = mailbox.server
    person.write(account(mailbox))
    person.sync()
    whole = person.shown()
    for octets in MOMENTS:
        person.folder = tmp_path / str(octets)
        person.folder.mkdir()
        with proxy(server.host, server.port, {1: Fault(Action.HOLD, octets)}) as between:
            person.write(account(mailbox, port=between.port))
            with person.start("sync") as killed:
                wait_until(partial(_is_held, between, octets, killed), f"{octets} octets, or the end")
                killed.kill()
        person.write(account(mailbox))
        assert person.run("sync").code == 0
        assert person.shown() == whole


def _is_held(between: Proxy, octets: int, process: subprocess.Popen[str]) -> bool:
    return between.received >= octets or process.poll() is not None


def test_ctrl_c_says_that_another_run_goes_on(person: Person, mailbox: Account) -> None:
    mailbox.folder("Sent")
    deliver(mailbox, post.interview(1, 0))
    server = mailbox.server
    with proxy(server.host, server.port, {1: Fault(Action.HOLD, b"EXISTS")}) as between:
        person.write(account(mailbox, port=between.port))
        with person.start("sync") as stopped:
            wait_until(lambda: between.received > 0, "it is connected")
            stopped.send_signal(signal.SIGINT)
            _, err = stopped.communicate(timeout=PATIENCE_SECONDS)
    assert stopped.returncode == 130
    assert err.strip() == "tealeaves: stopped; what was written stays, run it again to go on"
    with open_store(person.url, now=post.NOW) as store:
        state = store.account(store.candidate("me"), "mail")
    assert state is not None
    assert (state.synced_at, state.lease) == (None, None)


def test_a_sync_whose_lease_was_taken_over_stops(
    mailbox: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was thought to be dead: another one goes on where it was."""
    monkeypatch.setattr("ingest.imap.requests.LISTED_AT_ONCE", 1)
    for name in FOLDERS:
        mailbox.folder(name)
    deliver(mailbox, post.interview(1, 0), post.interview(2, 0), post.interview(3, 1))
    with open_store(f"sqlite:///{tmp_path}/one.db", now=post.NOW) as store:
        candidate = store.candidate("me")

        def take_over(batch: Batch, listed: int) -> None:
            lease = store.account(candidate, NAME)
            if lease is not None and lease.lease is not None and lease.lease.holder != "other:1":
                store.break_lease(candidate, NAME, lease.lease.holder)
                store.take_lease(candidate, NAME, "other:1", post.NOW, post.NOW)

        with pytest.raises(BusyAccountError, match="another sync took over"):
            synced(store, table(mailbox), take_over)
        state = store.account(candidate, NAME)
        assert state is not None
        assert state.lease is not None
        assert (state.lease.holder, state.synced_at) == ("other:1", None)
        done = synced(store, table(mailbox))
        assert (done.failure, done.outcome.applications) == (None, 2)


def test_what_came_before_the_connection_broke_is_grouped(
    mailbox: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.imap.requests.LISTED_AT_ONCE", 1)
    monkeypatch.setattr("ingest.imap.session.FIRST_PAUSE_SECONDS", 0.001)
    for name in FOLDERS:
        mailbox.folder(name)
    # The newest comes first; what it is tied to lies on the server, and then nobody answers any longer.
    deliver(mailbox, post.desk_news(1, 0), post.interview(2, 1), post.desk_news(3, 0), post.desk_writes(4, 0))
    server = mailbox.server
    gone = {number: Fault(Action.CUT, 0) for number in range(2, 40)}
    broken = gone | {1: Fault(Action.CUT, b"Message-ID: <2@mail.example>")}
    with open_store(f"sqlite:///{tmp_path}/one.db", now=post.NOW) as store:
        candidate = store.candidate("me")
        with proxy(server.host, server.port, broken) as between:
            done = synced(store, table(mailbox, between.port))
        assert done.failure is not None
        assert (done.outcome.new, done.outcome.applications) == (2, 1)
        assert store.unsettled(candidate)  # the next sync looks for what was left
        done = synced(store, table(mailbox))
        assert (done.failure, done.outcome.applications) == (None, 2)
        assert not store.unsettled(candidate)
        assert known_of(store) == lying_in(mailbox)

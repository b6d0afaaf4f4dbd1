"""A mailbox that changes in every way, synced and broken off at any moment: the store ends as it is."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ingest.files.connector import Files
from ingest.imap import requests, session
from reports.overview import overview
from reports.settings import Person
from store.store import Store, open_store
from tealeaves.pipeline.run import run
from tests.servers.account import Account
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.proxy import Action, Fault, proxy
from tests.tealeaves import post
from tests.tealeaves.dying import Dying, PowerCutError
from tests.tealeaves.post import ME, NOW
from tests.tealeaves.syncs import FOLDERS, known_of, lying_in, shown, synced, synced_anew, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.connector import Batch

IS_THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"  # looks for minutes
PROFILE = (
    settings(max_examples=400, stateful_step_count=25, deadline=None)
    if IS_THOROUGH
    # Shrinking would take minutes; the steps that it prints say enough.
    else settings(
        max_examples=15, stateful_step_count=12, deadline=None, derandomize=True, phases=[Phase.generate]
    )
)

USERS = itertools.cycle(range(600, 1000))  # the fixtures count from 0

any_number = st.integers(0, 1_000)
moments = st.sampled_from(["before", "inside", "after"])


class Mailbox(RuleBasedStateMachine):
    """Mail comes, moves and goes; syncs are made, and broken off."""

    def __init__(self, dovecot: Dovecot) -> None:
        super().__init__()
        self.mailbox = Account(dovecot, f"u{next(USERS)}", PASSWORD)
        shutil.rmtree(dovecot.folder / "mail" / self.mailbox.user, ignore_errors=True)
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self.url = f"sqlite:///{self.folder}/one.db"
        self.numbers = itertools.count(1)
        self.raws: list[bytes] = []
        self.files: list[Path] = []
        self.ever: set[str] = set()  # keys of all mail that lay there at the end of a sync
        self.was_deleted = False
        self.is_synced = False  # whether the mailbox is as it was at the end of the last sync

    @initialize()
    def start(self) -> None:
        for name in FOLDERS:
            self.mailbox.folder(name)

    def teardown(self) -> None:
        if self.raws:
            self.sync()
            self.compare()
        shutil.rmtree(self.folder)

    # The mailbox

    def deliver(self, made: Any, to: str = "INBOX", flags: str = "") -> None:
        raw = made.as_bytes()
        self.raws.append(raw)
        self.put(raw, to, flags)

    def put(self, raw: bytes, to: str, flags: str = "", days_before: int = 0) -> None:
        received = post.sent(raw) - timedelta(days=days_before)
        self.files.append(self.mailbox.deliver(raw, to=to, received=received, flags=flags))
        self.is_synced = False

    def parent(self, number: int) -> str:
        """The Message-ID of some mail, which may never have come."""
        return post.message_id(number % (len(self.raws) + 2) + 1)

    @rule(company=st.integers(0, 1), has_id=st.booleans())
    def job_mail_comes(self, company: int, has_id: bool) -> None:
        self.deliver(post.interview(next(self.numbers), company, has_id=has_id))

    @rule(company=st.integers(0, 1), kind=st.sampled_from([post.with_attachment, post.invite]))
    def job_mail_comes_with_more(self, company: int, kind: Callable[[int, int], Any]) -> None:
        self.deliver(kind(next(self.numbers), company))

    @rule(company=st.integers(0, 1), number=any_number)
    def an_answer_comes(self, company: int, number: int) -> None:
        self.deliver(post.answer(next(self.numbers), company, self.parent(number)))

    @rule(company=st.integers(0, 1), number=any_number)
    def own_mail_is_sent(self, company: int, number: int) -> None:
        self.deliver(post.own(next(self.numbers), company, self.parent(number)), to="Sent", flags="S")

    @rule()
    def bulk_mail_comes(self) -> None:
        self.deliver(post.newsletter(next(self.numbers)))

    @rule(company=st.integers(0, 1))
    def bulk_mail_of_a_company_comes(self, company: int) -> None:
        self.deliver(post.company_news(next(self.numbers), company))

    @rule(company=st.integers(0, 1), kind=st.sampled_from([post.desk_news, post.desk_writes]))
    def an_address_writes_bulk_mail_and_job_mail(self, company: int, kind: Callable[..., Any]) -> None:
        self.deliver(kind(next(self.numbers), company))

    @rule(company=st.integers(0, 1), number=any_number)
    def job_mail_answers_bulk_mail(self, company: int, number: int) -> None:
        made = post.interview(next(self.numbers), company)
        made["In-Reply-To"] = self.parent(number)
        self.deliver(made)

    @rule()
    def personal_mail_comes(self) -> None:
        self.deliver(post.personal(next(self.numbers)))

    @rule()
    def a_draft_is_kept(self) -> None:
        self.put(post.interview(next(self.numbers), 0).as_bytes(), "INBOX", "D")

    @rule()
    def an_old_mail_is_filed(self) -> None:
        self.put(post.interview(next(self.numbers), 1).as_bytes(), "Jobs", "S", days_before=40)

    @precondition(lambda self: self.raws)
    @rule(number=any_number, to=st.sampled_from(["INBOX", "Jobs"]))
    def a_mail_is_copied(self, number: int, to: str) -> None:
        self.put(self.raws[number % len(self.raws)], to)

    @precondition(lambda self: self.files)
    @rule(number=any_number)
    def a_mail_is_deleted(self, number: int) -> None:
        self.mailbox.delete(self.files.pop(number % len(self.files)))
        self.was_deleted, self.is_synced = True, False

    @precondition(lambda self: self.files)
    @rule(number=any_number, to=st.sampled_from(["INBOX", "Jobs"]))
    def a_mail_is_moved(self, number: int, to: str) -> None:
        number %= len(self.files)
        if self.files[number].parent.parent != self.mailbox.folder(to):
            self.files[number] = self.mailbox.move(self.files[number], to)
            self.is_synced = False

    @precondition(lambda self: self.files)
    @rule(number=any_number, flags=st.sampled_from(["", "S", "FS", "RS"]))
    def a_mail_is_flagged(self, number: int, flags: str) -> None:
        path = self.files[number % len(self.files)]
        if "D" not in self.mailbox.find(path).name.partition(":2,")[2]:
            self.mailbox.flag(path, flags)

    @rule(number=st.integers(2_000_000_000, 2_000_000_100), folder=st.sampled_from(FOLDERS))
    def uidvalidity_changes(self, number: int, folder: str) -> None:
        self.mailbox.set_uidvalidity(number, folder)
        self.is_synced = False

    @rule(folder=st.sampled_from(FOLDERS))
    def the_server_forgets_the_uids(self, folder: str) -> None:
        self.mailbox.forget_uids(folder)
        self.is_synced = False

    # Syncs

    def open(self) -> Store:
        return open_store(self.url, now=NOW)

    @rule()
    def sync(self) -> None:
        with self.open() as store:
            done = synced(store, table(self.mailbox))
        assert done.failure is None
        assert not done.outcome.problems
        self.is_synced = True
        self.ever |= set(lying_in(self.mailbox).values())

    @rule(batches=st.integers(1, 5))
    def a_sync_is_broken_off(self, batches: int) -> None:
        left = iter(range(batches - 1, -1, -1))

        def watch(batch: Batch, listed: int) -> None:
            if next(left) == 0:
                raise PowerCutError

        with self.open() as store, contextlib.suppress(PowerCutError):
            synced(store, table(self.mailbox), watch)

    @rule(transaction=st.integers(1, 12), moment=moments)
    def the_power_is_cut(self, transaction: int, moment: str) -> None:
        with self.open() as whole:
            dying = Dying(whole._engine, transaction, moment)
            with contextlib.suppress(PowerCutError):
                synced(dying, table(self.mailbox))

    @rule(octets=st.integers(1, 20_000), connections=st.integers(1, 6))
    def the_connection_is_cut(self, octets: int, connections: int) -> None:
        faults = {number: Fault(Action.CUT, octets) for number in range(1, connections + 1)}
        server = self.mailbox.server
        with proxy(server.host, server.port, faults) as between, self.open() as store:
            synced(store, table(self.mailbox, between.port))

    @rule(batches=st.integers(1, 4), number=any_number)
    def the_mailbox_changes_while_it_is_synced(self, batches: int, number: int) -> None:
        left = iter(range(batches - 1, -1_000, -1))

        def watch(batch: Batch, listed: int) -> None:
            if next(left) != 0:
                return
            self.job_mail_comes(number % 2, has_id=True)
            if self.files and number % 3 == 0:
                self.a_mail_is_moved(number, "Jobs")
            if self.files and number % 3 == 1:
                self.a_mail_is_deleted(number)

        with self.open() as store:
            synced(store, table(self.mailbox), watch)

    @rule(batches=st.integers(1, 3))
    def the_server_hangs_up_while_it_is_synced(self, batches: int) -> None:
        left = iter(range(batches - 1, -1_000, -1))

        def watch(batch: Batch, listed: int) -> None:
            if next(left) == 0:
                with contextlib.suppress(RuntimeError):  # nobody was connected any longer
                    self.mailbox.kick()

        with self.open() as store:
            assert synced(store, table(self.mailbox), watch).failure is None

    # What holds

    @invariant()
    def the_store_is_as_the_mailbox(self) -> None:
        if not self.is_synced:
            return
        with self.open() as store:
            candidate = store.candidate("me")
            assert known_of(store) == lying_in(self.mailbox)
            assert store.known(candidate, self.ever) == self.ever
            assert not store.unsettled(candidate)

    def compare(self) -> None:
        """At the end: as if the mailbox had been synced at once, and as if its mails had been files."""
        with self.open() as store, synced_anew(self.mailbox, self.folder) as anew:
            whole, fresh = shown(store), shown(anew)
            if not self.was_deleted:
                assert whole == fresh
            assert {row["key"] for row in fresh["messages"]} <= {row["key"] for row in whole["messages"]}
            if not self.was_deleted:
                with self.imported() as files:
                    assert found(files) == found(store)

    def imported(self) -> Store:
        box = self.folder / "all.mbox"
        box.write_bytes(b"".join(map(post.boxed, self.raws)))
        store = open_store(f"sqlite:///{self.folder}/files.db", now=NOW)
        run(Files([box]), "files", store, store.candidate("me"), ME, None, NOW)
        return store


def found(store: Store) -> list[tuple[Any, ...]]:
    """The applications as a report tells of them."""
    person = Person(timezone="Europe/London", addresses=ME.addresses)
    cards = overview(store.histories(store.candidate("me")), person, NOW)
    return sorted(
        (
            card.history.company,
            card.history.role,
            card.progress.stage,
            tuple(sorted(entry.message_id for entry in card.history.entries)),
        )
        for card in cards
    )


def test_the_store_ends_as_the_mailbox_is(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "LISTED_AT_ONCE", 2)  # many batches, so many moments between them
    monkeypatch.setattr(session, "FIRST_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr("tealeaves.pipeline.run.EARLY", 3)  # a first sync is settled in between, too
    run_state_machine_as_test(
        lambda: Mailbox(dovecot), settings=settings(PROFILE, suppress_health_check=list(HealthCheck))
    )

"""The sync of one account: one at a time, by a lease in the store."""

from __future__ import annotations

import logging
import os
import socket
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ingest.errors import SourceError
from tealeaves.connect import GOOGLE, StoredLedger, connector
from tealeaves.errors import BusyAccountError
from tealeaves.logs.fields import fields
from tealeaves.pipeline.recall import Recall
from tealeaves.pipeline.run import AHEAD, Outcome, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from classify.signals.bank import Bank
    from classify.types import Me
    from ingest.connector import Batch, Connector
    from reports.settings import Person
    from store.lease import AccountState, Lease
    from store.store import Store
    from tealeaves.pipeline.reader import Reader
    from tealeaves.signin.surroundings import Surroundings
    from tealeaves.tables import AccountTable

log = logging.getLogger("tealeaves.sync")
log.addHandler(logging.NullHandler())  # where nobody logs, Python would print errors

HELD = timedelta(minutes=10)
"""How long a lease lasts that is not renewed; each batch renews it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What a sync came past on the server without taking it."""

    bytes_received: int = 0
    grown: int = 0  # by how many messages the folders grew
    older: int = 0  # of them older than is asked for
    drafts: int = 0
    not_given: int = 0


@dataclass(frozen=True, slots=True)
class Synced:
    """What the sync of one account did."""

    account: str
    outcome: Outcome
    passage: Passage
    before: AccountState | None  # None where it is the first
    seconds: float
    failure: SourceError | None


@dataclass(frozen=True, slots=True)
class Syncing:
    """Everything that the sync of any account needs."""

    store: Store
    candidate: int
    me: Me
    bank: Bank | None
    since: datetime
    around: Surroundings
    reader: Reader
    person: Callable[[], Person] | None = None  # for what is kept of applications that ended


def sync(table: AccountTable, on: Syncing, watch: Callable[[Batch, int], None]) -> Synced:
    """Syncs one account. What stops it is in `failure`, and what came before that is kept.

    Raises BusyAccountError where somebody else syncs it, UsageError, StoreError.
    """
    began = time.monotonic()
    store, candidate, name = on.store, on.candidate, table.name
    before = store.account(candidate, name)
    holder = me_as_holder()
    log.info("begins", extra=fields(account=name, kind=table.kind, before=before and before.synced_at))
    _take(on, name, holder)
    # What is fetched and not yet written is asked for again after a crash, and Google counts requests. So
    # nothing is fetched while something is read, and a process that reads meanwhile would be of no use.
    in_step = table.kind in GOOGLE
    outcome, passage, failure = Outcome(), Passage(), None
    finished: datetime | None = None
    try:
        with connector(table, on.since, on.me, StoredLedger(store, candidate), on.around) as opened:

            def renewing(batch: Batch, listed: int) -> None:
                if not store.renew_lease(candidate, name, holder, on.around.now() + HELD):
                    raise BusyAccountError(f"{name}: another sync took over")
                watch(batch, listed)

            outcome = run(
                opened, name, store, candidate, on.me, on.bank, on.around.now(), renewing,
                reader=on.reader.alone() if in_step else on.reader, ahead=0 if in_step else AHEAD,
                recall=Recall(name, table.kind, opened.again_many), person=on.person,
            )  # fmt: skip
            passage = _passage(opened)
        failure = outcome.failure
        finished = None if failure else on.around.now()
    except SourceError as error:
        failure = error
    finally:  # nothing is noted of a sync that was broken off, by whatever
        store.release_lease(candidate, name, holder, synced_at=finished, news=outcome.has_news)
    synced = Synced(name, outcome, passage, before, time.monotonic() - began, _told(table, failure))
    _log(synced)
    return synced


def _log(synced: Synced) -> None:
    if synced.failure is not None:
        told = fields(account=synced.account, error=synced.failure, seconds=round(synced.seconds, 3))
        log.error("stopped", extra=told)
        return
    outcome = synced.outcome
    log.info(
        "done",
        extra=fields(
            account=synced.account, listed=outcome.listed, new=outcome.new, fetched=outcome.fetched,
            gone=outcome.gone, events=outcome.events, touched=outcome.touched,
            problems=len(outcome.problems), bytes=synced.passage.bytes_received,
            seconds=round(synced.seconds, 3),
        ),
    )  # fmt: skip


def me_as_holder() -> str:
    """This process, as the holder of a lease."""
    return f"{socket.gethostname()}:{os.getpid()}"


def is_dead(holder: str) -> bool:
    """Whether the holder was a process of this machine and is no more. Of others nothing is known."""
    host, _, process = holder.rpartition(":")
    if host != socket.gethostname() or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _take(on: Syncing, name: str, holder: str) -> None:
    now = on.around.now()
    held = on.store.take_lease(on.candidate, name, holder, now, now + HELD)
    if held is not None and is_dead(held.holder):
        on.store.break_lease(on.candidate, name, held.holder)
        held = on.store.take_lease(on.candidate, name, holder, now, now + HELD)
    if held is not None:
        raise BusyAccountError(f"{name}: {_who(held)} syncs it")


def _who(held: Lease) -> str:
    host, _, process = held.holder.rpartition(":")
    since = held.since.astimezone().strftime("%H:%M")
    return f"process {process} on {host}, since {since},"


def _passage(opened: Connector) -> Passage:
    passed = opened.passed
    why = passed.why
    return Passage(opened.bytes_received, passed.grown, why["older"], why["draft"], why["not given"])


def _told(table: AccountTable, failure: SourceError | None) -> SourceError | None:
    """The failure, with what helps at that provider."""
    if failure is None:
        return None
    from tealeaves.signin.refusals import advised

    return advised(table, failure)

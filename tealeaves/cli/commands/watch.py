"""`tealeaves watch`: stay connected, and sync when mail arrives."""

from __future__ import annotations

import contextlib
import signal
import time
from typing import TYPE_CHECKING

import click

from tealeaves.cli import syncing
from tealeaves.cli.output import remark
from tealeaves.cli.session import clock, session
from tealeaves.connect import CALENDARS
from tealeaves.errors import DONE, SIGN_IN, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from ingest.imap.connector import Imap
    from store.store import Store
    from tealeaves.cli.session import Session
    from tealeaves.pipeline.sync import Syncing
    from tealeaves.tables import AccountTable

MINUTE = 60
EVERY = {"imap": 15 * MINUTE, "gmail": MINUTE} | dict.fromkeys(CALENDARS, 15 * MINUTE)
"""Kinds that can be watched, with the seconds from one sync to the next where nothing calls for one earlier.
Gmail's interface tells only servers of news (Cloud Pub/Sub); to ask for what is new is one small request."""


@click.command("watch")
@click.argument("account", required=False)
@click.option(
    "--every",
    metavar="SECONDS",
    type=click.IntRange(min=1),
    help="How often to sync, whether or not the server tells of news.  [default: 900; of Gmail 60]",
)
@click.pass_context
def command(ctx: click.Context, account: str | None, every: int | None) -> int:
    """Stay connected to ACCOUNT (the first, if none is named), and sync when mail arrives.

    The server says when the inbox changes (IMAP IDLE). The other folders are looked at every quarter of an
    hour, and so is the inbox of a server that cannot say. An account of Gmail is asked every minute, and a
    calendar every quarter of an hour. Ctrl-C or SIGTERM ends it; what was written stays.

    \b
    Examples:
      tealeaves watch
      tealeaves watch personal --every 300
    """
    here = session(ctx)
    table = syncing.chosen(here, (account,) if account else ())[0]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return _watch(here, table, every or EVERY.get(table.kind, MINUTE))
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
        return DONE


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _watch(here: Session, table: AccountTable, every: int) -> int:
    from tealeaves.pipeline.watch import pause_after, wait_for_news

    if table.kind not in EVERY:
        kinds = ", ".join(EVERY)
        raise UsageError(
            f'account {table.name}: kind = "{table.kind}" cannot be watched ({kinds} can); use tealeaves sync'
        )
    done: syncing.Done | None = None
    is_called, in_vain = False, 0
    with (
        here.open(clock()) as (store, candidate),
        syncing.on(here, store, candidate) as on,
        _waiter(table, store, candidate, on) as waiter,
    ):
        while True:
            before = store.cursors(candidate, table.name)
            last, done = done, syncing.sync_one(table, on, lambda batch, listed, name="": None)
            _tell(done, last, here.config.tables.me.timezone)
            if done.code == SIGN_IN:
                return SIGN_IN
            cursors = store.cursors(candidate, table.name)
            in_vain = in_vain + 1 if is_called and cursors == before else 0
            time.sleep(pause_after(done.error, in_vain))
            is_called = wait_for_news(waiter, cursors, every)


@contextlib.contextmanager
def _waiter(table: AccountTable, store: Store, candidate: int, on: Syncing) -> Iterator[Imap | None]:
    """A connection of its own that waits for news; None where the server tells of none."""
    if table.kind != "imap":
        yield None
        return
    from tealeaves.connect import StoredLedger, imap

    with imap(table, on.since, on.me, StoredLedger(store, candidate), on.around) as opened:
        yield opened


def _tell(done: syncing.Done, last: syncing.Done | None, timezone: str) -> None:
    """Tells of the first sync, of news, and of an error once, however often it comes back."""
    if last is None or (done.synced is not None and done.synced.outcome.has_news):
        for line in syncing.lines(done, clock(), timezone):
            remark(line)
    if last is None or done.error is None or str(done.error) != str(last.error):
        syncing.warn([done])

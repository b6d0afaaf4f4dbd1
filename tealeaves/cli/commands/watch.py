"""`tealeaves watch`: stay connected, and sync when mail arrives."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import click

from tealeaves.cli import syncing
from tealeaves.cli.session import clock, session
from tealeaves.errors import DONE, SIGN_IN, UsageError

if TYPE_CHECKING:
    from types import FrameType

    from tealeaves.cli.session import Session
    from tealeaves.tables import AccountTable

QUARTER_OF_AN_HOUR = 15 * 60


@click.command("watch")
@click.argument("account", required=False)
@click.option(
    "--every",
    metavar="SECONDS",
    type=click.IntRange(min=1),
    default=QUARTER_OF_AN_HOUR,
    show_default=True,
    help="How often to sync all folders, whether or not the inbox changed.",
)
@click.pass_context
def command(ctx: click.Context, account: str | None, every: int) -> int:
    """Stay connected to ACCOUNT (the first, if none is named), and sync when mail arrives.

    The server says when the inbox changes (IMAP IDLE). The other folders are looked at every quarter of an
    hour, and so is the inbox of a server that cannot say. Ctrl-C or SIGTERM ends it; what was written stays.
    """
    here = session(ctx)
    table = syncing.chosen(here, (account,) if account else ())[0]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return _watch(here, table, every)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
        return DONE


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _watch(here: Session, table: AccountTable, every: int) -> int:
    from tealeaves.connect import StoredLedger, imap
    from tealeaves.pipeline.watch import pause_after, wait_for_news

    if table.kind != "imap":
        raise UsageError(f'account {table.name}: only kind = "imap" can be watched; use tealeaves sync')
    done: syncing.Done | None = None
    is_called, in_vain = False, 0
    with here.open(clock()) as (store, candidate), syncing.on(here, store, candidate) as on:
        ledger = StoredLedger(store, candidate)
        with imap(table, on.since, on.me, ledger, on.around) as waiter:
            while True:
                before = store.cursors(candidate, table.name)
                last, done = done, syncing.sync_one(table, on, lambda batch, listed: None)
                _tell(done, last, here.config.tables.me.timezone)
                if done.code == SIGN_IN:
                    return SIGN_IN
                cursors = store.cursors(candidate, table.name)
                in_vain = in_vain + 1 if is_called and cursors == before else 0
                time.sleep(pause_after(done.error, in_vain))
                is_called = wait_for_news(waiter, cursors, every)


def _tell(done: syncing.Done, last: syncing.Done | None, timezone: str) -> None:
    """Tells of the first sync, of news, and of an error once, however often it comes back."""
    if last is None or (done.synced is not None and done.synced.outcome.has_news):
        for line in syncing.lines(done, clock(), timezone):
            click.echo(line)
    if last is None or done.error is None or str(done.error) != str(last.error):
        syncing.warn([done])

"""`tealeaves sync`: bring in what is new in the accounts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tealeaves.cli import syncing
from tealeaves.cli.progress import progress
from tealeaves.cli.session import as_json, clock, session

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.connector import Batch


@click.command("sync")
@click.argument("accounts", nargs=-1, metavar="[ACCOUNT]...")
@as_json
@click.pass_context
def command(ctx: click.Context, accounts: tuple[str, ...], json_: bool) -> int:
    """Bring in what is new in ACCOUNTS (all, if none is named), and read it.

    The mailboxes are opened read-only: nothing in them is marked, moved or deleted. Of mail that cannot be
    about a job search only the header is fetched, and of no mail its attachments.
    """
    here = session(ctx)
    tables = syncing.chosen(here, accounts)
    now = clock()
    with here.open(now) as (store, candidate), syncing.on(here, store, candidate) as on:

        def one(watch: Callable[[Batch, int], None]) -> list[syncing.Done]:
            return [syncing.sync_one(table, on, watch) for table in tables]

        with progress() as watch:
            done = one(watch)
    if json_:
        click.echo(json.dumps({"accounts": [syncing.as_dict(one) for one in done]}, ensure_ascii=False))
    else:
        for each in done:
            for line in syncing.lines(each, now, here.config.tables.me.timezone):
                click.echo(line)
    syncing.warn(done)
    return syncing.exit_code(done)

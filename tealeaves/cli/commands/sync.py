"""`tealeaves sync`: bring in what is new in the accounts."""

from __future__ import annotations

import json

import click

from tealeaves.cli import syncing
from tealeaves.cli.output import remark
from tealeaves.cli.progress import progress
from tealeaves.cli.session import as_json, clock, session
from tealeaves.connect import in_order


@click.command("sync")
@click.argument("accounts", nargs=-1, metavar="[ACCOUNT]...")
@as_json
@click.pass_context
def command(ctx: click.Context, accounts: tuple[str, ...], json_: bool) -> int:
    """Bring in what is new in ACCOUNTS (all, if none is named), and read it.

    The mailboxes are opened read-only: nothing in them is marked, moved or deleted. Of mail that cannot be
    about a job search only the header is fetched, and of no mail large attachments. Mail comes before
    calendars: of these only the events are kept that are of an application which the mail knows.

    \b
    Examples:
      tealeaves sync
      tealeaves sync personal
      tealeaves -v sync
      tealeaves sync --quiet --log-file ~/sync.log
    """
    here = session(ctx)
    tables = in_order(syncing.chosen(here, accounts))
    now = clock()
    with (
        here.open(now) as (store, candidate),
        syncing.on(here, store, candidate) as on,
        progress() as watch,
    ):
        done = [syncing.sync_one(table, on, watch) for table in tables]
    if json_:
        click.echo(json.dumps({"accounts": [syncing.as_dict(one) for one in done]}, ensure_ascii=False))
    else:
        for each in done:
            for line in syncing.lines(each, now, here.config.tables.me.timezone):
                remark(line)
    syncing.warn(done)
    return syncing.exit_code(done)

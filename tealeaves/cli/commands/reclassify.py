"""`tealeaves reclassify`: read the stored mail again by the rules of today."""

from __future__ import annotations

import json

import click

from tealeaves.cli.session import as_json, clock, session
from tealeaves.errors import UsageError


@click.command("reclassify")
@click.option("--all", "all_", is_flag=True, help="Every stored message.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@as_json
@click.pass_context
def command(ctx: click.Context, all_: bool, dry_run: bool, json_: bool) -> None:
    """Read the stored mail again by the rules of today, and group it anew.

    What you decided yourself stays. Needs --all.
    """
    if not all_:
        raise UsageError("reclassify needs --all for now")
    from tealeaves.pipeline.again import reread

    here, now = session(ctx), clock()
    with here.open(now) as (store, candidate):
        changed = reread(store, candidate, here.me, here.bank, now, dry_run=dry_run)
    if json_:
        click.echo(json.dumps([one.as_dict() for one in changed], ensure_ascii=False))
        return
    for one in changed:
        click.echo(one.line())
    verb = "would change" if dry_run else "changed"
    click.echo(f"{len(changed):,} reading{'' if len(changed) == 1 else 's'} {verb}.")

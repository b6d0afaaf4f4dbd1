"""`tealeaves restore`: a backup in place of the store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tealeaves.cli.agreeing import agreed
from tealeaves.cli.session import CANDIDATE, Session, as_json, clock, session

if TYPE_CHECKING:
    from datetime import datetime

    from tealeaves.away.restoring import Offer, Restored


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Only say what would be replaced by what.")
@as_json
@click.pass_context
def command(ctx: click.Context, file: Path, yes: bool, dry_run: bool, json_: bool) -> None:
    """Put the backup FILE in place of the store.

    It is read and checked first; one of an older version is brought up to date. The present store is kept
    beside your backups. What you had forgotten stays forgotten, also where the backup is older. The next sync
    brings in what came since.

    \b
    Examples:
      tealeaves restore ~/.local/share/tealeaves/backups/tealeaves-20260928T070000Z.db
      tealeaves restore --dry-run FILE
    """
    from tealeaves.away.alone import told_when_busy
    from tealeaves.away.ours import ours
    from tealeaves.away.restoring import offer, restore

    here, now = session(ctx), clock()
    own = ours(here.config.store_url)
    with told_when_busy():
        taken = offer(here, own, file.expanduser().absolute(), now)
        if not json_:
            click.echo("\n".join(_shown(taken)))
        done: Restored | None = None
        if not dry_run:
            agreed("Replace it?", yes=yes, command="restore")
            done = restore(here, own, taken, CANDIDATE, now)
            _settle(here, now)
    if json_:
        click.echo(json.dumps(_value(taken, done), ensure_ascii=False))
    elif done is not None:
        click.echo("\n".join(_told(done)))


def _settle(here: Session, now: datetime) -> None:
    """Groups what is there, without what was forgotten."""
    from tealeaves.pipeline.own import own
    from tealeaves.pipeline.settle import settle

    with here.open(now) as (store, candidate):
        if store.unsettled(candidate):
            settle(store, candidate, here.me, own(store, candidate, here.bank), now, person=here.person)


def _shown(taken: Offer) -> list[str]:
    from tealeaves.away.telling import held

    present = "there is none"
    if taken.damage:
        present = f"cannot be read: {taken.damage}"
    elif taken.present is not None:
        present = held(taken.present)
    return [f"backup:  {held(taken.new)}", f"present: {present}"]


def _told(done: Restored) -> list[str]:
    lines = ["Restored; tealeaves sync brings in what came since."]
    if done.forgotten:
        lines.append(f"  {done.forgotten:,} messages of it had been forgotten, and stay so.")
    if done.aside is not None:
        lines.append(f"  What was there before: {done.aside}")
    return lines


def _value(taken: Offer, done: Restored | None) -> dict[str, object]:
    from tealeaves.away.telling import held_value

    return {
        "backup": held_value(taken.new),
        "present": None if taken.present is None else held_value(taken.present),
        "restored": done is not None,
        "aside": str(done.aside) if done and done.aside else None,
        "forgotten": done.forgotten if done else 0,
    }

"""`tealeaves backup`: everything in one file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tealeaves.cli.session import as_json, clock, session

if TYPE_CHECKING:
    from tealeaves.away.backups import Backup


@click.command("backup")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    metavar="N",
    help="Of the backups in their own folder, remove all but the newest N.",
)
@as_json
@click.pass_context
def command(ctx: click.Context, file: Path | None, keep: int | None, json_: bool) -> None:
    """Write everything that is stored into one FILE, and read it again to be sure of it.

    Without FILE, it goes into the folder "backups" beside the database, named for the time. It may be made
    while a sync runs. Only you can read it, but it is not encrypted: it holds your mail. Passwords and tokens
    are not in it.

    \b
    Examples:
      tealeaves backup
      tealeaves backup --keep 7
      tealeaves backup /media/stick/tealeaves.db
    """
    from tealeaves.away.backups import back_up
    from tealeaves.away.ours import ours

    here, now = session(ctx), clock()
    own = ours(here.config.store_url)
    path = own.backup_name(now) if file is None else file.expanduser().absolute()
    if path.is_dir():
        path = path / own.backup_name(now).name
    with here.open(now) as (store, candidate):
        made = back_up(store, candidate, own, path, now, keep)
    click.echo(json.dumps(_value(made), ensure_ascii=False) if json_ else "\n".join(_lines(made)))


def _lines(made: Backup) -> list[str]:
    from tealeaves.away.telling import held
    from tealeaves.sizes import size

    lines = [f"{made.path} ({size(made.size)})", f"  {held(made.holdings)}; read again, and whole"]
    if made.pruned:
        lines.append(f"  removed {len(made.pruned)} older")
    return lines


def _value(made: Backup) -> dict[str, object]:
    from tealeaves.away.telling import held_value

    return {
        "file": str(made.path),
        "bytes": made.size,
        **held_value(made.holdings),
        "pruned": [str(one) for one in made.pruned],
    }

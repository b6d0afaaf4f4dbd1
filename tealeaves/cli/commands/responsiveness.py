"""`tealeaves responsiveness`: who answers how fast."""

from __future__ import annotations

import click

from tealeaves.cli.reporting import EMPTY, coloured, standing
from tealeaves.cli.session import as_json, as_of, session


@click.command("responsiveness")
@as_json
@as_of
@click.pass_context
def command(ctx: click.Context, json_: bool, as_of: str | None) -> None:
    """How fast each company answers, in hours and in working hours, with what is still waiting counted."""
    from reports.render.as_json import responsiveness_json
    from reports.render.table import responsiveness_table

    here = session(ctx)
    now = here.now(as_of)
    found = standing(here, now)
    cards = found.cards(now)
    if json_:
        click.echo(responsiveness_json(cards))
    elif not cards:
        click.echo(EMPTY)
    else:
        click.echo(responsiveness_table(cards, found.person, coloured()).rstrip())

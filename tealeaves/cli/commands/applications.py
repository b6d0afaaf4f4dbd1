"""`tealeaves applications`: the table."""

from __future__ import annotations

import click

from tealeaves.cli.reporting import EMPTY, coloured, standing
from tealeaves.cli.session import as_json, as_of, session


@click.command("applications")
@click.option("--all", "all_", is_flag=True, help="The closed ones too.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text")
@as_json
@as_of
@click.pass_context
def command(ctx: click.Context, all_: bool, form: str, json_: bool, as_of: str | None) -> None:
    """Every open application: stage, momentum, trend, who is waiting, what to do next."""
    from reports.render.as_json import applications_json
    from reports.render.as_markdown import applications_markdown
    from reports.render.table import applications_table

    here = session(ctx)
    now = here.now(as_of)
    found = standing(here, now)
    every = found.cards(now)
    cards = [card for card in every if all_ or card.open]
    if json_ or form == "json":
        click.echo(applications_json(cards))
    elif form == "markdown":
        click.echo(applications_markdown(cards, found.person).rstrip())
    elif not every:
        click.echo(EMPTY)
    else:
        click.echo(applications_table(cards, found.person, coloured()).rstrip())
        if closed := len(every) - len(cards):
            click.echo(f"{closed} closed: tealeaves applications --all")

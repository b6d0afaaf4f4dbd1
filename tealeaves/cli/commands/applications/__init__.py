"""`tealeaves applications`: the table; and what the person says of one."""

from __future__ import annotations

import click

from tealeaves.cli.commands.applications.close import command as close
from tealeaves.cli.commands.applications.merge import command as merge
from tealeaves.cli.commands.applications.rename import command as rename
from tealeaves.cli.commands.applications.reopen import command as reopen
from tealeaves.cli.commands.applications.snooze import command as snooze
from tealeaves.cli.commands.applications.split import command as split
from tealeaves.cli.output import coloured, columns
from tealeaves.cli.reporting import EMPTY, remember, standing, standing_open
from tealeaves.cli.session import as_json, as_of, session


@click.group("applications", invoke_without_command=True)
@click.option("--all", "all_", is_flag=True, help="The closed ones too.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text")
@as_json
@as_of
@click.pass_context
def command(ctx: click.Context, all_: bool, form: str, json_: bool, as_of: str | None) -> None:
    """Every open application: stage, momentum, trend, who is waiting, what to do next.

    With a command, what you say of one: how it ended, that it goes on, that two are one or one is two, what
    it is called, or which warning you have seen. It stays said, and no message is touched.

    \b
    Examples:
      tealeaves applications
      tealeaves applications --all --json
      tealeaves applications merge "harbor" 3f2a9c1e
      tealeaves applications rename harbor --company "Harbor & Vine"
    """
    if ctx.invoked_subcommand is not None:
        return
    from reports.render.as_json import applications_json
    from reports.render.as_markdown import applications_markdown
    from reports.render.table import applications_table

    here = session(ctx)
    now = here.now(as_of)
    found = standing(here, now) if all_ else standing_open(here, now)
    every = found.cards(now)
    cards = [card for card in every if all_ or card.open]
    if json_ or form == "json":
        click.echo(applications_json(cards))
    elif form == "markdown":
        click.echo(applications_markdown(cards, found.person).rstrip())
    elif not every and not found.ended:
        click.echo(EMPTY)
    else:
        click.echo(applications_table(cards, found.person, coloured(), columns()).rstrip())
        if closed := len(every) - len(cards) + len(found.ended):
            click.echo(f"{closed} closed: tealeaves applications --all")
    if not all_:
        remember(here, found, every, now)


for one in (close, reopen, snooze, merge, split, rename):
    command.add_command(one)

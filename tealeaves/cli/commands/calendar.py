"""`tealeaves calendar`: the applications in the person's own calendar."""

from __future__ import annotations

from pathlib import Path

import click

from tealeaves.cli import output
from tealeaves.cli.reporting import remember, standing, standing_open
from tealeaves.cli.session import as_of, session


@click.group("calendar")
def command() -> None:
    """Your interviews and dates as a calendar of their own.

    \b
    Examples:
      tealeaves calendar export -o ~/job-search.ics
    """


@command.command("export")
@click.option("--all", "all_", is_flag=True, help="Those of closed applications too.")
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), help="Write to this file.")
@as_of
@click.pass_context
def export(ctx: click.Context, all_: bool, file: Path | None, as_of: str | None) -> None:
    """One .ics of all open applications: interviews, days by which word is promised, days to ask for news.

    A calendar can subscribe to the file, or import it again and again: nothing doubles. It invites nobody.

    \b
    Examples:
      tealeaves calendar export -o ~/job-search.ics
      tealeaves calendar export --all > everything.ics
    """
    from reports.calendar_file import calendar_ics, items

    here = session(ctx)
    now = here.now(as_of)
    found = standing(here, now) if all_ else standing_open(here, now)
    cards = found.cards(now)
    wanted = items((card for card in cards if all_ or card.open), found.person)
    text = calendar_ics(wanted, found.person)
    if file is None:
        click.echo(text.encode(), nl=False)
    else:
        output.write(file, text)
    if not all_:
        remember(here, found, cards, now)

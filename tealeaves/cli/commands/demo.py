"""`tealeaves demo`: a sample search, start to digest."""

from __future__ import annotations

import dataclasses
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

import tealeaves
from tealeaves import config
from tealeaves.cli.commands.digest import rendered
from tealeaves.cli.commands.import_ import bring_in
from tealeaves.cli.output import coloured, columns
from tealeaves.cli.reporting import standing
from tealeaves.cli.session import Session
from tealeaves.errors import TealeavesError

if TYPE_CHECKING:
    from tealeaves.pipeline.run import Outcome

DAY = datetime.fromisoformat(
    "2026-09-28T08:00:00+01:00"
)  # a Monday morning; the sample ends the Friday before


@click.command("demo")
def command() -> None:
    """A sample search, start to digest: ten weeks of mail, read and reported. No account needed.

    Everything happens in a throw-away store; nothing of yours is read or written.

    \b
    Examples:
      tealeaves demo
    """
    from reports.render.table import applications_table

    folder = sample()
    with tempfile.TemporaryDirectory(prefix="tealeaves-demo-") as place:
        read = config.load(folder / "config.toml", {})
        here = Session(dataclasses.replace(read, store_url=f"sqlite:///{place}/store/demo.db"))
        outcome = bring_in(here, (folder / "mail", folder / "calendar.ics"))
        found = standing(here, DAY)
        click.echo(_opening(outcome))
        click.echo(applications_table(found.cards(DAY), found.person, coloured(), columns()).rstrip())
        click.echo()
        click.echo(rendered(found, DAY - timedelta(days=7), DAY, "text", coloured()))
    click.echo()
    click.echo("That was a sample, as of 28 September 2026. With your own mail, one of these:")
    click.echo("  tealeaves import PATH     a mailbox export (Google Takeout's, say), a Maildir or a folder")
    click.echo("  tealeaves accounts add    your mailbox, read-only, kept up to date; five minutes")


def _opening(outcome: Outcome) -> str:
    other = outcome.listed - outcome.relevant
    return (
        f"Read {outcome.listed} messages and a calendar. {outcome.relevant} messages belong to "
        f"{outcome.applications} applications; {other} are about something else.\n"
    )


def sample() -> Path:
    """The folder of the sample search: inside the installed package, or beside it in a checkout."""
    package = Path(tealeaves.__file__).parent
    for folder in (package / "examples" / "search", package.parent / "examples" / "search"):
        if (folder / "config.toml").is_file():
            return folder
    raise TealeavesError("the sample search is missing from this installation; install tealeaves again")

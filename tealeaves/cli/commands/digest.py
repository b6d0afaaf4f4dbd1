"""`tealeaves digest`: the week."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tealeaves.cli.reporting import coloured, standing
from tealeaves.cli.session import as_of, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from tealeaves.cli.reporting import Standing

WEEK = timedelta(days=7)


@click.command("digest")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text")
@click.option("--json", "json_", is_flag=True, help="The same as --format json.")
@click.option("--since", metavar="TIME", help="Where the time told of begins; a week before, by default.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file.")
@as_of
@click.pass_context
def command(
    ctx: click.Context, form: str, json_: bool, since: str | None, output: Path | None, as_of: str | None
) -> None:
    """The week: what moved and why, what is waiting, what to do, and where each application stands."""
    here = session(ctx)
    now = here.now(as_of)
    begin = here.now(since) if since else now - WEEK
    if begin >= now:
        raise UsageError(f"--since {since}: not before {now:%Y-%m-%d %H:%M} UTC, where the digest ends")
    colour = output is None and coloured()
    text = rendered(standing(here, now), begin, now, "json" if json_ else form, colour)
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror}") from None


def rendered(found: Standing, since: datetime, now: datetime, form: str, colour: bool) -> str:
    """The digest from `since` to `now` (UTC) in one of the forms "text", "markdown", "json"."""
    from reports.digest import digest
    from reports.render.as_json import digest_json
    from reports.render.as_markdown import digest_markdown
    from reports.render.digest_text import digest_text

    week = digest(found.cards(now), found.cards(since), found.questions, found.person, since, now)
    if form == "json":
        text = digest_json(week)
    else:
        text = digest_markdown(week) if form == "markdown" else digest_text(week, colour)
    return text.rstrip("\n")

"""`tealeaves responsiveness`: who answers how fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tealeaves.cli.commands.show import chosen
from tealeaves.cli.output import coloured, columns
from tealeaves.cli.reporting import EMPTY, standing, standing_open
from tealeaves.cli.session import as_json, as_of, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from reports.overview import Card
    from reports.settings import Person

GROUPS = ("company", "recruiter", "stage")


@click.command("responsiveness")
@click.argument("application", required=False)
@click.option("--by", type=click.Choice(GROUPS), help="Only this table; all three otherwise.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text")
@as_json
@as_of
@click.pass_context
def command(
    ctx: click.Context, application: str | None, by: str | None, form: str, json_: bool, as_of: str | None
) -> None:
    """How fast each company, recruiter and stage answers, in hours and in working hours.

    What is still waiting is counted. With an APPLICATION (an id from the table, or words of its company and
    role), every reply of that one.

    \b
    Examples:
      tealeaves responsiveness
      tealeaves responsiveness --by recruiter
      tealeaves responsiveness kestrel --json
    """
    if application is not None and by is not None:
        raise UsageError(f"--by {by} tells many applications apart; leave it out for one")
    here = session(ctx)
    now = here.now(as_of)
    found = standing(here, now) if application is None else standing_open(here, now, named=application)
    cards = found.cards(now)
    form = "json" if json_ else form
    if application is not None:
        click.echo(_one(chosen(cards, application), found.person, form))
    elif not cards and form != "json":
        click.echo(EMPTY)
    else:
        click.echo(_all(cards, found.person, form, (by,) if by else GROUPS))


def _one(card: Card, person: Person, form: str) -> str:
    from reports.render.replies import replies_markdown, replies_text
    from reports.render.responsiveness_json import replies_json

    if form == "json":
        return replies_json(card)
    if form == "markdown":
        return replies_markdown(card, person).rstrip()
    return replies_text(card, person, coloured()).rstrip()


def _all(cards: tuple[Card, ...], person: Person, form: str, by: tuple[str, ...]) -> str:
    from reports.render.responsiveness_json import responsiveness_json
    from reports.render.responsiveness_table import responsiveness_markdown, responsiveness_table

    if form == "json":
        return responsiveness_json(cards, person, by)
    if form == "markdown":
        return responsiveness_markdown(cards, person, by).rstrip()
    return responsiveness_table(cards, person, coloured(), by, columns()).rstrip()

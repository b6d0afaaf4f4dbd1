"""`tealeaves draft`: a letter to copy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tealeaves.cli.commands.show import chosen
from tealeaves.cli.reporting import standing
from tealeaves.cli.session import as_json, as_of, session

if TYPE_CHECKING:
    from reports.actions.drafts import Draft
    from reports.overview import Card

KINDS = {"thank-you": "thank", "follow-up": "follow up"}


@click.command("draft")
@click.argument("application")
@click.option("--kind", type=click.Choice(list(KINDS)), help="This letter, also where it is not due.")
@as_json
@as_of
@click.pass_context
def command(ctx: click.Context, application: str, kind: str | None, json_: bool, as_of: str | None) -> None:
    """A thank-you or a follow-up for one APPLICATION, as plain text to copy. Nothing is ever sent.

    APPLICATION is an id from the table, or words of its company and role. What stands in [square brackets] is
    for you to fill in.

    \b
    Examples:
      tealeaves draft kestrel
      tealeaves draft kestrel --kind thank-you
    """
    from reports.actions.drafts import drafts

    here = session(ctx)
    now = here.now(as_of)
    found = standing(here, now)
    card = chosen(found.cards(now), application)
    every = drafts(card, found.person)
    wanted = [one for one in every if (one.kind == KINDS[kind] if kind else one.due)]
    if json_:
        click.echo(json.dumps(_value(card, every if kind is None else wanted), ensure_ascii=False, indent=2))
        return
    if not wanted:
        click.echo(_nothing(card, every, kind))
    for one in wanted:
        if not one.due:
            click.echo(f"Not due now. {_next(card)}\n")
        click.echo(_text(one))


def _text(one: Draft) -> str:
    return f"To: {one.to or '[an address]'}\nSubject: {one.subject}\n\n{one.body}\n"


def _nothing(card: Card, every: tuple[Draft, ...], kind: str | None) -> str:
    if not card.open:
        return "No letter to write: this application is closed."
    if kind:
        return "No interview to give thanks for: none is known to have been held."
    asked = " or ".join(
        f"--kind {name}" for name, what in KINDS.items() if what in {one.kind for one in every}
    )
    return f"No letter is due. {_next(card)} For a draft all the same: {asked}"


def _next(card: Card) -> str:
    from reports.render.plain import plain

    return f"Next: {plain(card.action.text)}"


def _value(card: Card, found: list[Draft] | tuple[Draft, ...]) -> dict[str, object]:
    letters = [
        {"kind": one.kind, "due": one.due, "to": one.to, "subject": one.subject, "body": one.body}
        for one in found
    ]
    return {"id": card.id, "drafts": letters}

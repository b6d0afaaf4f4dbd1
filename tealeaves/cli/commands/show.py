"""`tealeaves show`: one application."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tealeaves.cli.reporting import coloured, standing
from tealeaves.cli.session import as_json, as_of, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from reports.overview import Card


@click.command("show")
@click.argument("application")
@as_json
@as_of
@click.pass_context
def command(ctx: click.Context, application: str, json_: bool, as_of: str | None) -> None:
    """The timeline of one APPLICATION, with the evidence.

    APPLICATION is an id from the table, or words of its company and role.
    """
    from reports.render.as_json import show_json
    from reports.render.timeline import timeline_text

    here = session(ctx)
    now = here.now(as_of)
    found = standing(here, now)
    card = chosen(found.cards(now), application)
    if json_:
        click.echo(show_json(card))
    else:
        click.echo(timeline_text(card, found.person, coloured()).rstrip())


def chosen(cards: tuple[Card, ...], given: str) -> Card:
    """The card that `given` names by id or by words. Raises UsageError where none or several fit."""
    from reports.render.names import title

    wanted = given.lower()
    fits = [card for card in cards if card.id.startswith(wanted)] if len(wanted) >= 4 else []
    words = wanted.split()
    fits = fits or [card for card in cards if all(word in title(card).lower() for word in words)]
    if not fits:
        raise UsageError(f'no application "{given}": tealeaves applications --all lists them')
    if len(fits) > 1:
        names = "; ".join(f"{card.id} {title(card)}" for card in fits[:5])
        raise UsageError(f'"{given}" fits {len(fits)} applications: {names}')
    return fits[0]

"""`tealeaves show`: one application."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tealeaves.cli import output
from tealeaves.cli.output import coloured
from tealeaves.cli.reporting import fitting, remember, standing_open
from tealeaves.cli.session import as_of, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from reports.overview import Card
    from reports.settings import Person


@click.command("show")
@click.argument("application")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "json"]),
    help="Text, or what the name of -o FILE ends in, by default.",
)
@click.option("--json", "json_", is_flag=True, help="The same as --format json.")
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), help="Write to this file.")
@as_of
@click.pass_context
def command(
    ctx: click.Context, application: str, form: str | None, json_: bool, file: Path | None, as_of: str | None
) -> None:
    """The timeline of one APPLICATION, letters and interviews on one axis, with the evidence.

    APPLICATION is an id from the table, or words of its company and role.

    \b
    Examples:
      tealeaves show kestrel
      tealeaves show fb5aa597
      tealeaves show kestrel --format html -o kestrel.html
    """
    here = session(ctx)
    now = here.now(as_of)
    found = standing_open(here, now, named=application)
    cards = found.cards(now)
    card = chosen(cards, application)
    chosen_form = "json" if json_ else form or (output.form_of(file) if file else "text")
    text = rendered(card, found.person, chosen_form, file is None and coloured())
    if file is None:
        click.echo(text)
    else:
        output.write(file, f"{text}\n")
    remember(here, found, cards, now)


def rendered(card: Card, person: Person, form: str, colour: bool) -> str:
    """The application in one of the forms "text", "html", "json". Raises UsageError for another."""
    if form == "json":
        from reports.render.as_json import show_json

        text = show_json(card)
    elif form == "html":
        from reports.render.html.show_html import show_html

        text = show_html(card, person)
    elif form == "text":
        from reports.render.timeline import timeline_text

        text = timeline_text(card, person, colour)
    else:
        raise UsageError(f"show: there is no {form} of one application; --format text, html or json")
    return text.rstrip()


def chosen(cards: tuple[Card, ...], given: str) -> Card:
    """The card that `given` names by id or by words. Raises UsageError where none or several fit."""
    from reports.render.names import title

    named = fitting([(card.id, title(card)) for card in cards], given)
    fits = [card for card in cards if card.id in named]
    if not fits:
        raise UsageError(f'no application "{given}": tealeaves applications --all lists them')
    if len(fits) > 1:
        names = "; ".join(f"{card.id} {title(card)}" for card in fits[:5])
        raise UsageError(f'"{given}" fits {len(fits)} applications: {names}')
    return fits[0]

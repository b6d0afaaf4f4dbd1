"""`tealeaves outcomes`: how past scores turned out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tealeaves.cli.output import coloured
from tealeaves.cli.reporting import remember, standing_open
from tealeaves.cli.session import as_json, as_of, session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.overview import Card
    from reports.remarks.outcomes import Past
    from tealeaves.cli.reporting import Standing


@click.command("outcomes")
@as_json
@as_of
@click.pass_context
def command(ctx: click.Context, json_: bool, as_of: str | None) -> None:
    """How past scores turned out: of the applications that once stood in each band of the score, how many
    ended in an offer, a rejection, no answer, or by your withdrawing.

    "tealeaves applications close" says how one ended that the mail is silent about.

    \b
    Examples:
      tealeaves outcomes
      tealeaves outcomes --json
    """
    from reports.remarks.outcomes import outcomes
    from reports.render.outcomes_table import outcomes_table, outcomes_value

    here = session(ctx)
    now = here.now(as_of)
    found = standing_open(here, now)
    cards = found.cards(now)
    told = outcomes(_past(found, cards))
    if json_:
        click.echo(json.dumps(outcomes_value(told)))
    else:
        click.echo(outcomes_table(told, coloured()).rstrip())
    remember(here, found, cards, now)


def _past(found: Standing, cards: tuple[Card, ...]) -> Iterator[Past]:
    """Every application that has ended: as it was kept, or else read from its history."""
    from reports.remarks.outcomes import Past, past
    from reports.response.working_hours import clock_of

    kept = {one.id: one for one in found.endings(cards)}
    yield from map(Past.of, kept.values())
    closed = {card.id: card for card in cards if not card.open and card.id not in kept}
    clock = clock_of(found.person)
    for history in found.histories:
        if history.id in closed:
            yield past(history, closed[history.id].progress, found.person, clock)

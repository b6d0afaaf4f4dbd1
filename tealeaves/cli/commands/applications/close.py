"""`tealeaves applications close`: how it ended."""

from __future__ import annotations

import click

from tealeaves.cli.session import as_json, as_of, session
from tealeaves.errors import UsageError

ENDS = ("accepted", "rejected", "withdrawn", "no-answer")


@click.command("close")
@click.argument("application")
@click.option("--as", "outcome", type=click.Choice(ENDS), help="How it ended.")
@click.option("--note", default="", metavar="TEXT", help="What you want to remember of it.")
@as_json
@as_of
@click.pass_context
def command(
    ctx: click.Context, application: str, outcome: str | None, note: str, json_: bool, as_of: str | None
) -> None:
    """Say that APPLICATION has ended, whatever the mail says.

    It stays closed until you reopen it; rejected or with no answer, also until somebody at the company takes
    it up again. --as-of says when it ended.

    \b
    Examples:
      tealeaves applications close harbor --as no-answer
      tealeaves applications close 3f2a9c1e --as rejected --note "by phone" --as-of 2026-09-18
    """
    from reports.render.names import title
    from tealeaves.cli.saying.arranging import undoing
    from tealeaves.cli.saying.said import card_again, card_named, heads, tell
    from tealeaves.pipeline import remarks

    if outcome is None:
        raise UsageError(f"close: say how it ended: --as {', '.join(ENDS[:-1])} or {ENDS[-1]}")
    here = session(ctx)
    now = here.now(as_of)
    with here.open(now) as (store, candidate):
        before = card_named(here, store, candidate, application, now)
        said = remarks.close(store, candidate, before, outcome.replace("-", "_"), note.strip(), now)
        card = card_again(here, store, candidate, before)
    closed = f"{title(card)}: closed as {outcome.replace('-', ' ')}"
    # Reopening takes back every word on its end: of several the last alone is undone by its number.
    back = f"tealeaves applications reopen {card.id}" if before.open else undoing([said])
    undo = f". Undo: {back}" if said else " already."
    value = {**heads(card), "outcome": outcome.replace("-", "_"), "said": bool(said)}
    tell([f"{closed}{undo}"], value, json_=json_)

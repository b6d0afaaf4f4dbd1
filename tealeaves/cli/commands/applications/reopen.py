"""`tealeaves applications reopen`: it goes on."""

from __future__ import annotations

import click

from tealeaves.cli.session import as_json, as_of, session


@click.command("reopen")
@click.argument("application")
@as_json
@as_of
@click.pass_context
def command(ctx: click.Context, application: str, json_: bool, as_of: str | None) -> None:
    """Say that APPLICATION goes on, though you or the mail closed it.

    It stays open until you close it, or a later message does.

    \b
    Examples:
      tealeaves applications reopen harbor
    """
    from reports.render.names import title
    from tealeaves.cli.saying.arranging import reversing
    from tealeaves.cli.saying.said import card_again, card_named, heads, standing, tell
    from tealeaves.pipeline import remarks

    here = session(ctx)
    now = here.now(as_of)
    with here.open(now) as (store, candidate):
        before = card_named(here, store, candidate, application, now)
        was = store.decisions(candidate)
        said = remarks.reopen(store, candidate, before, now)
        back = reversing(was, store.decisions(candidate))
        card = card_again(here, store, candidate, before)
    line = f"{title(card)}: {'open again' if said else 'open already'} ({standing(card)})."
    tell(
        [f"{line} Undo: {back}" if back else line],
        {**heads(card), "outcome": None, "said": said, "undo": back or None},
        json_=json_,
    )

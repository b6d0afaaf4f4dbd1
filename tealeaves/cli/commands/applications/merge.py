"""`tealeaves applications merge`: two are one."""

from __future__ import annotations

import click

from tealeaves.cli.session import as_json, as_of, clock, session


@click.command("merge")
@click.argument("one", metavar="APPLICATION")
@click.argument("other", metavar="APPLICATION")
@as_json
@as_of
@click.pass_context
def command(ctx: click.Context, one: str, other: str, json_: bool, as_of: str | None) -> None:
    """Say that two applications are one from now on: the earlier takes the later in.

    New mail of either goes there. What you said of both holds for the one. --as-of says for which time the
    scores are shown.

    \b
    Examples:
      tealeaves applications merge harbor 3f2a9c1e
      tealeaves applications merge "harbor data engineer" "harbor analyst"
    """
    from reports.render.names import title
    from tealeaves.cli.commands.show import chosen
    from tealeaves.cli.saying.arranging import arranged, outcome, undoing
    from tealeaves.cli.saying.differences import cards
    from tealeaves.cli.saying.said import heads, standing, tell
    from tealeaves.pipeline.arranging import merge

    here, now = session(ctx), clock()
    shown = here.now(as_of)
    with here.open(now) as (store, candidate):
        before = cards(here, store, candidate, shown)
        both = [chosen(before, given).history for given in (one, other)]
        whole = {history.id: history for history in store.histories(candidate, [card.id for card in both])}
        first, second = (whole[history.id] for history in both)
        found = arranged(
            here,
            store,
            candidate,
            now,
            shown,
            lambda tried: merge(tried, candidate, first, second, now),
            before=before,
        )
    earlier = min((first, second), key=lambda history: history.entries[0].at)
    card = found.holding(earlier.entries[0].key)
    assert card is not None  # noqa: S101 (what the person put together is grouped together)
    lines = [
        f"{title(card)}: one application, {len(card.history.entries)} messages ({standing(card)}).",
        *(f"  {moved.line()}" for moved in found.moved),
        f"Undo: {undoing([found.done])}",
    ]
    value = {**heads(card), "messages": len(card.history.entries), **outcome(found, [found.done])}
    tell(lines, value, json_=json_)

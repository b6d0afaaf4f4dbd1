"""`tealeaves applications split`: one is two."""

from __future__ import annotations

import click

from tealeaves.cli.session import as_json, as_of, clock, session
from tealeaves.errors import UsageError


@click.command("split")
@click.argument("application")
@click.argument("messages", metavar="[MESSAGE]...", nargs=-1)
@click.option("--from", "since", metavar="DATE", help="Every message from that day on as well.")
@click.option("--answers", is_flag=True, help="Every message that answers one of them as well.")
@as_json
@as_of
@click.pass_context
def command(
    ctx: click.Context,
    application: str,
    messages: tuple[str, ...],
    since: str | None,
    answers: bool,
    json_: bool,
    as_of: str | None,
) -> None:
    """Say that these MESSAGEs of APPLICATION are an application of their own; the others stay together.

    MESSAGE is a Message-ID, or the beginning of one; show --json prints them. New mail that answers one of
    them goes where it is. An id is made from the first message, so the application that loses it gets
    another one, and both are told.

    \b
    Examples:
      tealeaves applications split harbor 4@mail.example 7@mail.example
      tealeaves applications split harbor 4@mail --answers
      tealeaves applications split harbor --from 2026-09-01
    """
    from reports.render.names import title
    from tealeaves.cli.commands.show import chosen
    from tealeaves.cli.saying.arranging import arranged, outcome, undoing
    from tealeaves.cli.saying.differences import cards
    from tealeaves.cli.saying.said import heads, standing, tell
    from tealeaves.pipeline.arranging import among, split, with_answers

    if not (messages or since):
        raise UsageError("split: which messages? Their ids, or --from DATE")
    here, now = session(ctx), clock()
    shown = here.now(as_of)
    begins = here.day("--from", since) if since else None
    with here.open(now) as (store, candidate):
        before = cards(here, store, candidate, shown)
        (history,) = store.histories(candidate, [chosen(before, application).id])
        some = among(history, messages, begins)
        if answers:
            some = with_answers(store.facts(candidate), some, {entry.key for entry in history.entries})
        found = arranged(
            here,
            store,
            candidate,
            now,
            shown,
            lambda tried: split(tried, candidate, history, some, now),
            before=before,
        )
    old, new = (
        found.holding(next(entry.key for entry in history.entries if (entry.key in some) is is_new))
        for is_new in (False, True)
    )
    parts = [card for card in (old, new) if card is not None]
    lines = [f"{title(parts[0])}: two applications."]
    for card in parts:
        count = len(card.history.entries)
        said = f"{count} message{'' if count == 1 else 's'}, {standing(card)}"
        renamed = f"; its id was {history.id}" if card is old and card.id != history.id else ""
        lines.append(f"  {card.id}  {title(card)}: {said}{renamed}")
    others = {card.id for card in parts} | {history.id}
    lines += [f"  {moved.line()}" for moved in found.moved if moved.id not in others]
    lines.append(f"Undo: {undoing([found.done])}")
    value = {"was": history.id, "parts": [heads(card) for card in parts], **outcome(found, [found.done])}
    tell(lines, value, json_=json_)

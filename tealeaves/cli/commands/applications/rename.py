"""`tealeaves applications rename`: what it is called."""

from __future__ import annotations

import click

from tealeaves.cli.session import as_json, as_of, clock, session
from tealeaves.errors import UsageError


@click.command("rename")
@click.argument("application")
@click.option("--company", default="", metavar="NAME", help="What the company is called.")
@click.option("--role", default="", metavar="TITLE", help="What the role is called.")
@click.option("--undo", is_flag=True, help="Take back the last name that you gave it.")
@as_json
@as_of
@click.pass_context
def command(
    ctx: click.Context,
    application: str,
    company: str,
    role: str,
    undo: bool,
    json_: bool,
    as_of: str | None,
) -> None:
    """Say what the company or the role of APPLICATION is called; the last name given counts.

    New mail is known by the new name and by the old one. Where other mail names what you named, that joins
    it, as mail of one company and one role does; what changed is told.

    \b
    Examples:
      tealeaves applications rename harborvine --company "Harbor & Vine"
      tealeaves applications rename 3f2a9c1e --role "Data Engineer"
      tealeaves applications rename 3f2a9c1e --undo
    """
    from reports.render.names import title
    from tealeaves.cli.commands.show import chosen
    from tealeaves.cli.saying.arranging import arranged, outcome, reversing
    from tealeaves.cli.saying.differences import cards
    from tealeaves.cli.saying.said import heads, tell
    from tealeaves.pipeline.arranging import rename, take_back_name

    names = {"company": " ".join(company.split()), "role": " ".join(role.split())}
    if undo and (company or role):
        raise UsageError("rename: --undo takes no --company and no --role")
    if not undo and not any(names.values()):
        raise UsageError("rename: what is it called? --company NAME or --role TITLE")
    here, now = session(ctx), clock()
    shown = here.now(as_of)
    with here.open(now) as (store, candidate):
        before = cards(here, store, candidate, shown)
        (history,) = store.histories(candidate, [chosen(before, application).id])
        was = store.decisions(candidate)
        found = arranged(
            here,
            store,
            candidate,
            now,
            shown,
            lambda tried: (
                tuple(one.number for one in take_back_name(tried, candidate, history, now))
                if undo
                else rename(tried, candidate, history, names, now)
            ),
            before=before,
        )
        back = reversing(was, store.decisions(candidate))
    card = found.holding(history.entries[0].key)
    assert card is not None  # noqa: S101 (its messages were named)
    told = f"{title(card)}: {'called so' if found.done else 'called so already'}."
    if undo:
        told = f"{title(card)}: called so again."
    lines = [told, *(f"  {moved.line()}" for moved in found.moved)]
    if back:
        lines.append(f"Undo: {back}")
    value = {**heads(card), **outcome(found, () if undo else found.done), "undo": back or None}
    tell(lines, value, json_=json_)

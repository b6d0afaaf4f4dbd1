"""`tealeaves decisions`: everything that you ever said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tealeaves.cli.session import as_json, as_of, clock, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from store.said import Decision
    from store.store import Store
    from tealeaves.cli.session import Session

NONE = "You have said nothing yet: tealeaves label, applications, notes and debrief are for that."


@click.command("decisions")
@click.option("--all", "all_", is_flag=True, help="With what you took back.")
@click.option("--application", metavar="APPLICATION", help="Of one application and its messages alone.")
@click.option("--undo", metavar="NUMBER", type=int, multiple=True, help="Take that decision back.")
@click.option("--redo", metavar="NUMBER", type=int, multiple=True, help="Let it count again.")
@as_json
@as_of
@click.pass_context
def command(
    ctx: click.Context,
    all_: bool,
    application: str | None,
    undo: tuple[int, ...],
    redo: tuple[int, ...],
    json_: bool,
    as_of: str | None,
) -> None:
    """Everything that you ever said of your mail and your applications, the latest last.

    It outlives every sync, import and reclassification. Whatever you take back, what you said before it of
    the same counts again.

    \b
    Examples:
      tealeaves decisions
      tealeaves decisions --application harbor --all
      tealeaves decisions --undo 7
      tealeaves decisions --redo 7
    """
    if (undo or redo) and (all_ or application):
        raise UsageError("decisions: --undo and --redo take no --all and no --application")
    if both := set(undo) & set(redo):
        raise UsageError(f"decisions: {min(both)}: --undo or --redo, not both")
    here, now = session(ctx), clock()
    shown = here.now(as_of)
    with here.open(now) as (store, candidate):
        if undo or redo:
            _changed(here, store, candidate, undo, redo, now, shown, json_)
        else:
            _listed(here, store, candidate, application, shown, all_, json_)


def _listed(
    here: Session,
    store: Store,
    candidate: int,
    application: str | None,
    shown: datetime,
    all_: bool,
    json_: bool,
) -> None:
    import json

    from classify.said import keys
    from tealeaves.cli.commands.show import chosen
    from tealeaves.cli.saying.decided import Known, decided_line, decided_value
    from tealeaves.cli.saying.differences import cards

    known_cards = cards(here, store, candidate, shown)
    known = Known.of(known_cards, store.called(candidate))
    found = [one for one in store.decisions(candidate) if all_ or one.undone_at is None]
    if application:
        meant = chosen(known_cards, application).id
        mine = {key for key, (card, _) in known.homes.items() if card.id == meant}
        found = [one for one in found if not mine.isdisjoint(keys(one.verdict))]
    if json_:
        click.echo(json.dumps([decided_value(one, known) for one in found], ensure_ascii=False))
    elif not found:
        click.echo(NONE if not (all_ or application) else "Nothing of the kind was said.")
    for one in () if json_ else found:
        click.echo(decided_line(one, known, here.person))


def _changed(
    here: Session,
    store: Store,
    candidate: int,
    undo: tuple[int, ...],
    redo: tuple[int, ...],
    now: datetime,
    shown: datetime,
    json_: bool,
) -> None:
    from tealeaves.cli.saying.arranging import arranged, reversing
    from tealeaves.cli.saying.decided import Known, decided_line, decided_value
    from tealeaves.cli.saying.said import tell
    from tealeaves.pipeline import decisions

    def do(tried: Store) -> tuple[Decision, ...]:
        gone = decisions.undo(tried, candidate, undo, now)
        return (*gone, *decisions.redo(tried, candidate, redo))

    was = store.decisions(candidate)
    found = arranged(here, store, candidate, now, shown, do)
    known = Known.of((*found.before, *found.after), store.called(candidate))
    numbers = {one.number for one in found.done}
    every = store.decisions(candidate)
    said = [one for one in every if one.number in numbers]
    gone = [decided_line(one, known, here.person) for one in said if one.undone_at is not None]
    again = [decided_line(one, known, here.person) for one in said if one.undone_at is None]
    back = reversing(was, every)
    lines = [
        *(["Taken back:", *gone] if gone else []),
        *(["Said again:", *again] if again else []),
        *(f"  {moved.line()}" for moved in found.moved),
        f"Undo: {back}",
    ]
    value = {
        "decisions": [decided_value(one, known) for one in said],
        "applications": [one.as_dict() for one in found.moved],
        "undo": back,
    }
    tell(lines, value, json_=json_)

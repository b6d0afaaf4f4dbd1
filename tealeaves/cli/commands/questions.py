"""`tealeaves questions`: where does a message belong?"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from tealeaves.cli.session import as_json, as_of, clock, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from store.store import Store
    from tealeaves.cli.session import Session

NOTHING = "No question is open."
HINT = "On a terminal it asks; else: tealeaves questions MESSAGE --application APPLICATION, new or none."


@click.command("questions")
@click.argument("message", required=False)
@click.option(
    "--application",
    metavar="APPLICATION",
    help='Where MESSAGE belongs; "new": to one of its own; "none": it is not about your job search.',
)
@as_json
@as_of
@click.pass_context
def command(
    ctx: click.Context, message: str | None, application: str | None, json_: bool, as_of: str | None
) -> None:
    """Say where a message belongs that fits several applications alike.

    Each is shown with its beginning, the most telling first, and one key answers it. What you press is kept
    at once. Without a terminal they are listed.

    \b
    Examples:
      tealeaves questions
      tealeaves questions --json
      tealeaves questions 4@mail.example --application harbor
      tealeaves questions 4@mail.example --application none
    """
    if (message is None) is not (application is None):
        raise UsageError("questions: MESSAGE and --application go together")
    here, now = session(ctx), clock()
    shown = here.now(as_of)
    with here.open(now) as (store, candidate):
        if message is not None and application is not None:
            _answered(here, store, candidate, message, application, now, shown, json_)
        elif json_ or not sys.stdin.isatty():
            _listed(here, store, candidate, shown, json_)
        else:
            from tealeaves.cli.saying.questioning import ask
            from tealeaves.pipeline.questions import open_questions

            if open_questions(store, candidate, here.person.strengths):
                ask(here, store, candidate, now, shown)
            else:
                click.echo(NOTHING)


def _listed(here: Session, store: Store, candidate: int, shown: datetime, json_: bool) -> None:
    from tealeaves.cli.saying.differences import cards
    from tealeaves.cli.saying.questioning import as_dict, text
    from tealeaves.pipeline.questions import open_questions

    found = open_questions(store, candidate, here.person.strengths)
    if json_:
        click.echo(json.dumps([as_dict(one) for one in found], ensure_ascii=False))
        return
    known = {card.id: card for card in cards(here, store, candidate, shown)} if found else {}
    for number, one in enumerate(found, 1):
        click.echo(text(one, f"{number} of {len(found)}  {one.asked.message_id}", here, known))
    click.echo(f"\n{HINT}" if found else NOTHING)


def _answered(
    here: Session,
    store: Store,
    candidate: int,
    given: str,
    application: str,
    now: datetime,
    shown: datetime,
    json_: bool,
) -> None:
    from reports.render.names import title
    from reports.render.plain import plain
    from tealeaves.cli.commands.show import chosen
    from tealeaves.cli.saying.arranging import arranged, outcome, undoing
    from tealeaves.cli.saying.differences import cards
    from tealeaves.cli.saying.said import tell
    from tealeaves.pipeline.labels import named
    from tealeaves.pipeline.questions import NEW, NONE, answer, open_questions

    key, message_id = named(store, candidate, given)
    if all(one.key != key for one in open_questions(store, candidate, here.person.strengths)):
        raise UsageError(
            f"questions: {message_id} is in no question; tealeaves label {message_id} --application moves it"
        )
    before = cards(here, store, candidate, shown)
    where = application if application in (NEW, NONE) else chosen(before, application).id
    found = arranged(
        here,
        store,
        candidate,
        now,
        shown,
        lambda tried: answer(tried, candidate, key, where, now),
        before=before,
    )
    home = found.holding(key)
    belongs = f"belongs to {title(home)}" if home else "is not about your job search"
    left = len(store.questions(candidate))
    lines = [
        f"{plain(message_id)} {belongs}.",
        *(f"  {moved.line()}" for moved in found.moved),
        f"{left} question{'' if left == 1 else 's'} left. Undo: {undoing([found.done])}",
    ]
    value = {
        "message_id": message_id,
        "application": home.id if home else None,
        "left": left,
        **outcome(found, [found.done]),
    }
    tell(lines, value, json_=json_)

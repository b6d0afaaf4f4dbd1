"""`tealeaves notes`: your own words on an application."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tealeaves.cli.session import as_json, as_of, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.remarks.notes import Note
    from reports.settings import Person

LAST = 0  # numbers begin with 1


@click.command("notes")
@click.argument("application")
@click.argument("text", required=False)
@click.option("--edit", is_flag=True, help="Write it in your editor ($VISUAL or $EDITOR).")
@click.option(
    "--undo",
    metavar="[NUMBER]",
    type=int,
    is_flag=False,
    flag_value=LAST,
    help="Take back the last note, or the one of that number.",
)
@as_json
@as_of
@click.pass_context
def command(
    ctx: click.Context,
    application: str,
    text: str | None,
    edit: bool,
    undo: int | None,
    json_: bool,
    as_of: str | None,
) -> None:
    """Note TEXT on APPLICATION; without TEXT, list what you noted.

    Notes stand in show among the messages, and never count. TEXT "-" reads standard input. --as-of says for
    which time it is noted.

    \b
    Examples:
      tealeaves notes harbor "Jane said the team is eight people"
      tealeaves notes harbor --edit
      tealeaves notes harbor
      tealeaves notes harbor --undo
      tealeaves notes harbor --undo 7
    """
    from reports.render.as_json import note_value
    from reports.render.names import title
    from tealeaves.cli.saying.arranging import undoing
    from tealeaves.cli.saying.said import card_again, card_named, heads, tell
    from tealeaves.pipeline.remarks import note, take_back_note

    if undo is not None and (text is not None or edit):
        raise UsageError("notes: --undo takes no TEXT and no --edit")
    if edit and text is not None:
        raise UsageError("notes: TEXT or --edit, not both")
    if edit and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError('notes: --edit needs a terminal; without one, TEXT "-" reads standard input')
    here = session(ctx)
    now = here.now(as_of)
    with here.open(now) as (store, candidate):
        card = card_named(here, store, candidate, application, now)
    written = _edited() if edit else sys.stdin.read() if text == "-" else text
    said: int | None = None
    with here.open(now) as (store, candidate):
        if undo is not None:
            gone = take_back_note(store, candidate, card, None if undo == LAST else undo, now)
            lines = [f"{title(card)}: taken back: {_line(gone, here.person)}"]
            lines.append(f"Undo: tealeaves decisions --redo {gone.number}")
        elif written is not None:
            said = note(store, candidate, card, written, now)
            lines = [f"{title(card)}: noted. Undo: {undoing([said])}"]
        else:
            lines = _lines(card.notes, here.person)
        card = card_again(here, store, candidate, card)
    value = {**heads(card), "notes": [note_value(one) for one in card.notes], "said": said}
    tell(lines, value, json_=json_)


def _edited() -> str:
    """What was written in the editor. Raises UsageError where nothing was."""
    written = click.edit()
    if written is None or not written.strip():
        raise UsageError("notes: nothing was written, so nothing is noted")
    return written


def _lines(notes: Sequence[Note], person: Person) -> list[str]:
    return [_line(one, person) for one in notes] or ["Nothing noted."]


def _line(one: Note, person: Person) -> str:
    """ " 7  Mon 28 Sep 08:00  Jane said the team is eight people", its other lines below."""
    from reports.render.plain import plain_lines
    from reports.render.times import moment

    start = f"{one.number:>3}  {moment(one.at, person)}  "
    return start + f"\n{' ' * len(start)}".join(plain_lines(one.text))

"""`tealeaves explain`: why a message was read as it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tealeaves.cli.output import coloured
from tealeaves.cli.session import Session, as_json, clock, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from classify.signals.bank import Bank
    from classify.types import Me
    from reports.explained import Explained, Home


@click.command("explain")
@click.argument("message")
@click.option(
    "--me",
    "addresses",
    multiple=True,
    metavar="ADDRESS|@DOMAIN",
    help="With a path, an address of the candidate; repeatable. Without it, those of the configuration.",
)
@as_json
@click.pass_context
def command(ctx: click.Context, message: str, addresses: tuple[str, ...], json_: bool) -> None:
    """Why MESSAGE was read as it was: every phrase and veto, the second reader, company, application.

    MESSAGE is a Message-ID, or the beginning of one, or the path of an .eml file, which is read without
    storing anything.

    \b
    Examples:
      tealeaves explain "<20260921.77@kestrel.example>"
      tealeaves explain letter.eml --me you@example.org
    """
    from reports.render.explained_json import explained_json
    from reports.render.explained_text import explained_text
    from reports.settings import Person

    path = Path(message)
    if _is_file(path):
        from tealeaves.cli.commands.classify import who

        me, bank = who(ctx, addresses)
        told, person = of_file(path, me, bank), Person(timezone=me.timezone)
    elif addresses:
        raise UsageError("explain: --me goes with the path of a file; whose stored mail is, is known")
    else:
        here = session(ctx)
        told, person = of_stored(here, message, clock()), here.person
    click.echo(explained_json(told) if json_ else explained_text(told, person, coloured()).rstrip())


def of_stored(here: Session, given: str, now: datetime) -> Explained:
    """The stored message that `given` names, explained. Raises UsageError where none or several fit, or where
    its words are not stored."""
    from classify.explanation import explanation
    from reports.explained import Explained, Home
    from store.said import REMARKS
    from tealeaves.pipeline.labels import named
    from tealeaves.pipeline.own import own

    with here.open(now) as (store, candidate):
        try:
            key, message_id = named(store, candidate, given)
        except UsageError as error:
            suffix = "; and no such file" if _looks_like_path(given) else ""
            raise UsageError(f"{error}{suffix}") from None
        message = next(store.messages(candidate, {key}), None)
        reading = next(store.readings(candidate, {key}), None)
        if message is None or reading is None:
            raise UsageError(
                f"explain: no words of {message_id} are stored; tealeaves label {message_id} --relevant "
                "brings them in with the next sync"
            )
        verdicts = (one for one in store.verdicts(candidate) if one.kind not in REMARKS)
        said = tuple(one for one in verdicts if one.key == key)
        home: Home | None = None
        for history in store.histories(candidate):
            for entry in history.entries:
                if entry.key == key:
                    parts = (history.company or history.agency, history.role)
                    home = Home(history.id, ", ".join(filter(None, parts)), entry.reason)
        question = next((one for one in store.questions(candidate) if one.key == key), None)
        bank = own(store, candidate, here.bank)
    return Explained(message, explanation(message, reading, bank, said), True, home, question, said)


def of_file(path: Path, me: Me, bank: Bank | None) -> Explained:
    """The one message in a file, explained. Raises UsageError where it holds none or several."""
    from classify.explanation import explanation
    from reports.explained import Explained
    from tealeaves.cli.commands.classify import read_all

    read, problems = read_all((path,), me, bank)
    if not read:
        said = problems[0].detail if problems else "no mail"
        raise UsageError(f"explain: {path}: {said}")
    if len(read) > 1:
        raise UsageError(f"explain: {path} holds {len(read)} messages; tealeaves classify reads them all")
    message, reading = read[0].message, read[0].reading
    return Explained(message, explanation(message, reading, bank), False, None, None, ())


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long for the file system
        return False


def _looks_like_path(given: str) -> bool:
    return given.endswith(".eml") or (("/" in given or "\\" in given) and "@" not in given)

"""`tealeaves export`: what is stored, for other programs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tealeaves.cli.session import Session, as_of, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from reports.overview import Card

FORMS = ("json", "csv", "mbox", "ics")
TABLES = ("applications", "messages", "replies")


@click.command("export")
@click.option("--format", "form", type=click.Choice(FORMS), help="Or what the name of -o FILE ends in.")
@click.option("--table", type=click.Choice(TABLES), help="Of csv, this table alone, as one file.")
@click.option("--application", metavar="APPLICATION", help="Of one application.")
@click.option(
    "--all", "all_", is_flag=True, help="mbox: mail of no application too. ics: closed applications too."
)
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), help="This file; of csv, this folder."
)
@as_of
@click.pass_context
def command(
    ctx: click.Context,
    form: str | None,
    table: str | None,
    application: str | None,
    all_: bool,
    file: Path | None,
    as_of: str | None,
) -> None:
    """Take your data out, for other programs; to the screen without -o.

    \b
      json  everything that is stored, with the evidence and what you decided
      csv   applications, messages and replies, for a spreadsheet
      mbox  the mails as far as they are stored: without attachments and markup
      ics   interviews and dates, as tealeaves calendar export

    Files are written whole or not at all, and only you can read them. In csv a cell that a spreadsheet would
    take for a formula begins with an apostrophe.

    \b
    Examples:
      tealeaves export -o everything.json
      tealeaves export --format csv -o tables
      tealeaves export --format csv --table replies | less
      tealeaves export --application "fennimore rail" -o fennimore.mbox
    """
    chosen = form or (_by_name(file) if file else "")
    if table and not form:
        chosen = "csv"
    if not chosen:
        raise UsageError(f"export: which --format? One of {', '.join(FORMS)}")
    if table and chosen != "csv":
        raise UsageError("export: --table is of --format csv")
    to_screen = file is None or str(file) == "-"
    if chosen == "mbox" and to_screen and sys.stdout.isatty():
        raise UsageError("export: mails may command a terminal; -o FILE, or into a pipe")
    here = session(ctx)
    now = here.now(as_of)
    if chosen == "csv" and not table:
        if file is None or to_screen:
            raise UsageError("export: csv is three files: -o FOLDER, or one --table")
        _tables(_cards(here, application, now), file)
    elif chosen == "csv":
        lines = _table(_cards(here, application, now), str(table), with_mark=not to_screen)
        _put((line.encode() for line in lines), None if to_screen else file)
    elif chosen == "ics":
        _put(_calendar(here, application, now, all_=all_), None if to_screen else file)
    else:
        _stored(here, chosen, application, now, None if to_screen else file, all_=all_)


def _by_name(file: Path) -> str:
    suffix = file.suffix.casefold().lstrip(".")
    return suffix if suffix in FORMS else ""


def _stored(
    here: Session, form: str, application: str | None, now: datetime, file: Path | None, *, all_: bool
) -> None:
    from tealeaves import __version__
    from tealeaves.away import exporting
    from tealeaves.cli.saying.said import card_named

    with here.open(now) as (store, candidate):
        only = card_named(here, store, candidate, application, now).id if application else ""
        if form == "json":
            pieces = exporting.as_json(store, candidate, only, __version__, now)
        else:
            pieces = exporting.as_mbox(store, candidate, only, every=all_)
        _put(pieces, file)


def _cards(here: Session, application: str | None, now: datetime) -> tuple[Card, ...]:
    from tealeaves.cli.commands.show import chosen
    from tealeaves.cli.reporting import standing

    cards = standing(here, now).cards(now)
    return (chosen(cards, application),) if application else cards


def _calendar(here: Session, application: str | None, now: datetime, *, all_: bool) -> Iterator[bytes]:
    from reports.calendar_file import calendar_ics, items

    wanted = [card for card in _cards(here, application, now) if card.open or all_ or application]
    yield calendar_ics(items(wanted, here.person), here.person).encode()


def _table(cards: tuple[Card, ...], name: str, *, with_mark: bool) -> Iterator[str]:
    from reports.export.tables import BOM, TABLES, rows

    if with_mark:
        yield BOM
    yield from rows(TABLES[name](cards))


def _tables(cards: tuple[Card, ...], folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}") from None
    for name in TABLES:
        lines = _table(cards, name, with_mark=True)
        _put((line.encode() for line in lines), folder / f"{name}.csv")


def _put(pieces: Iterable[bytes], file: Path | None) -> None:
    """Writes it to the file, whole or not at all; to standard output without one. Raises UsageError."""
    from tealeaves import whole_files

    if file is None:
        screen = sys.stdout.buffer
        for piece in pieces:
            screen.write(piece)
        screen.flush()
        return
    try:
        target = Path(os.path.realpath(file))  # a link stays one
        if target.exists() and not target.is_file():  # a pipe: nothing to put in its place
            with target.open("wb") as pipe:
                pipe.writelines(pieces)
            return
        with whole_files.writing(target) as out:
            out.writelines(pieces)
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        why = getattr(error, "strerror", None) or "no name of a file"
        raise UsageError(f"cannot write {file}: {why}") from None

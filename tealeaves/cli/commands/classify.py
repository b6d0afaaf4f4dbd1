"""`tealeaves classify`: read mail without storing anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tealeaves.cli.commands.import_ import warn
from tealeaves.cli.session import Session, as_json, session
from tealeaves.errors import DONE, PARTLY, UsageError

if TYPE_CHECKING:
    from classify.signals.bank import Bank
    from classify.types import Me, Reading
    from ingest.types import Message, Problem
    from store.intake import ReadMessage


@click.command("classify")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--me",
    "addresses",
    multiple=True,
    metavar="ADDRESS|@DOMAIN",
    help="An address of the candidate; repeatable. Without it, those of the configuration.",
)
@as_json
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], addresses: tuple[str, ...], json_: bool) -> int:
    """Read the mail in PATHS and print what each message says. Nothing is stored.

    With --json, one line a message.

    \b
    Examples:
      tealeaves classify ~/Mail --me you@example.org
      tealeaves classify --json --me @example.org letter.eml
    """
    me, bank = who(ctx, addresses)
    read, problems = read_all(paths, me, bank)
    for one in read:
        if json_:
            line = as_dict(one.message, one.reading, is_relevant(one.reading))
            click.echo(json.dumps(line, ensure_ascii=False))
        else:
            click.echo(_text(one.message, one.reading, is_relevant(one.reading)))
    warn(problems)
    return PARTLY if problems else DONE


def read_all(
    paths: tuple[Path, ...], me: Me, bank: Bank | None
) -> tuple[list[ReadMessage], tuple[Problem, ...]]:
    """Every message under `paths`, read, in the order of the files; and what could not be read."""
    from ingest.files.connector import Files
    from ingest.types import Problem, RawMail
    from tealeaves.pipeline.intake import read_mail

    read: list[ReadMessage] = []
    problems: list[Problem] = []
    for batch in Files(paths).changes({}):
        for item in batch.items:
            one = read_mail(item, me, bank) if isinstance(item, RawMail) else item
            if isinstance(one, Problem):
                problems.append(one)
            elif not isinstance(item, RawMail):
                continue  # a calendar says nothing in words
            else:
                read.append(one)  # type: ignore[arg-type]
    return read, tuple(problems)


def as_dict(message: Message, reading: Reading, relevant: bool) -> dict[str, Any]:
    """One message as `classify --json` prints it."""
    return {
        "message_id": message.message_id,
        "relevant": relevant,
        "author": reading.author.value,
        "signals": [
            {
                "signal": one.name,
                "confidence": one.confidence.value,
                "evidence": one.evidence.text,
                "start": one.evidence.start,
                "end": one.evidence.end,
            }
            for one in (reading.signals if relevant else ())
        ],
        "company": reading.company.value if relevant and reading.company else None,
        "role": reading.role.value if relevant and reading.role else None,
        "decision_by": reading.promise.by.isoformat() if relevant and reading.promise else None,
    }


def is_relevant(reading: Reading) -> bool:
    """Whether a message may be about the job search, as far as it tells by itself.

    In a mailbox its thread and its correspondents decide the doubtful ones; here each stands alone.
    """
    from classify.types import Standing

    return reading.standing in (Standing.RELEVANT, Standing.POSSIBLE)


def who(ctx: click.Context, addresses: tuple[str, ...]) -> tuple[Me, Bank | None]:
    """The candidate who has these addresses (those of the configuration, if none), and their own bank. Raises
    UsageError for what is no address."""
    if not addresses:
        here: Session = session(ctx)
        return here.me, here.bank
    from classify.types import Me

    for address in addresses:
        if "@" not in address:
            raise UsageError(f'--me "{address}" is neither an address nor "@domain"')
    me = Me("", frozenset(address.lower() for address in addresses))
    return me, session(ctx).bank if ctx.obj["config"] else None


def _text(message: Message, reading: Reading, relevant: bool) -> str:
    from reports.render.plain import plain

    about = " · ".join(claim.value for claim in (reading.company, reading.role) if claim) if relevant else ""
    head = plain(f"{message.at:%Y-%m-%d %H:%M}  {message.subject or '(no subject)'}")
    lines = [head, f"    {reading.author.value}, {'relevant' if relevant else 'not about the job search'}"]
    if about:
        lines[-1] += f": {plain(about)}"
    if relevant:
        lines += [
            f"    {plain(one.name)} ({one.confidence}): “{plain(one.evidence.text)}”"
            for one in reading.signals
        ]
        if reading.promise:
            lines.append(f"    promised by {reading.promise.by}: “{plain(reading.promise.evidence.text)}”")
    return "\n".join(lines)

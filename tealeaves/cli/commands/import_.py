"""`tealeaves import`: mail and calendars from files."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tealeaves import config
from tealeaves.cli.adding.dialogue import dialogue
from tealeaves.cli.adding.introducing import introduce
from tealeaves.cli.output import remark
from tealeaves.cli.progress import progress
from tealeaves.cli.session import as_json, clock, processors, session
from tealeaves.errors import DONE, PARTLY

if TYPE_CHECKING:
    from ingest.types import Problem
    from tealeaves.cli.session import Session
    from tealeaves.pipeline.run import Outcome

MANY = 20  # messages among which one's own are to be expected
SHOWN = 20  # lines of warnings; the rest are counted


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--me",
    "addresses",
    multiple=True,
    metavar="ADDRESS",
    help="Your own address, or @domain for all of one; repeat it. Written into the configuration.",
)
@as_json
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], addresses: tuple[str, ...], json_: bool) -> int:
    """Bring in mail and calendars from PATHS, and read them.

    Takes mbox (Google Takeout's too, and gzip), Maildir, .eml and .ics files, and folders of these. The
    files are only read. Importing the same mail again changes nothing. Where there is no configuration yet,
    --me begins one; at a terminal you are asked.

    \b
    Examples:
      tealeaves import ~/takeout.mbox
      tealeaves import ~/Mail ~/calendar.ics
      tealeaves import ~/takeout.mbox --me you@example.org --me you@gmail.com
    """
    environment = config.read_environment()
    place = config.find(ctx.obj["config"], environment)
    told = introduce(place, addresses, paths, environment, dialogue(json=json_))
    if told and not json_:
        remark(told)
    began = time.monotonic()
    outcome = bring_in(session(ctx), paths)
    seconds = time.monotonic() - began
    if json_:
        click.echo(json.dumps(_json(outcome, seconds), ensure_ascii=False))
    else:
        for line in summary(outcome, seconds):
            remark(line)
    warn(outcome.problems)
    return PARTLY if outcome.problems else DONE


def bring_in(session: Session, paths: tuple[Path, ...]) -> Outcome:
    """Imports `paths` into the person's store. Raises UsageError, StoreError."""
    from functools import partial

    from ingest.files.connector import Files
    from tealeaves.pipeline.own import own
    from tealeaves.pipeline.reader import Reader, processes
    from tealeaves.pipeline.run import run

    now = clock()
    me, bank, beside = session.me, session.bank, processes(processors())
    with session.open(now) as (store, candidate), progress() as watch:
        taught = partial(own, store, candidate, bank)
        with Reader(me, bank, beside, taught) as reader:
            return run(
                Files(paths), "files", store, candidate, me, bank, now, watch,
                reader=reader, person=lambda: session.person,
            )  # fmt: skip


def summary(outcome: Outcome, seconds: float) -> list[str]:
    """What a run did, in two or three lines."""
    if not outcome.listed:
        return ["Nothing new since the last import.", *standing_lines(outcome)]
    lines = [f"Read {count(outcome.listed, 'message')} in {seconds:.1f} s: {outcome.new:,} new."]
    lines += standing_lines(outcome)
    return [*lines, *none_of_yours(outcome)]


def none_of_yours(outcome: Outcome) -> list[str]:
    """What to look at where much mail came and none of it is the person's own."""
    if outcome.listed < MANY or outcome.sent:
        return []
    return [
        "None of them is from you, so no response time can be told: is me.addresses complete, "
        "and is your sent mail among them?"
    ]


def standing_lines(outcome: Outcome) -> list[str]:
    """What everything stored adds up to."""
    belong = "belongs" if outcome.relevant == 1 else "belong"
    lines = [
        f"{count(outcome.relevant, 'message')} {belong} to {count(outcome.applications, 'application')}; "
        f"{count(outcome.wordless, 'other')} left no words behind."
    ]
    if outcome.questions:
        lines.append(f"{count(outcome.questions, 'question')} for you: tealeaves digest lists them.")
    return lines


def warn(problems: tuple[Problem, ...]) -> None:
    """A line for each problem on standard error, the first few of them."""
    from reports.render.plain import plain

    for problem in problems[:SHOWN]:
        place = problem.place.source + (f" ({problem.place.spot})" if problem.place.spot else "")
        click.echo(f"warning: {plain(place)}: {problem.code}: {plain(problem.detail)}", err=True)
    if len(problems) > SHOWN:
        click.echo(f"warning: and {len(problems) - SHOWN:,} more; all are recorded", err=True)


def count(number: int, noun: str) -> str:
    """ "1 message", "2,000 messages"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _json(outcome: Outcome, seconds: float) -> dict[str, Any]:
    return {
        "listed": outcome.listed,
        "new": outcome.new,
        "sent": outcome.sent,
        "brought_in": outcome.brought_in,
        "relevant": outcome.relevant,
        "wordless": outcome.wordless,
        "applications": outcome.applications,
        "questions": outcome.questions,
        "problems": [as_problem(one) for one in outcome.problems],
        "seconds": round(seconds, 3),
    }


def as_problem(one: Problem) -> dict[str, str]:
    """A problem for programs."""
    return {"code": one.code, "detail": one.detail, "source": one.place.source, "spot": one.place.spot}

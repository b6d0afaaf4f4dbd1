"""What `forget` says: what will go, what stays and is not ours, and all of it at once."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from reports.render.plain import plain
from tealeaves.away.telling import count, span
from tealeaves.cli.agreeing import agreed

if TYPE_CHECKING:
    from datetime import datetime

    from tealeaves.away.forgetting import Files, Going
    from tealeaves.away.ours import Ours
    from tealeaves.cli.session import Session

LISTED = 12
EVERYTHING = "everything"


def lines(here: Session, own: Ours, going: Going, files: Files) -> list[str]:
    """What will go, and what of it stays elsewhere."""
    told = ["This goes, and nothing brings it back:"]
    for one in going.applications[:LISTED]:
        told.append(f"  {one.id[:8]}  {plain(one.company) or '?'}, {plain(one.role) or '?'}")
    if len(going.applications) > LISTED:
        told.append(f"  and {len(going.applications) - LISTED} more applications")
    when = span(going.first_at, going.last_at)
    told.append(
        f"  {count(going.kept, 'message')} with words{f' ({when})' if when else ''}, "
        f"{going.left_out:,} without, {count(going.decisions, 'decision')} of yours"
    )
    if going.chosen.words:
        told.append(f"  the words of {count(len(going.chosen.words), 'message')} that only it had brought in")
    if going.account:
        told.append(f"  how far {plain(going.account)} was read, and when it was synced")
    if files.cleaned:
        told.append(f"  the same from {count(len(files.cleaned), 'backup')}")
    told += _removed(own, files)
    if going.mentioned:
        others = count(going.mentioned, "other message")
        told.append(
            f"What stays: {others} that {'names' if going.mentioned == 1 else 'name'} {plain(going.company)}."
        )
    return told


def left(here: Session, own: Ours, going: Going) -> list[str]:
    """What is not ours to take away."""
    told = [
        "Not ours, and still there: your mailbox, files that you exported or copied, your shell's history."
    ]
    if going.account and any(one.name == going.account for one in here.config.tables.accounts):
        told.append(
            f"{plain(going.account)} is still in {here.config.path}: tealeaves accounts remove takes it out,"
            " with its password and tokens; what comes new is synced as long as it is there."
        )
    elif _configuration_names(here, going):
        told.append(f"{here.config.path} names it too; it is yours to change.")
    if own.database is None:
        told.append(
            "The server's own logs and backups (its write-ahead log, pg_dump) are its owner's to clean."
        )
    return told


def value(going: Going, files: Files, *, done: bool) -> dict[str, Any]:
    """The same for programs."""
    return {
        "what": plain(going.what),
        "forgotten": done,
        "applications": [
            {"id": one.id, "company": plain(one.company), "role": plain(one.role)}
            for one in going.applications
        ],
        "messages": going.kept,
        "left_out": going.left_out,
        "words_only": len(going.chosen.words),
        "decisions": going.decisions,
        "first_at": going.first_at.isoformat() if going.first_at else None,
        "last_at": going.last_at.isoformat() if going.last_at else None,
        "mentioned_elsewhere": going.mentioned,
        "backups_cleaned": [str(one) for one in files.cleaned],
        "files_removed": [str(one) for one in files.removed],
    }


def everything(
    here: Session, own: Ours, now: datetime, *, with_config: bool, yes: bool, dry_run: bool, json_: bool
) -> None:
    """Shows everything that there is of ours, asks, and takes it away."""
    from tealeaves.away.everything import everything as found_all
    from tealeaves.away.everything import forget_all
    from tealeaves.cli.session import clock
    from tealeaves.config import read_environment
    from tealeaves.signin.surroundings import surroundings

    around = surroundings(here.config, read_environment(), clock)
    found = found_all(here, own, around)
    if not json_:
        click.echo("This goes, and nothing brings it back:")
        for path in found.files:
            click.echo(f"  {path}")
        if found.server:
            click.echo(f"  everything of yours in {found.server}")
        click.echo("  passwords and tokens in the keyring, and the schedule, where there are any")
    if not dry_run:
        agreed("All of it?", yes=yes, command="forget", word=EVERYTHING)
        config = here.config.path
        goes = with_config or (not yes and click.confirm(f"The configuration too, {config}?", err=True))
        removed = _unscheduled()
        forget_all(here, own, around, now)
        if goes:
            config.unlink(missing_ok=True)
        if not json_:
            for line in removed:
                click.echo(line)
            click.echo("Forgotten." if goes else f"Forgotten. {config} is still there.")
    if json_:
        told = {
            "what": EVERYTHING,
            "forgotten": not dry_run,
            "files_removed": [str(one) for one in found.files],
            "server": found.server or None,
        }
        click.echo(json.dumps(told, ensure_ascii=False))


def _unscheduled() -> tuple[str, ...]:
    """Switches the timers off, also those of a plan that cannot be read; what was taken away."""
    from tealeaves.cli.scheduling import machine as timers
    from tealeaves.schedule import installing
    from tealeaves.schedule.systems import choosing
    from tealeaves.schedule.systems.system import ScheduleError

    machine = timers.machine()
    plan = installing.former(machine.state)
    possible = choosing.possible(sys.platform, lambda program: shutil.which(program) is not None)
    told: list[str] = []
    for name in (plan.system,) if plan else possible:
        try:
            told += installing.remove(machine.state, [choosing.system(name, machine)])
        except ScheduleError as error:
            if plan:
                raise
            told.append(f"Whether {name} has anything of ours is not known: {plain(str(error))}")
    return tuple(told)


def _removed(own: Ours, files: Files) -> list[str]:
    logs = frozenset(own.recorded())
    others = [path for path in files.removed if path not in logs]
    told = [f"  {path}" for path in others]
    if logs:
        told.append(f"  {count(len(logs), 'file')} of logs, runs and digests")
    return told


def _configuration_names(here: Session, going: Going) -> bool:
    try:
        text = here.config.path.read_text("utf-8").casefold()
    except OSError:
        return False
    names = {one.company for one in going.applications if one.company} or {going.what}
    return any(name.casefold() in text for name in names)

"""`tealeaves schedule`: sync and digest by the operating system's own timer."""

from __future__ import annotations

import json
import random
import shutil
import sys
from typing import TYPE_CHECKING

import click

from tealeaves.cli.session import as_json, clock, session
from tealeaves.config import read_environment
from tealeaves.errors import DONE, FAILED, MISUSED, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tealeaves.cli.session import Session
    from tealeaves.schedule.plan import Plan
    from tealeaves.schedule.times import When

SYSTEMS = ("systemd", "launchd", "cron", "windows")
SYNC, DIGEST = "30m", "mon 08:00"


@click.group("schedule")
def command() -> None:
    """Sync and digest by themselves, by the timer of your operating system.

    A systemd user timer, a launchd agent, a scheduled task of Windows or lines in your crontab, whichever
    there is. There is one schedule for each user of a machine, whatever the configuration.

    \b
    Examples:
      tealeaves schedule install
      tealeaves schedule install --sync 15m --digest "fri 17:00"
      tealeaves schedule status
      tealeaves schedule remove
    """


@command.command("install", short_help="Switch the timers on, or anew with other times.")
@click.option("--sync", metavar="WHEN", help=f"How often, such as 15m, 2h, 1d; {SYNC} by default.")
@click.option("--digest", metavar="WHEN", help=f'When the week is told; "{DIGEST}" by default.')
@click.option("--no-sync", is_flag=True, help="Only the digest.")
@click.option("--no-digest", is_flag=True, help="Only the sync.")
@click.option("--with", "with_", type=click.Choice(SYSTEMS), help="This timer, instead of the one found.")
@click.option("--print", "--dry-run", "dry", is_flag=True, help="Show what would be written; write nothing.")
@as_json
@click.pass_context
def install(
    ctx: click.Context,
    sync: str | None,
    digest: str | None,
    no_sync: bool,
    no_digest: bool,
    with_: str | None,
    dry: bool,
    json_: bool,
) -> None:
    """Switch on a timer that syncs, and one that tells the week; in place of any there was.

    WHEN is an interval (15m, 30m, 2h, 1d) or a time (08:00, "mon 08:00", "mon,thu 18:00", "weekdays 08:00",
    "daily 07:30"). What was missed while the machine slept is made up for. Each machine starts some minutes
    later, by a number of its own, so that not everybody asks a server at the full hour.

    The digest is mailed where [digest] smtp is configured, and otherwise written as a page that status names.
    The configuration, the store and the PATH of now are those of the runs.

    \b
    Examples:
      tealeaves schedule install --sync 30m --digest "mon 08:00"
      tealeaves schedule install --sync 1h --no-digest
      tealeaves schedule install --with cron --print
    """
    from tealeaves.cli.scheduling import machine as timers
    from tealeaves.cli.scheduling import timetable
    from tealeaves.schedule import installing
    from tealeaves.schedule.systems import choosing

    here = session(ctx)
    times = {
        "sync": _when("sync", sync, SYNC, no_sync),
        "digest": _when("digest", digest, DIGEST, no_digest),
    }
    if not any(times.values()):
        raise UsageError("--no-sync and --no-digest: one of the two has to run")
    if times["sync"] and not here.config.tables.accounts:
        raise UsageError(f"{here.config.path}: no [[accounts]] to sync; add one, or say --no-sync")
    machine = timers.machine()
    name = with_ or choosing.chosen(sys.platform, _is_here, timers.is_systemd_up())
    plan = _plan(here, name, times, machine.state)
    if dry:
        files = choosing.system(name, machine).files(plan)
        click.echo(timetable.files_as_json(files) if json_ else timetable.files_as_text(files, plan))
        return
    notes = (*installing.install(plan, lambda one: choosing.system(one, machine)), *timers.doubts(here, plan))
    if json_:
        said = {task: one.said for task, one in plan.tasks().items()}
        told = {"system": name, **said, "plan": str(plan.file), "notes": notes}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for task, one in plan.tasks().items():
        click.echo(f"{task}: {one.said}, by {name}.")
    for note in notes:
        click.echo(note)
    click.echo("tealeaves schedule status tells how it goes.")


@command.command("status", short_help="When it ran and runs next, and how that went.")
@as_json
def status(json_: bool) -> int:
    """By which timer, when it ran and runs next, how that went, and where the log is.

    Exit codes: 0 all is well, 1 something failed and needs you, or the timer is gone; 2 nothing is scheduled.
    A server that is busy or out of reach counts as failed after a day. Needs no store.

    \b
    Examples:
      tealeaves schedule status
      tealeaves schedule status --json
    """
    from tealeaves.cli.scheduling import machine as timers
    from tealeaves.cli.scheduling import timetable
    from tealeaves.schedule.standing import state

    found = timers.asked(state(clock()), clock())
    click.echo(timetable.state_as_json(found) if json_ else timetable.state_as_text(found))
    if found.state.mistake:
        return FAILED
    if not found.state.is_installed:
        return MISUSED
    return FAILED if found.state.has_failed or found.is_on is False else DONE


@command.command("remove", short_help="Switch the timers off and take all away.")
@as_json
def remove(json_: bool) -> None:
    """Switch the timers off, and take away all that install wrote, with the record of the runs and the log.

    Nothing else is touched: no mail, no store, no configuration, no entry of others; digests that were
    written as pages stay.

    \b
    Examples:
      tealeaves schedule remove
    """
    from tealeaves.cli.scheduling import machine as timers
    from tealeaves.schedule import installing
    from tealeaves.schedule.systems import choosing

    machine = timers.machine()
    plan = installing.former(machine.state)
    names = (plan.system,) if plan else choosing.possible(sys.platform, _is_here)
    taken = installing.remove(machine.state, [choosing.system(name, machine) for name in names])
    if json_:
        click.echo(json.dumps({"removed": taken}, ensure_ascii=False))
        return
    for line in taken or ("Nothing was scheduled.",):
        click.echo(line)


@command.command("run", short_help="What the timers call.")
@click.argument("task", type=click.Choice(("sync", "digest")))
@click.option("--plan", "file", metavar="FILE", help="What was scheduled; the timers name it.")
@as_json
@click.pass_context
def run(ctx: click.Context, task: str, file: str | None, json_: bool) -> int:
    """What the timers call: runs TASK once, asks nothing, and notes how it went.

    Prints nothing but on a terminal. An account whose sign-in was refused is tried again after an hour, then
    after ever longer pauses of up to a day, and you are notified once. A sync makes up for a missed digest.
    Exit codes are those of the task.

    \b
    Examples:
      tealeaves schedule run sync
    """
    from pathlib import Path

    from tealeaves.cli.scheduling import machine as timers
    from tealeaves.cli.scheduling import run as scheduled

    plan = timers.planned(Path(file).expanduser() if file else None)
    with timers.as_scheduled(plan):
        done, tell = scheduled.run(ctx, task, plan)
        timers.notify(task, tell)
        if task == "sync" and scheduled.is_digest_missed(plan, clock()):
            timers.notify("digest", scheduled.run(ctx, "digest", plan)[1])
    if json_ or sys.stdout.isatty():
        from tealeaves.schedule import runs

        click.echo(runs.as_line(done) if json_ else done.reason or f"{task}: all is well")
    return done.code


def _when(option: str, given: str | None, default: str, is_off: bool) -> When | None:
    from tealeaves.schedule.times import when

    if is_off:
        if given is not None:
            raise UsageError(f"--{option} {given} and --no-{option}: one of the two, please")
        return None
    try:
        return when(given or default)
    except ValueError as error:
        raise UsageError(f"--{option} {error}") from None


def _plan(here: Session, name: str, times: dict[str, When | None], folder: Path) -> Plan:
    from pathlib import Path

    from tealeaves.schedule import plan as plans
    from tealeaves.schedule.surroundings import absolute_store, this_program

    environment = read_environment()
    kept = plans.carried(environment, here.config.path)
    store = absolute_store(here.config.store_url, Path.cwd())
    if "TEALEAVES_STORE" in kept or store != here.config.store_url:
        kept["TEALEAVES_STORE"] = store
    # systemd and Windows draw their own.
    shift = random.SystemRandom().randrange(60) if name in ("launchd", "cron") else 0
    return plans.Plan(
        name, this_program(), folder / plans.FILE, times["sync"], times["digest"], shift, kept, clock()
    )


def _is_here(program: str) -> bool:
    return shutil.which(program) is not None

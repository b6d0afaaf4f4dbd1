"""A run that a timer started: syncs or tells the week without asking anything, and notes how it went."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from ingest.errors import BusyError, SignInError, UnreachableError
from reports.render.plain import plain
from tealeaves.cli import syncing
from tealeaves.cli.session import clock, session
from tealeaves.connect import in_order
from tealeaves.errors import BUSY, DONE, FAILED, MISUSED, SIGN_IN, BusyAccountError, UsageError
from tealeaves.logs.fields import fields
from tealeaves.schedule import deciding, runs
from tealeaves.schedule.runs import Part, Run
from tealeaves.schedule.systems.system import ScheduleError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tealeaves.cli.session import Session
    from tealeaves.schedule.plan import Plan

log = logging.getLogger("tealeaves.schedule")

LONGEST = 300  # characters of a reason
CODES = {
    runs.BUSY: BUSY, runs.OFFLINE: FAILED, runs.REFUSED: SIGN_IN, runs.MISUSED: MISUSED, runs.FAILED: FAILED,
}  # fmt: skip
DIGESTS = "digests"
COUNTED = ("listed", "new", "fetched", "relevant", "touched")


def run(ctx: click.Context, task: str, plan: Plan) -> tuple[Run, tuple[Part, ...]]:
    """Runs the task. Returns how it went, and of its parts those that the person is to be notified of.

    Whatever goes wrong is in it. Raises ScheduleError where it cannot be noted.
    """
    folder = plan.file.parent
    known = runs.read(folder)
    began = clock()
    _give_streams()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            done, worked = (_sync if task == "sync" else _digest)(ctx, known, folder, began)
        except Exception as error:
            done, worked = _failed(error), {}
    done = replace(done, task=task, started=began, seconds=round((clock() - began).total_seconds(), 1))
    past = {part.name: deciding.past(known, task, part.name) for part in done.parts}
    parts = tuple(
        replace(part, told=deciding.is_told(past[part.name], began, part, worked.get(part.name)))
        for part in done.parts
    )
    done = replace(done, parts=parts)
    try:
        runs.append(folder, done)
    except OSError as error:  # and nobody is told: what is not noted would be told each time
        raise ScheduleError(f"cannot note the run in {folder}: {error.strerror}") from None
    log.info(
        "%s ended with %d", task, done.code,
        extra=fields(seconds=done.seconds, reason=done.reason, **dict(done.counts)),
    )  # fmt: skip
    return done, tuple(part for part in parts if part.told)


def is_digest_missed(plan: Plan, now: datetime) -> bool:
    """Whether the last digest that was due was never told, and may be tried now."""
    from tealeaves.schedule.times import last_before

    if plan.digest is None:
        return False
    due = last_before(plan.put_off()["digest"], now.astimezone().replace(tzinfo=None)).astimezone(UTC)
    before = deciding.past(runs.read(plan.file.parent), "digest", "")
    done = next((at for at, part in reversed(before) if part.outcome == runs.OK), None)
    until = deciding.waits_until(before, after=(runs.REFUSED, runs.MISUSED, runs.FAILED))
    return deciding.is_missed(due, done, plan.installed, now) and (until is None or until <= now)


def _sync(
    ctx: click.Context, known: Sequence[Run], folder: Path, now: datetime
) -> tuple[Run, Mapping[str, datetime]]:
    here = session(ctx)
    tables = in_order(syncing.chosen(here, ()))
    changed = _changed(here, now)
    with here.open(now) as (store, candidate), syncing.on(here, store, candidate) as on:
        states = {table.name: store.account(candidate, table.name) for table in tables}
        worked = {name: at for name, one in states.items() if one and (at := one.synced_at) and at <= now}
        parts, done = [Part("", runs.OK)], []
        for table in tables:
            name = table.name
            until = deciding.waits_until(deciding.past(known, "sync", name), worked.get(name), changed)
            if until is not None and until > now:
                parts.append(
                    Part(name, runs.WAITING, f"sign-in was refused: not tried before {_said(until)}")
                )
                continue
            one = syncing.sync_one(table, on, lambda batch, listed, name="": None)
            done.append(one)
            parts.append(_part(name, one.error))
    counts: dict[str, int] = {}
    for told in map(syncing.as_dict, done):
        for key in COUNTED:
            counts[key] = counts.get(key, 0) + int(told.get(key, 0))
    reasons = [one.reason for one in parts if one.reason]
    code = syncing.exit_code(done)
    return Run("sync", now, 0, code, "; ".join(reasons), tuple(parts), counts), worked


def _digest(
    ctx: click.Context, known: Sequence[Run], folder: Path, now: datetime
) -> tuple[Run, Mapping[str, datetime]]:
    from zoneinfo import ZoneInfo

    from tealeaves.cli.commands import digest
    from tealeaves.post.weeks import week_of

    here = session(ctx)
    said = io.StringIO()
    if here.config.tables.digest.smtp is not None:
        with contextlib.redirect_stdout(said):
            ctx.invoke(digest.command, send=True, json_=True)
        told = json.loads(said.getvalue())
        reason = f"the digest of {told['week']} was mailed" + ("" if told["sent"] else " before")
    else:
        target = folder / DIGESTS / f"{week_of(now, ZoneInfo(here.config.tables.me.timezone))}.html"
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        ctx.invoke(digest.command, file=target)
        reason = f"the digest is in {target}"
    return Run("digest", now, 0, DONE, reason, (Part("", runs.OK),)), {}


def _part(name: str, error: Exception | None) -> Part:
    if error is None:
        return Part(name, runs.OK)
    return Part(name, _outcome(error), plain(str(error), LONGEST))


def _failed(error: Exception) -> Run:
    """A run that came to nothing."""
    outcome = _outcome(error)
    reason = plain(str(error), LONGEST)
    if not _is_foreseen(error):
        log.error("not foreseen", exc_info=error)
        reason = f"{type(error).__name__} that was not foreseen; the log shows where"
    return Run("", clock(), 0, CODES[outcome], reason, (Part("", outcome, reason),))


def _outcome(error: Exception) -> str:
    kinds = (
        (SignInError, runs.REFUSED),
        (UnreachableError, runs.OFFLINE),
        (BusyError, runs.BUSY),
        (BusyAccountError, runs.BUSY),
        (UsageError, runs.MISUSED),
    )
    return next((outcome for kind, outcome in kinds if isinstance(error, kind)), runs.FAILED)


def _is_foreseen(error: Exception) -> bool:
    from ingest.errors import SourceError
    from store.errors import StoreError
    from tealeaves.errors import TealeavesError

    return isinstance(error, TealeavesError | SourceError | StoreError)


def _changed(here: Session, now: datetime) -> datetime | None:
    """When the configuration was last touched. A time to come, by a clock that was wrong, is none: it would
    call every refusal mended."""
    with contextlib.suppress(OSError):
        at = datetime.fromtimestamp(here.config.path.stat().st_mtime, UTC)
        return at if at <= now else None
    return None


def _said(at: datetime) -> str:
    return f"{at.astimezone():%a %d %b %H:%M}"


def _give_streams() -> None:
    """pythonw.exe has none, and what writes to them must not fail."""
    for name in ("stdout", "stderr", "__stdout__", "__stderr__"):
        if getattr(sys, name) is None:
            setattr(sys, name, io.StringIO())

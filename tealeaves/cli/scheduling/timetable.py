"""How `schedule` shows what would be written and how it stands, for a person and for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from reports.render.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tealeaves.cli.scheduling.machine import Asked
    from tealeaves.schedule.plan import Plan
    from tealeaves.schedule.standing import Failing, Task
    from tealeaves.schedule.systems.system import File

NONE = "Nothing is scheduled. tealeaves schedule install does it."


def files_as_text(files: Sequence[File], plan: Plan) -> str:
    """What would be written, each with its name."""
    shown = [f"{plan.file} would keep the schedule itself."]
    for file in files:
        shown += [f"\n--- {file.path}", _text(file).rstrip("\n")]
    return "\n".join(shown)


def files_as_json(files: Sequence[File]) -> str:
    return json.dumps(
        [{"path": str(file.path), "content": _text(file)} for file in files], ensure_ascii=False
    )


def _text(file: File) -> str:
    return file.content.decode("utf-16" if file.content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")


def state_as_text(found: Asked) -> str:
    """How it stands, for a person."""
    known = found.state
    if known.mistake:
        return f"{known.mistake}; tealeaves schedule install writes it anew"
    if not known.is_installed or known.installed is None:
        return NONE
    lines = [f"By {known.system}, since {_day(known.installed)}."]
    if found.is_on is False:
        lines.append(f"But {known.system} has it no longer: tealeaves schedule install brings it back.")
    if found.why:
        lines.append(f"Whether it is switched on is not known: {found.why}")
    for task in known.tasks:
        lines.append(f"{task.name:<7} {task.said:<12} last {_last(task)}; next {_moment(task.next)}")
        lines += [f"  {_failing(one)}" for one in task.failing]
    return "\n".join([*lines, f"Log: {known.log}"])


def _last(task: Task) -> str:
    run = task.last
    if run is None:
        return "never"
    told = f"{_moment(run.started)}, {run.seconds:.0f} s, exit code {run.code}"
    new = run.counts.get("new")
    if task.failing:
        return told  # the reasons follow
    what = f"{new:,} new" if new is not None and not run.reason else plain(run.reason, 200)
    return f"{told} ({what})" if what else told


def _failing(one: Failing) -> str:
    times = "once" if one.times == 1 else f"{one.times} times in a row"
    until = f"; not tried before {_moment(one.waits_until)}" if one.waits_until else ""
    grave = "" if one.is_grave else ", which may pass"
    name = plain(one.name, 60) or "the run"
    begun = f"{times} since {_moment(one.since)}"
    return f"{name}: {one.last.outcome} {begun}{grave}{until}: {plain(one.last.reason)}"


def _day(at: datetime) -> str:
    return f"{at.astimezone():%a %d %b %Y}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%a %d %b %H:%M}"


def state_as_json(found: Asked) -> str:
    """The same for programs."""
    known = found.state
    told: dict[str, Any] = {
        "installed": known.installed,
        "system": known.system or None,
        "on": found.is_on,
        "failed": known.has_failed or found.is_on is False,
        "error": known.mistake or found.why or None,
        "tasks": [_task(task) for task in known.tasks],
        "log": str(known.log),
    }
    return json.dumps(told, ensure_ascii=False, default=lambda at: at.isoformat())


def _task(task: Task) -> dict[str, Any]:
    return {
        "task": task.name,
        "when": task.said,
        "last": asdict(task.last) if task.last else None,
        "next": task.next,
        "failures_in_a_row": max((one.times for one in task.failing), default=0),
        "failing": [asdict(one) for one in task.failing],
    }

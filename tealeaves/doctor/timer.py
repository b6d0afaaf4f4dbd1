"""The timer: whether syncs and digests come by themselves, and how the last went."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tealeaves.doctor.finding import Finding, ok, warning, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tealeaves.schedule.standing import State

CHECK = "timer"
LATE = timedelta(days=2)
STATUS = "tealeaves schedule status"


def timer(state: State, now: datetime, *, has_accounts: bool) -> tuple[Finding, ...]:
    """How the schedule stands. None is needed where no account is synced."""
    if state.mistake:
        return (wrong(CHECK, state.mistake, "tealeaves schedule install"),)
    if not state.is_installed:
        if not has_accounts:
            return (ok(CHECK, "none; there is no account to sync"),)
        return (warning(CHECK, "none: nothing is synced by itself", "tealeaves schedule install"),)
    failures = tuple(_failures(state))
    late = tuple(_late(state, now))
    said = ", ".join(f"{task.name} {task.said}" for task in state.tasks)
    return failures + late or (ok(CHECK, f"{state.system}: {said}"),)


def _failures(state: State) -> Iterator[Finding]:
    for task in state.tasks:
        for one in task.failing:
            if one.is_grave:
                who = f"{task.name} of {one.name}" if one.name else task.name
                times = "once" if one.times == 1 else f"{one.times} times in a row"
                yield wrong(CHECK, f"{who} failed {times}, last: {one.last.outcome}", STATUS)


def _late(state: State, now: datetime) -> Iterator[Finding]:
    for task in state.tasks:
        since = task.last.started if task.last else state.installed
        if task.name == "sync" and since is not None and now - since > LATE:
            what = f"no sync has begun since {since:%d %b %H:%M} UTC"
            yield warning(CHECK, what, f"{STATUS}; was this machine off?")

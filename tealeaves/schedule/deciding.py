"""Whether an account is tried, and whether the person is told: decided from how it went before."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tealeaves.schedule.runs import BUSY, MISUSED, OFFLINE, OK, REFUSED, WAITING, Part

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from tealeaves.schedule.runs import Run

DAY = timedelta(days=1)
PAUSES = tuple(timedelta(hours=hours) for hours in (1, 2, 4, 8, 16, 24))
"""After the first, second, … refusal. A server may lock the account after a handful of them."""

GRACE = timedelta(minutes=15)
"""After the time of a task; its own timer may take so long."""


def past(runs: Sequence[Run], task: str, name: str) -> list[tuple[datetime, Part]]:
    """How it went for this name each time that it was tried by the task, the oldest first."""
    return [
        (run.started, part)
        for run in runs
        if run.task == task
        for part in run.parts
        if part.name == name and part.outcome != WAITING
    ]


def series(
    before: Sequence[tuple[datetime, Part]], worked: datetime | None = None
) -> list[tuple[datetime, Part]]:
    """What went wrong since it last went well. `worked` is when it is known to have done so besides."""
    found: list[tuple[datetime, Part]] = []
    for at, part in reversed(before):
        if part.outcome == OK or (worked is not None and at <= worked):
            break
        found.insert(0, (at, part))
    return found


def waits_until(
    before: Sequence[tuple[datetime, Part]],
    worked: datetime | None = None,
    changed: datetime | None = None,
    after: Container[str] = (REFUSED,),
) -> datetime | None:
    """Before when it is not tried again, because sign-in was refused; None where nothing stands against it.

    `changed` is when the configuration was last touched: the person may have mended it. `after` are the
    outcomes that call for such a pause.
    """
    refused = [at for at, part in series(before, worked) if part.outcome in after]
    since = [at for at in refused if changed is None or at > changed]
    return since[-1] + PAUSES[min(len(since), len(PAUSES)) - 1] if since else None


def is_grave(before: Sequence[tuple[datetime, Part]], at: datetime, part: Part) -> bool:
    """Whether this failure is one to tell of: a refusal and a mistake at once, the rest after a day of it."""
    if part.outcome in (OK, WAITING):
        return False
    if part.outcome in (REFUSED, MISUSED):
        return True
    return at - (before[0][0] if before else at) >= DAY


def is_told(
    before: Sequence[tuple[datetime, Part]], at: datetime, part: Part, worked: datetime | None = None
) -> bool:
    """Whether the person is notified of how it went this time: once for each reason, until it went well."""
    failing = series(before, worked)
    if not is_grave(failing, at, part):
        return False
    return _mark(part) not in {_mark(earlier) for _, earlier in failing if earlier.told}


def has_failed(
    before: Sequence[tuple[datetime, Part]], now: datetime, worked: datetime | None = None
) -> bool:
    """Whether something is wrong as it stands; being busy or without a network is so after a day alone."""
    failing = series(before, worked)
    if not failing:
        return False
    return failing[-1][1].outcome not in (BUSY, OFFLINE) or now - failing[0][0] >= DAY


def is_missed(due: datetime, done: datetime | None, since: datetime, now: datetime) -> bool:
    """Whether what was due at `due` was not done, and nothing else does it now: the machine
    slept, or there was no network. `since` is when it was scheduled."""
    return since <= due <= now - GRACE and (done is None or done < due)


def _mark(part: Part) -> str:
    """What makes it the same failure. Servers write numbers of their own into each answer."""
    if part.outcome not in (REFUSED, MISUSED):
        return "went on for a day"
    return f"{part.outcome} " + re.sub(r"[\w.-]*\d[\w.-]*", "#", part.reason)

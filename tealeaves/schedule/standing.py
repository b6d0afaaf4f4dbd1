"""How the schedule stands: what is scheduled, how it went, and when it goes on. Needs no store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tealeaves.schedule import deciding, plan, runs
from tealeaves.schedule.times import next_after

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tealeaves.schedule.plan import Plan
    from tealeaves.schedule.runs import Part, Run

LOG = "tealeaves.log"


@dataclass(frozen=True, slots=True)
class Failing:
    """What went wrong the last so many times: an account, or (without a name) the run as such."""

    name: str
    times: int
    since: datetime  # UTC
    last: Part
    is_grave: bool  # False: busy or without a network, and for less than a day
    waits_until: datetime | None  # UTC; before, it is not tried, because its sign-in was refused


@dataclass(frozen=True, slots=True)
class Task:
    """One of "sync" and "digest", as it is scheduled."""

    name: str
    said: str  # when: "30m", "mon 08:00"
    last: Run | None
    next: datetime  # UTC
    failing: tuple[Failing, ...]


@dataclass(frozen=True, slots=True)
class State:
    """`system` is "" where nothing is scheduled; `mistake` is what is wrong with our own file."""

    folder: Path  # of the runs and the log
    system: str = ""
    installed: datetime | None = None  # UTC
    tasks: tuple[Task, ...] = ()
    mistake: str = ""

    @property
    def is_installed(self) -> bool:
        return bool(self.system)

    @property
    def has_failed(self) -> bool:
        """Whether something needs the person."""
        return bool(self.mistake) or any(one.is_grave for task in self.tasks for one in task.failing)

    @property
    def log(self) -> Path:
        return self.folder / LOG


def folder() -> Path:
    """The platform's folder for what a program notes of its own running; it may not exist."""
    import platformdirs

    return platformdirs.user_state_path("tealeaves", appauthor=False)


def state(now: datetime, where: Path | None = None, told: Mapping[str, datetime] | None = None) -> State:
    """How the schedule stands at `now` (UTC), from the files in the folder `where` (the platform's).

    Asks no other program; `told` are the next runs that the system itself told of.
    """
    where = where or folder()
    try:
        planned = plan.read(where)
    except (ValueError, OSError) as error:
        return State(where, mistake=f"{where / plan.FILE} cannot be read: {error}")
    if planned is None:
        return State(where)
    known = runs.read(where)
    tasks = tuple(_task(name, planned, known, now, told or {}) for name in planned.tasks())
    return State(where, planned.system, planned.installed, tasks)


def _task(
    name: str, planned: Plan, known: Sequence[Run], now: datetime, told: Mapping[str, datetime]
) -> Task:
    last = next((run for run in reversed(known) if run.task == name), None)
    failing = []
    for part in last.parts if last else ():
        before = deciding.past(known, name, part.name)
        if wrong := deciding.series(before):
            grave = deciding.has_failed(before, now)
            until = deciding.waits_until(before)
            failing.append(Failing(part.name, len(wrong), wrong[0][0], wrong[-1][1], grave, until))
    return Task(
        name, planned.tasks()[name].said, last, told.get(name) or _next(name, planned, now), tuple(failing)
    )


def _next(name: str, planned: Plan, now: datetime) -> datetime:
    """The next start by the clock of this machine."""
    local = now.astimezone().replace(tzinfo=None)
    return next_after(planned.put_off()[name], local).astimezone(UTC)

"""launchd: an agent of the user for each task."""

from __future__ import annotations

import contextlib
import plistlib
from typing import TYPE_CHECKING

from tealeaves.schedule.plan import TASKS
from tealeaves.schedule.systems.system import File, ScheduleError, call, delete, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from tealeaves.schedule.plan import Plan
    from tealeaves.schedule.systems.system import Here
    from tealeaves.schedule.times import When

BOOTSTRAP_FAILED = 5  # "Input/output error": among others, that the one before is still on its way out
TRIES, PAUSE_SECONDS = 5, 0.5


def intervals(one: When) -> list[dict[str, int]]:
    """StartCalendarInterval, which launchd makes up for after a sleep; StartInterval it does not."""
    days = [{}] if one.is_daily else [{"Weekday": (day + 1) % 7} for day in one.days]  # Sunday is 0
    hours = [{}] if one.is_hourly else [{"Hour": hour} for hour in one.hours]
    return [{**day, **hour, "Minute": minute} for day in days for hour in hours for minute in one.minutes]


class Launchd:
    """The agents of the user who is logged in to the desktop."""

    name = "launchd"

    def __init__(self, here: Here) -> None:
        self._folder = here.home / "Library" / "LaunchAgents"
        self._domain = f"gui/{here.uid}"
        self._pause = here.pause

    def files(self, plan: Plan) -> tuple[File, ...]:
        return tuple(
            File(self._agent(task), plistlib.dumps(self._keys(plan, task, one), sort_keys=False))
            for task, one in plan.put_off().items()
        )

    def install(self, plan: Plan) -> tuple[str, ...]:
        files = self.files(plan)
        self.remove()
        try:
            for file, task in zip(files, plan.tasks(), strict=True):
                write(file)
                call("launchctl", "enable", f"{self._domain}/{_label(task)}")  # or it stays off
                self._bootstrap(str(file.path))
        except ScheduleError:
            with contextlib.suppress(ScheduleError):
                self.remove()
            raise
        return (
            "It runs while you are logged in. If it is to read files in Documents, Downloads or Mail, allow "
            f"{plan.program[0]} in System Settings, Privacy & Security, Full Disk Access.",
        )

    def remove(self) -> tuple[str, ...]:
        taken = []
        for task in TASKS:
            agent = self._agent(task)
            if agent.exists():
                call("launchctl", "bootout", f"{self._domain}/{_label(task)}")  # it may not be loaded
                delete(agent)
                taken.append(f"removed {agent}")
        return tuple(taken)

    def is_on(self, plan: Plan) -> bool:
        return all(
            self._agent(task).exists()
            and call("launchctl", "print", f"{self._domain}/{_label(task)}").code == 0
            for task in plan.tasks()
        )

    def next_runs(self) -> Mapping[str, datetime]:
        return {}  # launchd does not tell

    def _keys(self, plan: Plan, task: str, one: When) -> dict[str, object]:
        words = plan.command(task)
        if any(mark != "\t" and ord(mark) < 32 for word in words for mark in word):
            raise ScheduleError("launchd cannot name a path with a control character in it")
        return {
            "Label": _label(task),
            "ProgramArguments": list(words),
            "StartCalendarInterval": intervals(one),
            "ProcessType": "Background",
            "LowPriorityIO": True,
            "Nice": 10,
            "Umask": 0o077,
        }

    def _agent(self, task: str) -> Path:
        return self._folder / f"{_label(task)}.plist"

    def _bootstrap(self, path: str) -> None:
        for turn in range(TRIES):
            answer = call("launchctl", "bootstrap", self._domain, path)
            if answer.code != BOOTSTRAP_FAILED:
                break
            if turn < TRIES - 1:
                self._pause(PAUSE_SECONDS)
        if answer.code:
            raise ScheduleError(
                f"launchctl bootstrap: {answer.line}; an agent needs you logged in to this Mac's desktop, "
                "not by ssh alone; --with cron does without"
            )


def _label(task: str) -> str:
    return f"tealeaves.{task}"

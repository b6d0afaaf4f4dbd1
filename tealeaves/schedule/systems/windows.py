"""Windows: a scheduled task of the user for each task."""

from __future__ import annotations

import contextlib
import subprocess
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from tealeaves.schedule.plan import TASKS
from tealeaves.schedule.systems.system import File, ScheduleError, call, delete, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from tealeaves.schedule.plan import Plan
    from tealeaves.schedule.systems.system import Here
    from tealeaves.schedule.times import When

SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A laptop on battery is to run it too, and one that slept is to make up for it: neither is what Windows does
# by default.
SETTINGS = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",
    "ExecutionTimeLimit": "PT6H",
    "Priority": "7",
}
START_DAY = "2026-01-05"  # a Monday in the past: from when on


def task_xml(plan: Plan, task: str, one: When, user: str) -> bytes:
    """The task, as schtasks /Create /XML takes it: UTF-16 with its mark."""
    root = ElementTree.Element("Task", {"version": "1.2", "xmlns": SPACE})
    about = ElementTree.SubElement(root, "RegistrationInfo")
    _add(about, "Description", f"tealeaves: {task}, {one.said}. tealeaves schedule remove takes it away.")
    _trigger(ElementTree.SubElement(root, "Triggers"), one)
    principal = ElementTree.SubElement(
        ElementTree.SubElement(root, "Principals"), "Principal", {"id": "Author"}
    )
    if user:
        _add(principal, "UserId", user)
    _add(principal, "LogonType", "InteractiveToken")  # no password is kept, and the person's keyring is open
    _add(principal, "RunLevel", "LeastPrivilege")
    settings = ElementTree.SubElement(root, "Settings")
    for name, value in SETTINGS.items():
        _add(settings, name, value)
    actions = ElementTree.SubElement(root, "Actions", {"Context": "Author"})
    action = ElementTree.SubElement(actions, "Exec")
    program, *words = plan.command(task)
    _add(action, "Command", program)
    _add(action, "Arguments", subprocess.list2cmdline(words))
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return ('<?xml version="1.0" encoding="UTF-16"?>\n' + text).encode("utf-16")


def _trigger(triggers: ElementTree.Element, one: When) -> None:
    """One trigger for each day, which repeats through it where there are more times than one."""
    step = 1440 // (len(one.hours) * len(one.minutes))  # minutes: what comes more than once comes evenly
    trigger = ElementTree.SubElement(triggers, "CalendarTrigger")
    if step < 1440:
        repetition = ElementTree.SubElement(trigger, "Repetition")
        _add(repetition, "Interval", f"PT{step}M")
        _add(repetition, "Duration", "P1D")
    _add(trigger, "StartBoundary", f"{START_DAY}T{one.hours[0]:02}:{one.minutes[0]:02}:00")
    _add(trigger, "Enabled", "true")
    _add(trigger, "RandomDelay", f"PT{one.spread}M")
    if one.is_daily:
        _add(ElementTree.SubElement(trigger, "ScheduleByDay"), "DaysInterval", "1")
        return
    weekly = ElementTree.SubElement(trigger, "ScheduleByWeek")
    _add(weekly, "WeeksInterval", "1")
    days = ElementTree.SubElement(weekly, "DaysOfWeek")
    for day in one.days:
        ElementTree.SubElement(days, DAY_NAMES[day])


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text


class Windows:
    """The user's own tasks."""

    name = "windows"

    def __init__(self, here: Here) -> None:
        self._folder = here.state
        self._user = here.user

    def files(self, plan: Plan) -> tuple[File, ...]:
        return tuple(
            File(self._draft(task), task_xml(plan, task, one, self._user))
            for task, one in plan.tasks().items()
        )

    def install(self, plan: Plan) -> tuple[str, ...]:
        self.remove()
        try:
            for file, task in zip(self.files(plan), plan.tasks(), strict=True):
                write(file)
                answer = call("schtasks", "/Create", "/TN", _name(task), "/XML", str(self._draft(task)), "/F")
                if answer.code:
                    raise ScheduleError(f"schtasks /Create {_name(task)}: {answer.line}")
        except ScheduleError:
            with contextlib.suppress(ScheduleError):
                self.remove()
            raise
        finally:
            for task in TASKS:
                delete(self._draft(task))  # Windows keeps its own
        return ("It runs while you are logged in.",)

    def remove(self) -> tuple[str, ...]:
        taken = []
        for task in TASKS:
            if call("schtasks", "/Query", "/TN", _name(task)).code:
                continue
            answer = call("schtasks", "/Delete", "/TN", _name(task), "/F")
            if answer.code:
                raise ScheduleError(f"schtasks /Delete {_name(task)}: {answer.line}")
            taken.append(f"removed the task {_name(task)}")
        return tuple(taken)

    def is_on(self, plan: Plan) -> bool:
        return all(call("schtasks", "/Query", "/TN", _name(task)).code == 0 for task in plan.tasks())

    def next_runs(self) -> Mapping[str, datetime]:
        return {}  # schtasks tells it in the language and the form of the country

    def _draft(self, task: str) -> Path:
        return self._folder / f"tealeaves-{task}.xml"


def _name(task: str) -> str:
    return f"tealeaves-{task}"

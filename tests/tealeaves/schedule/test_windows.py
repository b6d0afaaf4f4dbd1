"""The tasks of Windows, read as XML and held to its schema (Task Scheduler Schema Elements)."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tealeaves.schedule.systems.windows import SPACE, Windows
from tests.tealeaves.schedule.plans import plan
from tests.tealeaves.schedule.test_systemd import here

# The elements that may stand in another, in the order in which Windows itself writes them.
CHILDREN = {
    "Task": ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"],
    "RegistrationInfo": ["Description"],
    "Triggers": ["CalendarTrigger"],
    "CalendarTrigger": [
        "Repetition", "StartBoundary", "Enabled", "RandomDelay", "ScheduleByDay", "ScheduleByWeek",
    ],
    "Repetition": ["Interval", "Duration"],
    "ScheduleByDay": ["DaysInterval"],
    "ScheduleByWeek": ["WeeksInterval", "DaysOfWeek"],
    "DaysOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "Principals": ["Principal"],
    "Principal": ["UserId", "LogonType", "RunLevel"],
    "Settings": [
        "MultipleInstancesPolicy", "DisallowStartIfOnBatteries", "StopIfGoingOnBatteries",
        "StartWhenAvailable", "ExecutionTimeLimit", "Priority",
    ],
    "Actions": ["Exec"],
    "Exec": ["Command", "Arguments"],
}  # fmt: skip
LENGTH = re.compile(r"P(\d+D)?(T(\d+H)?(\d+M)?)?")


def task(tmp_path: Path, number: int, **times: str) -> ElementTree.Element:
    content = Windows(here(tmp_path)).files(plan("windows", **times))[number].content  # type: ignore[arg-type]
    assert content.startswith((b"\xff\xfe", b"\xfe\xff"))  # schtasks wants UTF-16 with its mark
    return ElementTree.fromstring(content.decode("utf-16").partition("?>")[2])


def text(root: ElementTree.Element, path: str) -> str:
    return root.findtext("/".join(f"{{{SPACE}}}{name}" for name in path.split("/"))) or ""


@pytest.mark.parametrize("sync", ["5m", "30m", "1h", "12h", "1d", "weekdays 08:00", "sat,sun 10:00"])
def test_a_task_has_the_elements_of_the_schema_in_their_order(tmp_path: Path, sync: str) -> None:
    for number in (0, 1):
        check(task(tmp_path, number, sync=sync))


def check(element: ElementTree.Element) -> None:
    name = element.tag.removeprefix(f"{{{SPACE}}}")
    children = [child.tag.removeprefix(f"{{{SPACE}}}") for child in element]
    allowed = CHILDREN.get(name, [])
    assert [child for child in allowed if child in children] == children, name
    if name in ("Interval", "Duration", "RandomDelay", "ExecutionTimeLimit"):
        assert LENGTH.fullmatch(element.text or "")
    for child in element:
        check(child)


def test_it_repeats_through_each_day(tmp_path: Path) -> None:
    root = task(tmp_path, 0)
    assert text(root, "Triggers/CalendarTrigger/Repetition/Interval") == "PT30M"
    assert text(root, "Triggers/CalendarTrigger/Repetition/Duration") == "P1D"
    assert text(root, "Triggers/CalendarTrigger/ScheduleByDay/DaysInterval") == "1"


def test_a_laptop_on_battery_that_slept_makes_up_for_it(tmp_path: Path) -> None:
    root = task(tmp_path, 1)
    assert text(root, "Settings/StartWhenAvailable") == "true"
    assert text(root, "Settings/DisallowStartIfOnBatteries") == "false"
    assert text(root, "Triggers/CalendarTrigger/StartBoundary").endswith("T08:00:00")
    assert root.find(f".//{{{SPACE}}}Monday") is not None


def test_no_password_is_kept_and_nothing_runs_as_anybody_else(tmp_path: Path) -> None:
    root = task(tmp_path, 0)
    assert text(root, "Principals/Principal/LogonType") == "InteractiveToken"
    assert text(root, "Principals/Principal/RunLevel") == "LeastPrivilege"
    assert text(root, "Principals/Principal/UserId") == "robin"

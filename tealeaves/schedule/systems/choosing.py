"""Which timer a machine has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tealeaves.schedule.systems.cron import Cron
from tealeaves.schedule.systems.launchd import Launchd
from tealeaves.schedule.systems.system import ScheduleError
from tealeaves.schedule.systems.systemd import Systemd
from tealeaves.schedule.systems.windows import Windows

if TYPE_CHECKING:
    from collections.abc import Callable

    from tealeaves.schedule.systems.system import Here, System

NAMES = ("systemd", "launchd", "cron", "windows")


def chosen(platform: str, has: Callable[[str], bool], is_systemd_up: bool) -> str:
    """The timer for a platform (`sys.platform`) with these programs. Raises ScheduleError: it has none."""
    if platform == "darwin":
        return "launchd"
    if platform == "win32":
        return "windows"
    if is_systemd_up and has("systemctl"):
        return "systemd"
    if has("crontab"):
        return "cron"
    raise ScheduleError(
        "neither a systemd manager of yours nor crontab is on this machine; install cron, or call "
        "tealeaves sync from whatever starts programs here"
    )


def system(name: str, here: Here) -> System:
    """The timer of that name."""
    systems: dict[str, System] = {
        "systemd": Systemd(here), "launchd": Launchd(here), "cron": Cron(), "windows": Windows(here),
    }  # fmt: skip
    return systems[name]


def possible(platform: str, has: Callable[[str], bool]) -> tuple[str, ...]:
    """The timers that may hold something of ours on such a machine."""
    if platform == "win32":
        return ("windows",)
    first = "launchd" if platform == "darwin" else "systemd"
    return (first, "cron") if has("crontab") else (first,)

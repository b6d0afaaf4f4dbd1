"""Switching a schedule on and off: our own file first, then the system's timer, and all or nothing of it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from tealeaves import whole_files
from tealeaves.schedule import plan as plans
from tealeaves.schedule import runs
from tealeaves.schedule.standing import LOG
from tealeaves.schedule.systems.system import ScheduleError, delete

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tealeaves.schedule.plan import Plan
    from tealeaves.schedule.systems.system import System


def former(folder: Path) -> Plan | None:
    """What is scheduled; None where nothing is, or our file cannot be read."""
    with contextlib.suppress(ValueError, OSError):
        return plans.read(folder)
    return None


def install(plan: Plan, by_name: Callable[[str], System]) -> tuple[str, ...]:
    """Switches it on, in place of what was scheduled before; what to know about it, a line each.

    Raises ScheduleError; then nothing of it is left.
    """
    timer, before = by_name(plan.system), former(plan.file.parent)
    timer.files(plan)  # what cannot be told the system is refused before anything is touched
    _write(plan.file, plans.as_text(plan))
    try:
        notes = timer.install(plan)
    except ScheduleError:
        if before is not None and before.system != plan.system:
            _write(plan.file, plans.as_text(before))  # that one still runs
        else:
            delete(plan.file)
        raise
    if before is not None and before.system != plan.system:
        return (*by_name(before.system).remove(), *notes)
    return notes


def remove(folder: Path, timers: Sequence[System]) -> tuple[str, ...]:
    """Takes away what the timers have of ours, then our own files; what was taken, a line each.

    Raises ScheduleError; our own files are then left, so that it can be tried again.
    """
    taken = [line for timer in timers for line in timer.remove()]
    ours = [folder / plans.FILE, folder / runs.FILE, folder / runs.EARLIER, *sorted(folder.glob(f"{LOG}*"))]
    return (*taken, *(f"removed {file}" for file in ours if delete(file)))


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole_files.put(file, text.encode())
    except OSError as error:
        raise ScheduleError(f"cannot write {file}: {error.strerror}") from None

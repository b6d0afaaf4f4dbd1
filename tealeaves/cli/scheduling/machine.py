"""What `schedule` finds on this machine and does there: the person, a run's environment, notices."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tealeaves.accounts import SECRETS, way_in
from tealeaves.config import read_environment
from tealeaves.errors import UsageError
from tealeaves.schedule import notices
from tealeaves.schedule import plan as plans
from tealeaves.schedule.standing import LOG, folder, state
from tealeaves.schedule.surroundings import environment_of_run
from tealeaves.schedule.systems.choosing import system
from tealeaves.schedule.systems.system import Here, ScheduleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tealeaves.cli.session import Session
    from tealeaves.schedule.plan import Plan
    from tealeaves.schedule.runs import Part
    from tealeaves.schedule.standing import State


@dataclass(frozen=True, slots=True)
class Asked:
    """How the schedule stands, and whether the system still has it; None where it does not say."""

    state: State
    is_on: bool | None = None
    why: str = ""  # the system did not answer


def machine() -> Here:
    """This machine and this person."""
    home = Path.home()
    config_home = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    domain = os.environ.get("USERDOMAIN", "")
    user = (f"{domain}\\" if domain else "") + getpass.getuser() if sys.platform == "win32" else ""
    return Here(home, config_home, folder(), user, os.getuid() if hasattr(os, "getuid") else 0, time.sleep)


def is_systemd_up() -> bool:
    """Whether systemd started this machine (sd_booted(3))."""
    return Path("/run/systemd/system").is_dir()


def planned(file: Path | None) -> Plan:
    """What is scheduled. Raises UsageError."""
    where = file.parent if file else folder()
    try:
        found = plans.read(where)
    except (ValueError, OSError) as error:
        raise UsageError(
            f"{where / plans.FILE} cannot be read: {error}; install the schedule again"
        ) from None
    if found is None:
        raise UsageError(f"nothing is scheduled in {where}: tealeaves schedule install does it")
    return found


@contextlib.contextmanager
def as_scheduled(plan: Plan) -> Iterator[None]:
    """The environment of when it was installed, and the log beside it. Raises UsageError."""
    from tealeaves.logs.running import Verbosity, running

    before = read_environment()
    uid = os.getuid() if hasattr(os, "getuid") else 0
    os.environ.update(environment_of_run(before, plan.environment, uid, lambda path: Path(path).exists()))
    try:
        with running(Verbosity.OFF, plan.file.parent / LOG):
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def notify(task: str, parts: Sequence[Part]) -> None:
    """Tells the person on the desktop, where that can be done; status tells it in any case."""
    if not parts:
        return
    notice = notices.notice(
        sys.platform, lambda one: shutil.which(one) is not None, notices.text(task, parts)
    )
    if notice is not None:
        notices.show(notice)


def asked(found: State, now: datetime) -> Asked:
    """The same, with what the system tells of it."""
    if not found.is_installed:
        return Asked(found)
    timer = system(found.system, machine())
    try:
        is_on = timer.is_on(planned(found.folder / plans.FILE))
        return Asked(state(now, found.folder, timer.next_runs()), is_on)
    except (ScheduleError, UsageError) as error:
        return Asked(found, None, str(error))


def doubts(here: Session, plan: Plan) -> list[str]:
    """What will not work by itself, a line each."""
    tables = here.config.tables
    found = [
        f"{one.name}: its password is in {one.password_env}, which a timer does not have; "
        "use the keyring, password_command or password_file"
        for one in tables.accounts
        if plan.sync and one.password_env and way_in(one) in SECRETS
    ]
    if plan.digest and tables.digest.smtp is not None and tables.digest.smtp.password_env:
        found.append(
            f"digest.smtp: its password is in {tables.digest.smtp.password_env}, which a timer does not have"
        )
    if plan.digest and tables.digest.smtp is None:
        found.append("No [digest] smtp: the week is written as a page, and status names it.")
    return found

"""What is scheduled: kept in one private file, which the timers name and `schedule run` reads.

So the command of a timer is short and holds no secret, and what was in force when it was installed (the
configuration, the store, where programs are found) is in force when it runs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tealeaves.schedule.times import When, shifted, when

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "schedule.json"
TASKS = ("sync", "digest")
CARRIED = (
    "TEALEAVES_STORE",
    "PATH",  # cron and launchd know four folders, and neither Homebrew's nor the person's own are among them
    *("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"),
    *("GNUPGHOME", "PASSWORD_STORE_DIR"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"),
    *("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"),
)
"""The variables that a timer's run needs as they were. None holds a password of an account."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which system runs what, when and how."""

    system: str  # systemd, launchd, cron or windows
    program: tuple[str, ...]  # what runs tealeaves
    file: Path  # where this is kept
    sync: When | None
    digest: When | None
    shift: int  # minutes, drawn once, by which it runs later where the system does not do that itself
    environment: Mapping[str, str]
    installed: datetime  # UTC

    def tasks(self) -> dict[str, When]:
        """What runs, and when it was said to."""
        both = {"sync": self.sync, "digest": self.digest}
        return {name: one for name, one in both.items() if one is not None}

    def put_off(self) -> dict[str, When]:
        """The same, later by this machine's own number of minutes."""
        return {name: shifted(one, self.shift % one.spread) for name, one in self.tasks().items()}

    def command(self, task: str) -> tuple[str, ...]:
        """The command line that a timer calls."""
        return (*self.program, "schedule", "run", task, "--plan", str(self.file))


def carried(environment: Mapping[str, str], config: Path) -> dict[str, str]:
    """What of the environment the runs get, with the configuration's absolute path."""
    kept = {name: environment[name] for name in CARRIED if environment.get(name)}
    return kept | {"TEALEAVES_CONFIG": str(config.absolute())}


def as_text(plan: Plan) -> str:
    """The file."""
    told = {
        "system": plan.system,
        "program": plan.program,
        **{name: one.said for name, one in plan.tasks().items()},
        "shift": plan.shift,
        "environment": dict(plan.environment),
        "installed": plan.installed.isoformat(),
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def read(folder: Path) -> Plan | None:
    """What is scheduled; None where nothing is. Raises ValueError for a file that is not ours or broken,
    OSError."""
    file = folder / FILE
    try:
        told = json.loads(file.read_bytes())
    except FileNotFoundError:
        return None
    try:
        times = {name: when(told[name]) if name in told else None for name in TASKS}
        return Plan(
            told["system"], tuple(told["program"]), file, times["sync"], times["digest"], int(told["shift"]),
            dict(told["environment"]), datetime.fromisoformat(told["installed"]),
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{file}: {error!r} in it") from None

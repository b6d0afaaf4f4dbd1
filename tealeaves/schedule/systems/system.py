"""What a timer of an operating system can do for us, and how its programs are called."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tealeaves.errors import TealeavesError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from tealeaves.schedule.plan import Plan

SLOW_SECONDS = 60  # after which a program that should switch a timer on hangs


class ScheduleError(TealeavesError):
    """The system does not take the timer, or does not give it back."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that is written for the system; `path` is only a name where a program takes it instead."""

    path: Path | str
    content: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    code: int
    out: bytes
    err: str

    @property
    def line(self) -> str:
        """The first line of what it complained of."""
        from reports.render.plain import plain

        said = self.err.strip() or self.out.decode(errors="replace").strip()
        return plain(said.partition("\n")[0], 200) or f"it ended with {self.code}"


@dataclass(frozen=True, slots=True)
class Here:
    """The machine and the person, as far as a timer is concerned with them."""

    home: Path
    config_home: Path  # systemd's units are below it
    state: Path  # our own folder
    user: str
    uid: int
    pause: Callable[[float], None]  # seconds


class System(Protocol):
    """A timer. All that it does is of this one user, and of nobody else's entries."""

    name: str

    def files(self, plan: Plan) -> tuple[File, ...]:
        """What is written. Decides, and does nothing. Raises ScheduleError for what cannot be told it."""
        ...

    def install(self, plan: Plan) -> tuple[str, ...]:
        """Writes it and switches it on, in place of what was there of ours; what to know of it, a line each.
        Raises ScheduleError, and then leaves nothing behind."""
        ...

    def remove(self) -> tuple[str, ...]:
        """Switches it off and takes it away; what was taken, a line each. Raises ScheduleError."""
        ...

    def is_on(self, plan: Plan) -> bool:
        """Whether all of it is still there. Raises ScheduleError where the system does not answer."""
        ...

    def next_runs(self) -> Mapping[str, datetime]:
        """When each task runs next (UTC), as far as the system tells."""
        ...


def call(*command: str, given: bytes | None = None) -> Answer:
    """The answer of a program of the system. Raises ScheduleError where there is none, or it hangs."""
    # In English: what it complains of is shown, and at two places looked at.
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 (no shell, and no word of it comes from elsewhere)
            command, input=given, capture_output=True, env=environment, timeout=SLOW_SECONDS, check=False
        )
    except FileNotFoundError:
        raise ScheduleError(f"{command[0]} is not on this machine; --with chooses another timer") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScheduleError(f"{command[0]} does not run: {error}") from None
    return Answer(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


def write(file: File) -> None:
    """Puts it in its place. Raises ScheduleError."""
    from tealeaves import whole_files

    assert not isinstance(file.path, str)  # noqa: S101 (a bug of ours)
    try:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        whole_files.put(file.path, file.content)
    except OSError as error:
        raise ScheduleError(f"cannot write {file.path}: {error.strerror}") from None


def delete(path: Path) -> bool:
    """Takes it away; whether it was there. Raises ScheduleError."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise ScheduleError(f"cannot remove {path}: {error.strerror}") from None
    return True

"""systemd: a timer and a service of the user's own manager for each task."""

from __future__ import annotations

import contextlib
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tealeaves.schedule.plan import TASKS
from tealeaves.schedule.systems.system import Answer, File, ScheduleError, call, delete, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tealeaves.schedule.plan import Plan
    from tealeaves.schedule.systems.system import Here
    from tealeaves.schedule.times import When

NOTE = "# Written by `tealeaves schedule install`, and taken away by `tealeaves schedule remove`."
WHAT = {"sync": "bring in what is new", "digest": "the week"}
LONGEST = "6h"  # of a run: a first sync takes its time, and a oneshot has no limit of its own

# No option that needs a namespace (PrivateTmp, ProtectSystem, ProtectHome): in a user's manager it takes a
# user namespace, which some systems forbid, and hides the sockets in /tmp of agents that keep secrets. And
# none that sets NoNewPrivileges: a password_command may be setgid, as 1Password's is.
SERVICE = """{note}
[Unit]
Description=tealeaves: {what}
{after}
[Service]
Type=oneshot
ExecStart={command}
TimeoutStartSec={longest}
SuccessExitStatus=3 5
Nice=10
IOSchedulingClass=idle
UMask=0077
LimitCORE=0
"""
# OnCalendar, not OnUnitActiveSec: the latter stands still while the machine sleeps, is lost with a restart of
# the timer, and Persistent does nothing for it.
TIMER = """{note}
[Unit]
Description=tealeaves: {what}, {said}

[Timer]
OnCalendar={calendar}
Persistent=true
RandomizedDelaySec={spread}min
FixedRandomDelay=true
AccuracySec=1min

[Install]
WantedBy=timers.target
"""


def calendar(one: When) -> str:
    """The expression of systemd.time(7)."""
    days = "" if one.is_daily else ",".join(DAY_NAMES[day] for day in one.days) + " "
    hours = "*" if one.is_hourly else ",".join(f"{hour:02}" for hour in one.hours)
    return f"{days}*-*-* {hours}:{','.join(f'{minute:02}' for minute in one.minutes)}:00"


DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def command_line(words: tuple[str, ...]) -> str:
    """The words as ExecStart takes them: quoted where need be, none a specifier or a variable."""
    if set(words[0]) & set("\"'\\"):  # systemd starts no program of such a name, however it is quoted
        words = ("/bin/sh", "-c", 'exec "$0" "$@"', *words)
    # ":" leaves variables alone, and is younger (244) than some systems: only where a dollar asks for it.
    quoted = " ".join(_quoted(word) for word in words)
    return f":{quoted}" if any("$" in word for word in words) else quoted


def _quoted(word: str) -> str:
    if any(ord(mark) < 32 for mark in word):
        raise ScheduleError(f"{word!r}: a unit takes no path with a line break in it")
    if re.fullmatch(r"[\w/.,:=+-]+", word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


class Systemd:
    """The user's own manager."""

    name = "systemd"

    def __init__(self, here: Here) -> None:
        self._folder: Path = here.config_home / "systemd" / "user"

    def files(self, plan: Plan) -> tuple[File, ...]:
        found = []
        for task, one in plan.tasks().items():
            # After a sleep both are due at once, and the digest tells what the sync brings.
            after = "After=tealeaves-sync.service\n" if task == "digest" and plan.sync is not None else ""
            command = command_line(plan.command(task))
            texts = {
                "service": SERVICE.format(
                    note=NOTE, what=WHAT[task], command=command, longest=LONGEST, after=after
                ),
                "timer": TIMER.format(
                    note=NOTE, what=WHAT[task], said=one.said, calendar=calendar(one), spread=one.spread
                ),
            }
            found += [File(self._unit(task, kind), text.encode()) for kind, text in texts.items()]
        return tuple(found)

    def install(self, plan: Plan) -> tuple[str, ...]:
        files = self.files(plan)
        timers = [f"tealeaves-{task}.timer" for task in plan.tasks()]
        self._switch("show-environment")  # before anything is written: whether the manager answers at all
        try:
            for task in TASKS:
                if task not in plan.tasks():
                    self._take(task)
            for file in files:
                write(file)
            self._switch("daemon-reload")
            self._switch("enable", *timers)
            self._switch("restart", *timers)  # one that runs keeps its old times otherwise
        except ScheduleError:
            with contextlib.suppress(ScheduleError):
                self.remove()
            raise
        return (
            "It runs while you are logged in; loginctl enable-linger lets it run when you are not, "
            "but a keyring is then locked.",
        )

    def remove(self) -> tuple[str, ...]:
        taken = [line for task in TASKS for line in self._take(task)]
        if taken:
            _user("daemon-reload")
        return tuple(taken)

    def is_on(self, plan: Plan) -> bool:
        there = all(self._unit(task, kind).exists() for task in plan.tasks() for kind in ("timer", "service"))
        return there and all(
            _user("is-active", "--quiet", f"tealeaves-{task}.timer").code == 0 for task in plan.tasks()
        )

    def next_runs(self) -> Mapping[str, datetime]:
        answer = _user("list-timers", "--all", "--output=json", "tealeaves-*.timer")
        found = {}
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):  # older ones know no JSON
            for row in json.loads(answer.out):
                task = row["unit"].removeprefix("tealeaves-").removesuffix(".timer")
                if task in TASKS and row["next"]:
                    found[task] = datetime.fromtimestamp(row["next"] / 1_000_000, UTC)
        return found

    def _unit(self, task: str, kind: str) -> Path:
        return self._folder / f"tealeaves-{task}.{kind}"

    def _take(self, task: str) -> list[str]:
        timer, service = self._unit(task, "timer"), self._unit(task, "service")
        if not timer.exists() and not service.exists():
            return []
        # Without a manager there is nothing to switch off, but the files are there and would come to life.
        _user("disable", "--now", timer.name)
        _user("clean", "--what=state", timer.name)  # when it ran last, which systemd keeps for Persistent
        delete(
            self._folder / "timers.target.wants" / timer.name
        )  # what disable does, where a manager answers
        taken = [f"removed {unit}" for unit in (timer, service) if delete(unit)]
        _user("reset-failed", service.name)
        return taken

    def _switch(self, *words: str) -> None:
        answer = _user(*words)
        if answer.code:
            raise ScheduleError(f"systemctl --user {words[0]}: {_advised(answer)}")


def _user(*words: str) -> Answer:
    return call("systemctl", "--user", "--no-pager", "--no-ask-password", *words)


def _advised(answer: Answer) -> str:
    if "bus" in answer.err or "XDG_RUNTIME_DIR" in answer.err:
        return (
            f"{answer.line}; user services need a login session: log in as yourself (not by su or sudo), "
            "or run loginctl enable-linger, or choose --with cron"
        )
    return answer.line

"""cron: lines of our own in the user's crontab, between two marks. All others are kept byte for byte."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from tealeaves.schedule.systems.system import File, ScheduleError, call

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tealeaves.schedule.plan import Plan
    from tealeaves.schedule.times import When

BEGIN = (
    b"# tealeaves: begin (written by tealeaves schedule install, taken away by tealeaves schedule remove)\n"
)
END = b"# tealeaves: end\n"
LONGEST = 900  # characters of a command; the shortest limit among crons is 998


def fields(one: When) -> str:
    """Minute, hour, day of the month, month, day of the week (Sunday is 0)."""
    minutes = ",".join(map(str, one.minutes))
    hours = "*" if one.is_hourly else ",".join(map(str, one.hours))
    days = "*" if one.is_daily else ",".join(map(str, sorted((day + 1) % 7 for day in one.days)))
    return f"{minutes} {hours} * * {days}"


def command_line(words: tuple[str, ...]) -> str:
    """The words for /bin/sh, as cron takes them. Raises ScheduleError for what cron cannot be told."""
    for word in words:
        # Crons differ in what a backslash before a backslash is, and a line break ends the entry.
        if "\\" in word or any(ord(mark) < 32 for mark in word):
            raise ScheduleError(f"{word!r}: cron takes no path with a backslash or a line break in it")
    command = shlex.join(words).replace("%", r"\%") + " >/dev/null 2>&1"
    if len(command.encode()) > LONGEST:
        raise ScheduleError(f"cron takes no command as long as {command}")
    return command


def block(plan: Plan) -> bytes:
    """The lines, with their marks."""
    lines = (f"{fields(one)} {command_line(plan.command(task))}\n" for task, one in plan.put_off().items())
    return BEGIN + "".join(lines).encode() + END


def without(table: bytes) -> bytes:
    """The table without our lines. Raises ScheduleError where one of the marks is missing."""
    before, begin, rest = table.partition(BEGIN)
    if not begin:
        return table
    _, end, after = rest.partition(END)
    if not end:
        raise ScheduleError(
            'the crontab has lost the line "# tealeaves: end": take our lines out by crontab -e and try again'
        )
    return before + after


def with_block(table: bytes, ours: bytes) -> bytes:
    """The table with our lines at its end, in place of any that it has."""
    kept = without(table)
    return (kept if not kept or kept.endswith(b"\n") else kept + b"\n") + ours


class Cron:
    """The user's own crontab."""

    name = "cron"

    def files(self, plan: Plan) -> tuple[File, ...]:
        return (File("crontab -", block(plan)),)

    def install(self, plan: Plan) -> tuple[str, ...]:
        ours = block(plan)
        self._put(with_block(self._table(), ours))
        notes = ["cron starts nothing that it missed while the machine was off or asleep."]
        if plan.sync is not None and plan.digest is not None:
            notes[0] = notes[0][:-1] + ": the next sync makes up for a missed digest."
        return (*notes, "If it cannot open your keyring, use password_command or password_file.")

    def remove(self) -> tuple[str, ...]:
        table = self._table()
        kept = without(table)
        if kept == table:
            return ()
        if kept:
            self._put(kept)
        else:
            answer = call("crontab", "-r")
            if answer.code:
                raise ScheduleError(f"crontab -r: {answer.line}")
        return ("removed our lines from the crontab",)

    def is_on(self, plan: Plan) -> bool:
        return block(plan) in self._table()

    def next_runs(self) -> Mapping[str, datetime]:
        return {}  # cron does not tell

    def _table(self) -> bytes:
        answer = call("crontab", "-l")
        if answer.code == 0:
            return answer.out
        if "no crontab" in answer.err.lower():
            return b""
        raise ScheduleError(f"crontab -l: {answer.line}")  # to write now might lose what is there

    def _put(self, table: bytes) -> None:
        answer = call("crontab", "-", given=table)
        if answer.code:
            raise ScheduleError(f"crontab -: {answer.line}")

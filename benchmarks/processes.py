"""Runs a command and says what it cost: time on the clock, time of the processor, memory at its peak."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SAMPLED_EVERY_SECONDS = 0.05
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Run:
    wall: float  # seconds
    cpu: float  # seconds of the process and of every process that it started and waited for
    code: int
    out: str
    err: str


@dataclass(slots=True)
class Peak:
    """The most memory seen at one moment, in MB (10^6 bytes)."""

    together: float = 0.0  # resident, all processes: pages that they share count in each of them
    shared_once: float = 0.0  # proportional set size, all processes
    largest: float = 0.0  # resident, the largest process
    processes: int = 0  # at most at one time


def run(command: Sequence[str], environment: Mapping[str, str], peak: Peak | None = None) -> Run:
    """Runs it to its end. With `peak`, watches its memory too, which costs it a little time (Linux only)."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=dict(environment)
        )
        ended = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, peak or Peak(), ended))
        if peak is not None:
            watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        if peak is not None:
            watch.join()
        out.seek(0)
        err.seek(0)
        said, complained = (file.read().decode("utf-8", "replace") for file in (out, err))
        return Run(wall, used.ru_utime + used.ru_stime, process.returncode, said, complained)


def _watch(pid: int, peak: Peak, ended: threading.Event) -> None:
    while not ended.wait(SAMPLED_EVERY_SECONDS):
        sizes = [size for one in _tree(pid) if (size := _memory(one))]
        if not sizes:
            continue
        peak.together = max(peak.together, sum(resident for resident, _ in sizes))
        peak.shared_once = max(peak.shared_once, sum(proportional for _, proportional in sizes))
        peak.largest = max(peak.largest, max(resident for resident, _ in sizes))
        peak.processes = max(peak.processes, len(sizes))


def _tree(root: int) -> Iterator[int]:
    """The process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                # "pid (name) state parent …", and a name may hold anything.
                parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it ended meanwhile
            children.setdefault(parent, []).append(int(place.name))
    waiting = [root]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += children.get(one, [])


def _memory(pid: int) -> tuple[float, float] | None:
    """Resident and proportional set size in MB (proc(5)), or None if it has ended."""
    try:
        resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (OSError, IndexError):
        return None
    proportional = next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return resident / 1e6, proportional * 1024 / 1e6

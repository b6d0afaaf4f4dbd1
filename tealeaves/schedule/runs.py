"""The runs of the timers: one line of JSON for each, in a private file, turned over when it is full."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE, EARLIER = "runs.jsonl", "runs.1.jsonl"
LARGEST = 1_000_000  # bytes, some months of half hours; as many again are kept of what was before

OK, BUSY, OFFLINE, REFUSED, MISUSED, FAILED = "ok busy offline refused misused failed".split()
WAITING = "waiting"  # it was not tried, because its sign-in had been refused


@dataclass(frozen=True, slots=True)
class Part:
    """How it went for one account, or (without a name) for the run as such."""

    name: str
    outcome: str
    reason: str = ""  # one line
    told: bool = False  # whether the person was notified of it


@dataclass(frozen=True, slots=True)
class Run:
    """A run of `task` that began at `started` (UTC)."""

    task: str
    started: datetime
    seconds: float
    code: int
    reason: str = ""  # one line: what was wrong, or what was done
    parts: tuple[Part, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def as_line(run: Run) -> str:
    """The line, without its end."""
    return json.dumps(asdict(run) | {"started": run.started.isoformat()}, ensure_ascii=False)


def read(folder: Path) -> tuple[Run, ...]:
    """All runs that are kept, the oldest first. A line that was cut off by a power cut is passed over."""
    found = []
    for name in (EARLIER, FILE):
        try:
            text = (folder / name).read_text("utf-8", errors="replace")
        except OSError:
            continue
        found += [run for line in text.split("\n") if (run := _run(line)) is not None]
    return tuple(found)


def append(folder: Path, run: Run, largest: int = LARGEST) -> None:
    """Writes it down. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / FILE
    if file.exists() and file.stat().st_size >= largest:
        file.replace(folder / EARLIER)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as out:
        # A line that was cut off must not swallow this one.
        out.write(("\n" if out.tell() and _is_cut(file) else "").encode() + as_line(run).encode() + b"\n")


def _is_cut(file: Path) -> bool:
    with file.open("rb") as read:
        read.seek(-1, os.SEEK_END)
        return read.read(1) != b"\n"


def _run(line: str) -> Run | None:
    try:
        told = json.loads(line)
        parts = tuple(Part(**one) for one in told["parts"])
        return Run(**told | {"started": datetime.fromisoformat(told["started"]), "parts": parts})
    except (ValueError, KeyError, TypeError):
        return None

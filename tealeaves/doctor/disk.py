"""The disk: room at the store, and files that nobody else may read."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tealeaves.doctor.finding import Finding, ok, warning, wrong

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CHECK = "disk"
SCARCE, TOO_LITTLE = 500_000_000, 50_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Disk:
    """What the disk says of the store's folder."""

    folder: Path
    free: int  # bytes
    is_writable: bool
    open_to_others: Sequence[Path] = ()  # files of ours whose mode lets others read them


def disk(found: Disk | None) -> tuple[Finding, ...]:
    """`found` is None where the store lies on a server."""
    if found is None:
        return (ok(CHECK, "the store is on a server"),)
    if not found.is_writable:
        return (
            wrong(CHECK, f"{found.folder} cannot be written to", "give yourself the right to write there"),
        )
    room = f"{found.free / 1e9:.1f} GB free at {found.folder}"
    if found.free < TOO_LITTLE:
        return (wrong(CHECK, room, "make room, before something cannot be kept"),)
    lines = [warning(CHECK, room, "make room") if found.free < SCARCE else ok(CHECK, room)]
    lines += [
        warning(CHECK, f"others may read {path}", f"chmod go= {shlex.quote(str(path))}")
        for path in found.open_to_others
    ]
    return tuple(lines)

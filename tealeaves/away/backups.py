"""Backups: one file with everything of the store, read again before it counts."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.away import copies, lines
from store.errors import StoreError
from store.files import make_folder
from tealeaves import whole_files
from tealeaves.errors import TealeavesError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from store.away.copies import Holdings
    from store.store import Store
    from tealeaves.away.ours import Ours

SQLITE = b"SQLite format 3\0"  # https://www.sqlite.org/fileformat.html#the_database_header
ZIPPED = b"\x1f\x8b"
LONGEST = 64 * 1024 * 1024  # characters of one line; a row is shorter


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and read again."""

    path: Path
    size: int  # bytes
    holdings: Holdings
    pruned: tuple[Path, ...] = ()


def back_up(
    store: Store,
    candidate: int,
    own: Ours,
    path: Path,
    now: datetime,
    keep: int | None = None,
) -> Backup:
    """Writes everything into the file, which must not be there yet, and reads it again. Of our own backups
    the newest `keep` stay. Raises UsageError, TealeavesError, StoreError."""
    if path.exists() or path.is_symlink():
        raise UsageError(f"backup: {path} is there already; name another file")
    try:
        if path.parent == own.backups:
            make_folder(path.parent)
        if not path.parent.is_dir():
            raise UsageError(f"backup: no folder {path.parent}")
        write(store, candidate, own, path, now)
        made = Backup(path, path.stat().st_size, holdings(path))
    except StoreError as error:
        raise TealeavesError(f"backup: {error}") from None
    except OSError as error:
        raise UsageError(f"backup: {path}: {error.strerror or 'cannot be written'}") from None
    return made if keep is None else Backup(path, made.size, made.holdings, prune(own, keep))


def write(store: Store, candidate: int, own: Ours, path: Path, now: datetime) -> None:
    """Writes everything into the file, whole or not at all. Raises OSError, StoreError."""
    if own.database is not None:
        copies.copy(own.database, path)
        return
    with (
        whole_files.writing(path) as file,
        gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0) as zipped,
    ):
        for line in store.lines(candidate, now):
            zipped.write(f"{line}\n".encode())


def prune(own: Ours, keep: int) -> tuple[Path, ...]:
    """Removes our backups but for the newest `keep`; returns what was removed. Raises OSError."""
    made = own.made()
    old = made[: max(0, len(made) - keep)]
    for path in old:
        path.unlink()
    return old


def holdings(path: Path) -> Holdings:
    """What a backup holds, all of it read. Raises StoreError for what is none, or damaged."""
    if is_lines(path):
        return lines.checked(read_lines(path), str(path))
    return copies.holdings(path)


def is_lines(path: Path) -> bool:
    """Whether it is a backup of a server's store. Raises StoreError for what is no backup at all."""
    try:
        if path.exists() and not path.is_file():  # a pipe would let us wait for ever
            raise StoreError(f"{path}: is no file")
        with path.open("rb") as file:
            head = file.read(len(SQLITE))
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or 'cannot be read'}") from None
    if head.startswith(ZIPPED):
        return True
    if head != SQLITE:
        raise StoreError(f"{path}: is no backup of tealeaves")
    return False


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a backup of a server's store. Raises StoreError."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            while line := file.readline(LONGEST):
                yield line
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise StoreError(f"{path}: is damaged or breaks off ({type(error).__name__})") from None

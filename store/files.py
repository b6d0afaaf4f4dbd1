"""The database's own files: nobody but their owner reads them, whatever the umask."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

OWNER_FILE = 0o600
OWNER_FOLDER = 0o700
COMPANIONS = ("-wal", "-shm", "-journal")


def make_private(path: Path) -> None:
    """Creates the file, and the folders above it, for the owner alone; an existing file is closed to others.

    SQLite gives its companion files the permissions of the database. Raises OSError.
    """
    make_folder(path.parent)
    if _create(path):
        return
    for suffix in ("", *COMPANIONS):
        _close(path.with_name(path.name + suffix))


def copy_aside(path: Path, revision: str, now: datetime) -> Path:
    """A complete copy beside the database, named for the revision and the time (UTC) of the copy.

    Raises OSError or sqlite3.Error; a copy that was not finished is not left under the final name.
    """
    copy = path.with_name(f"{path.name}.backup-{revision}-{now:%Y%m%dT%H%M%SZ}")
    unfinished = copy.with_name(copy.name + ".part")
    unfinished.unlink(missing_ok=True)
    _create(unfinished)
    with (
        contextlib.closing(sqlite3.connect(path)) as source,
        contextlib.closing(sqlite3.connect(unfinished)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
    unfinished.replace(copy)
    return copy


def make_folder(folder: Path) -> None:
    """Creates a folder, and those above it, for the owner alone; existing ones stay as they are. Raises
    OSError."""
    missing = [above for above in (folder, *folder.parents) if not above.exists()]
    for above in reversed(missing):
        above.mkdir(mode=OWNER_FOLDER, exist_ok=True)
        above.chmod(OWNER_FOLDER)


def _create(path: Path) -> bool:
    """True if the file was not there before."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_FILE)
    except FileExistsError:
        return False
    os.close(handle)
    path.chmod(OWNER_FILE)
    return True


def _close(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            with contextlib.suppress(PermissionError):  # another owner's file: theirs to close
                path.chmod(OWNER_FILE)

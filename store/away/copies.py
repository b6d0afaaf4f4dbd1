"""Whole copies of a store in a file of SQLite: made while others write, checked, and poured back.

A copy goes through SQLite's own backup (https://www.sqlite.org/backup.html), never through the file: only
SQLite knows what of the write-ahead log belongs to it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from store import files, upgrade
from store.errors import StoreBusy, StoreError, StoreTooNew

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

WAITS_SECONDS = 20
COUNTED = ("messages", "contents", "applications", "decisions", "forgotten")


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a copy holds, of all candidates."""

    revision: str
    messages: int
    kept: int  # messages whose words are there
    applications: int
    decisions: int
    forgotten: int
    first_at: datetime | None  # UTC; of the first message and of the last
    last_at: datetime | None


def copy(source: Path, target: Path) -> None:
    """Puts a complete copy of `source` into `target`, one file for its owner alone, written whole or not at
    all. Raises StoreError."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _fill(source, unfinished)
        _flush(unfinished)
        unfinished.replace(target)
        _flush(target.parent)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {error.strerror}") from None
    finally:
        drop(unfinished)


def draft(source: Path, target: Path) -> None:
    """The same, for a file that is only begun: it is not brought to the disk. Raises StoreError."""
    drop(target)
    try:
        _fill(source, target)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {error.strerror}") from None


def holdings(path: Path) -> Holdings:
    """What a file holds, after every page of it was checked. Raises StoreTooNew, and StoreError for one that
    is damaged, cut off, or no store."""
    with _reading(path) as file:
        tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {upgrade.VERSION_TABLE, "candidates", "messages", "contents", "decisions"} <= tables:
            raise StoreError(f"{path}: is no backup of tealeaves")
        (revision,) = file.execute(f"SELECT MAX(version_num) FROM {upgrade.VERSION_TABLE}").fetchone()  # noqa: S608
        if revision not in upgrade.revisions():
            raise StoreTooNew(
                f"{path}: revision {revision} was written by a newer tealeaves; update tealeaves"
            )
        damage = file.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if damage != "ok" or file.execute("PRAGMA foreign_key_check").fetchone():
            raise StoreError(f"{path}: is damaged; name another backup")
        counted = {
            table: file.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in tables.intersection(COUNTED)
        }
        first, last = file.execute("SELECT MIN(at), MAX(at) FROM messages").fetchone()
        return held(revision, counted, _time(first), _time(last))


def held(
    revision: str, counted: Mapping[str, int], first_at: datetime | None, last_at: datetime | None
) -> Holdings:
    """From the numbers of rows, by table."""
    messages, kept, applications, decisions, forgotten = (counted.get(table, 0) for table in COUNTED)
    return Holdings(revision, messages, kept, applications, decisions, forgotten, first_at, last_at)


def pour(source: Path, target: Path) -> None:
    """Puts everything of `source` in place of everything of the database `target`, in one transaction:
    whoever has it open sees the one or the other. Raises StoreBusy; StoreError, and nothing is changed."""
    try:
        with (
            contextlib.closing(_opened(source)) as new,
            contextlib.closing(sqlite3.connect(target, timeout=WAITS_SECONDS)) as old,
        ):
            old.execute("PRAGMA synchronous = FULL")
            new.backup(old)
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        if "locked" in str(error) or "busy" in str(error):
            raise StoreBusy(f"{target}: another process uses it; try again when that is done") from None
        raise StoreError(f"{target}: {error}") from None


def put(source: Path, target: Path) -> None:
    """Moves the file to where no database is, or one that cannot be read. What lies beside it from an older
    one goes first: SQLite would take it for a part of this one. Raises StoreError."""
    try:
        for suffix in files.COMPANIONS:
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        _flush(source)
        source.replace(target)
        _flush(target.parent)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {error.strerror}") from None


def drop(path: Path) -> None:
    """Removes a database with everything beside it, where it is."""
    for suffix in ("", *files.COMPANIONS):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _fill(source: Path, target: Path) -> None:
    files.make_private(target)
    try:
        with contextlib.closing(_opened(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
    except sqlite3.Error as error:
        raise StoreError(f"{source}: cannot be copied: {error}") from None


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with contextlib.closing(_opened(path)) as file:
            yield file
    except sqlite3.Error as error:
        raise StoreError(f"{path}: is no backup of tealeaves, or is damaged ({error})") from None


def _opened(path: Path) -> sqlite3.Connection:
    """The file, only to be read; never made. Raises sqlite3.Error."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=WAITS_SECONDS)


def _time(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored).replace(tzinfo=UTC)


def _flush(path: Path) -> None:
    """Brings a file, or the names of a folder, to the disk, where the system does that."""
    if os.name != "posix" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

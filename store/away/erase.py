"""Leaving no byte behind of what was deleted: free pages, the write-ahead log, and the server's own.

A database only marks what is deleted as free. SQLite's VACUUM writes what is left anew, and its write-ahead
log is emptied after it (https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files).
"""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

import sqlalchemy as sa

from store import database
from store.errors import StoreBusy, StoreError
from store.models import Base

if TYPE_CHECKING:
    from pathlib import Path

WAITS_SECONDS = 20


def erase(url: sa.URL) -> None:
    """Writes the database anew without what was deleted. Raises StoreBusy where others use it; StoreError."""
    if url.get_backend_name() == "sqlite":
        from pathlib import Path

        rewrite(Path(url.database or ""), keeps_log=True)
        return
    engine = database.engine_for(url).execution_options(isolation_level="AUTOCOMMIT")
    try:
        with database.speaking(url), engine.connect() as connection:
            for table in Base.metadata.sorted_tables:
                connection.exec_driver_sql(f'VACUUM (FULL) "{table.name}"')
    finally:
        engine.dispose()


def rewrite(path: Path, *, keeps_log: bool) -> None:
    """The same for a file of SQLite. Without `keeps_log` it is one file, with nothing beside it, after that.

    Raises StoreBusy, StoreError.
    """
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=WAITS_SECONDS, isolation_level=None)) as file:
            file.execute("PRAGMA secure_delete = ON")  # no old page shines through a new one's slack
            file.execute("VACUUM")
            busy, _, _ = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise StoreBusy(f"{path}: another process reads it; run this again when that is done")
            if not keeps_log:
                file.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StoreBusy(f"{path}: another process uses it; run this again when that is done") from None
        raise StoreError(f"{path}: {error}") from None
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}") from None

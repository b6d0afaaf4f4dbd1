"""Connections: how SQLite and PostgreSQL are opened, and what a driver's error says to a person."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from store.errors import StoreDamaged, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY_SECONDS = 20
"""How long a writer waits for another one."""


def parsed(url: str) -> sa.URL:
    """The URL taken apart. Raises StoreError for anything but an SQLite file or PostgreSQL."""
    try:
        parts = sa.make_url(url)
        kind = parts.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        # The text may hold a password, so it is not repeated.
        raise StoreError("the store's URL cannot be read; write sqlite:////path/to/store.db") from None
    if kind not in ("sqlite", "postgresql"):
        raise StoreError(f"a store in {kind} is not supported; use sqlite:////path or postgresql+psycopg://…")
    if kind == "sqlite" and (
        not parts.database or parts.database == ":memory:" or parts.database.startswith("file:")
    ):
        raise StoreError("the store needs a file; write sqlite:////path/to/store.db")
    return parts


def name_of(url: sa.URL) -> str:
    """What a person knows the store by: its file, or its URL without the password."""
    if url.get_backend_name() == "sqlite":
        return str(Path(url.database or "").absolute())
    return url.render_as_string(hide_password=True)


def engine_for(url: sa.URL, *, foreign_keys: bool = True) -> sa.Engine:
    """A new engine. Statements that fail never show their values, which are people's mail.

    `foreign_keys` is turned off for migrations only: SQLite alters a table by making it anew.
    """
    sqlite = url.get_backend_name() == "sqlite"
    options: dict[str, Any] = {"hide_parameters": True}
    if sqlite:
        options["connect_args"] = {"timeout": BUSY_SECONDS}
    else:
        options["pool_pre_ping"] = True
    try:
        engine = sa.create_engine(url, **options)
    except (ImportError, SQLAlchemyError) as error:
        raise StoreError(
            f"{name_of(url)}: its driver is missing; install tealeaves[postgres] ({type(error).__name__})"
        ) from error
    if sqlite:
        _prepare_sqlite(engine, foreign_keys=foreign_keys)
    else:
        sa.event.listen(engine, "connect", _prepare_postgres)
    return engine


@contextlib.contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that sees one state of the store. Raises StoreError."""
    with speaking(engine.url), engine.connect() as connection, connection.begin():
        yield connection


@contextlib.contextmanager
def writing(engine: sa.Engine, *, waits: bool = True) -> Iterator[sa.Connection]:
    """A transaction that is kept whole or not at all. Raises StoreError, at once where somebody else writes
    to the same SQLite file and it `waits` for nobody."""
    options = engine.execution_options(writes=True, waits=waits)
    with speaking(engine.url), options.begin() as connection:
        yield connection


@contextlib.contextmanager
def speaking(url: sa.URL) -> Iterator[None]:
    """Turns whatever the database raises into a StoreError of one line."""
    try:
        yield
    except SQLAlchemyError as error:
        # Of SQLite's own errors only what is wrong with the file is of this very class.
        is_damaged = type(getattr(error, "orig", None)) is sqlite3.DatabaseError
        kind = StoreDamaged if is_damaged else StoreError
        raise kind(f"{name_of(url)}: {_plainly(error)}") from error


def _plainly(error: SQLAlchemyError) -> str:
    """The first line of what the driver said, never the statement or its values."""
    cause = getattr(error, "orig", None)
    if cause is None:
        return type(error).__name__
    primary = getattr(getattr(cause, "diag", None), "message_primary", None)
    said = str(primary or cause).strip().partition("\n")[0][:200] or type(cause).__name__
    if "database is locked" in said:
        return "another process is writing to it; try again when that is done"
    return said


def _prepare_sqlite(engine: sa.Engine, *, foreign_keys: bool) -> None:
    @sa.event.listens_for(engine, "connect")
    def settings(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver would begin at the first write, not where we say
        cursor = connection.cursor()
        # It stays in the file. Another process that opens the new file just now refuses it: then it does it.
        with contextlib.suppress(sqlite3.OperationalError):
            cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A reader that turns into a writer is refused at once, whatever the timeout. So a writer says so.
        options = connection.get_execution_options()
        seconds = BUSY_SECONDS if options.get("waits", True) else 0
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {seconds * 1000}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _prepare_postgres(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
        # What we stream we read to the end. The planner expects a tenth of it to be read, and then may
        # choose a plan a hundred times slower for the whole.
        cursor.execute("SET cursor_tuple_fraction = 1")
    connection.commit()

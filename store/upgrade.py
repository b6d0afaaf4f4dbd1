"""Brings a database to the tables that this version knows.

What is stored is compared with what is known by plain SQL; Alembic is imported only to change something.
"""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from store import database, files
from store.errors import StoreError, StoreTooNew

if TYPE_CHECKING:
    from datetime import datetime

SCRIPTS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"
_ONE_AT_A_TIME = 7_335_101  # PostgreSQL's advisory lock: any number that others do not use


def revisions(scripts: Path = SCRIPTS) -> tuple[str, ...]:
    """The known revisions, oldest first: a migration's file name begins with its number."""
    return tuple(sorted(path.name.partition("_")[0] for path in (scripts / "versions").glob("[0-9]*_*.py")))


def bring_up(engine: sa.Engine, *, now: datetime, scripts: Path | None = None) -> None:
    """Creates or upgrades the tables. An older SQLite database is copied aside first.

    Raises StoreTooNew, and StoreError for a database of somebody else's.
    """
    scripts = scripts or SCRIPTS
    known = revisions(scripts)
    with database.reading(engine) as connection:
        found = stored(connection)
        _refuse(engine.url, found, known, connection)
    if found != known[-1]:
        _migrate(engine.url, known, now, scripts)


def stored(connection: sa.Connection) -> str | None:
    """The revision that the database is at, or None where there is none yet."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    # More than one row is a branched history, which we never make: the largest decides.
    row = connection.execute(sa.text(f"SELECT MAX(version_num) FROM {VERSION_TABLE}")).scalar()  # noqa: S608
    return str(row) if row else None


def _refuse(url: sa.URL, found: str | None, known: tuple[str, ...], connection: sa.Connection) -> None:
    name = database.name_of(url)
    if found is not None and found not in known:
        raise StoreTooNew(
            f"{name}: revision {found} was written by a newer tealeaves (this one knows {known[-1]});"
            " update tealeaves, or name another store"
        )
    # PostgreSQL may be shared with others, such as a job queue; a file of SQLite is one program's.
    strange = (
        found is None and url.get_backend_name() == "sqlite" and sa.inspect(connection).get_table_names()
    )
    if strange:
        raise StoreError(f"{name}: is a database of another program; name another store")


def _migrate(url: sa.URL, known: tuple[str, ...], now: datetime, scripts: Path) -> None:
    """All steps in one transaction, and by one process at a time: the others find it done."""
    engine = database.engine_for(url, foreign_keys=False)
    sqlite = url.get_backend_name() == "sqlite"
    try:
        with database.writing(engine) as connection:
            if not sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
            found = stored(connection)
            if found == known[-1]:
                return
            if sqlite and found is not None:
                files.copy_aside(Path(url.database or ""), found, now)
            _run_alembic(connection, scripts)
            logging.getLogger("store.upgrade").info(
                "migrated", extra={"fields": {"from": found, "to": known[-1]}}
            )
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise StoreError(
                    f"{database.name_of(url)}: the upgrade would break links; nothing was changed"
                )
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"{database.name_of(url)}: no copy could be made before upgrading: {error}"
        ) from error
    finally:
        engine.dispose()


def _run_alembic(connection: sa.Connection, scripts: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")

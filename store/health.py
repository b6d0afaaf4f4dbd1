"""How a store stands, for who examines it: nothing is created, closed to others or upgraded."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from store import database, upgrade
from store.models.accounts import AccountRow
from store.models.derived import ReadingRow, SignalRow
from store.models.received import CandidateRow, ContentRow, ProblemRow
from store.models.said import DecisionRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

SHOWN = 3  # lines of damage
WAIT_SECONDS = 5  # for who writes, and for a server that says nothing


@dataclass(frozen=True, slots=True)
class Contents:
    """What the tables of today tell of one candidate."""

    read_by: Mapping[str, int] = field(default_factory=dict)  # fingerprint of rules -> kept messages
    found: Mapping[str, int] = field(default_factory=dict)  # signal that was asked for -> messages
    problems: Mapping[str, int] = field(default_factory=dict)  # kind -> recorded since the time asked for
    noted: tuple[datetime, ...] = ()  # UTC, by this machine's clock
    said: int = 0  # decisions in force


@dataclass(frozen=True, slots=True)
class Health:
    """`revision` is None where there are no tables."""

    kind: str  # SQLite, PostgreSQL
    server: str  # its version
    revision: str | None
    known: str
    is_too_new: bool
    damage: tuple[str, ...]  # what SQLite says of itself, "" where all is well
    broken_links: int
    size: int  # bytes
    journal: int  # bytes of the write-ahead log
    contents: Contents | None  # None: of older or newer tables


def look(url: str, candidate: str, signals: Collection[str], since: datetime) -> Health | None:
    """How the store at this URL stands; None where there is none yet. Raises StoreError."""
    parts = database.parsed(url)
    is_file = parts.get_backend_name() == "sqlite"
    file = Path(parts.database or "")
    if is_file and (not file.exists() or not file.stat().st_size):
        return None
    known = upgrade.revisions()
    engine = _engine(parts)
    try:
        with database.speaking(parts), engine.connect() as connection, connection.begin():
            damage = _damage(connection) if is_file else ()
            revision = None if damage else upgrade.stored(connection)
            return Health(
                kind="SQLite" if is_file else "PostgreSQL",
                server=_server(connection, is_file=is_file),
                revision=revision,
                known=known[-1],
                is_too_new=revision is not None and revision not in known,
                damage=damage,
                broken_links=_broken_links(connection) if is_file and not damage else 0,
                size=file.stat().st_size if is_file else _size(connection),
                journal=_size_of(file.with_name(f"{file.name}-wal")) if is_file else 0,
                contents=(
                    _contents(connection, candidate, signals, since) if revision == known[-1] else None
                ),
            )
    finally:
        engine.dispose()


def _engine(parts: sa.URL) -> sa.Engine:
    """One that can change nothing of a file, and waits for nobody for long."""
    if parts.get_backend_name() != "sqlite":
        patient = {"connect_timeout": str(WAIT_SECONDS), **parts.query}
        return database.engine_for(parts.set(query=patient))
    file = quote(str(Path(parts.database or "").absolute()))
    return sa.create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=WAIT_SECONDS),
        hide_parameters=True,
    )


def _damage(connection: sa.Connection) -> tuple[str, ...]:
    try:
        said = tuple(connection.exec_driver_sql(f"PRAGMA integrity_check({SHOWN})").scalars())
    except DatabaseError as error:
        if type(error.orig) is sqlite3.DatabaseError:  # no database, or too broken to look; nothing narrower
            return (str(error.orig),)
        raise
    return tuple(line for line in said if line != "ok")


def _broken_links(connection: sa.Connection) -> int:
    return len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())


def _server(connection: sa.Connection, *, is_file: bool) -> str:
    asked = "SELECT sqlite_version()" if is_file else "SHOW server_version"
    return str(connection.exec_driver_sql(asked).scalar()).partition(" ")[0]


def _size(connection: sa.Connection) -> int:
    return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())


def _size_of(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _contents(
    connection: sa.Connection, candidate: str, signals: Collection[str], since: datetime
) -> Contents:
    number = connection.scalar(sa.select(CandidateRow.id).where(CandidateRow.name == candidate))
    if number is None:
        return Contents()
    kept = sa.and_(
        ContentRow.candidate_id == ReadingRow.candidate_id, ContentRow.message_key == ReadingRow.message_key
    )
    count = sa.func.count()
    read = (
        sa.select(ReadingRow.rules, count)
        .join(ContentRow, kept)
        .where(ReadingRow.candidate_id == number)
        .group_by(ReadingRow.rules)
    )
    found = (
        sa.select(SignalRow.name, sa.func.count(SignalRow.message_key.distinct()))
        .where(SignalRow.candidate_id == number, SignalRow.name.in_(list(signals)))
        .group_by(SignalRow.name)
    )
    trouble = (
        sa.select(ProblemRow.code, count)
        .where(ProblemRow.candidate_id == number, ProblemRow.seen_at >= since)
        .group_by(ProblemRow.code)
    )
    synced = sa.select(AccountRow.synced_at).where(
        AccountRow.candidate_id == number, AccountRow.synced_at.is_not(None)
    )
    said = (
        sa.select(count)
        .select_from(DecisionRow)
        .where(DecisionRow.candidate_id == number, DecisionRow.undone_at.is_(None))
    )
    return Contents(
        read_by=_counted(connection, read),
        found=dict.fromkeys(signals, 0) | _counted(connection, found),
        problems=_counted(connection, trouble),
        noted=tuple(connection.scalars(synced)),
        said=connection.scalar(said) or 0,
    )


def _counted(connection: sa.Connection, asked: sa.Select[str, int]) -> dict[str, int]:
    return dict(connection.execute(asked).all())

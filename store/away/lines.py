"""A candidate's rows as lines of JSON: the backup of a store that is no file.

The first line says what it is; then comes a line for each row, `["table", {column: value}]`, tables before
those that lean on them; the last line counts the rows, so that a file that breaks off is known as such.
"""

from __future__ import annotations

import base64
import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from store import received, upgrade
from store.away import forgotten, purge
from store.away.copies import Holdings, held
from store.columns import Utc
from store.errors import StoreError, StoreTooNew
from store.models import Base, CandidateRow, SearchedRow
from store.statements import lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT = 1
PAGE = 500


def lines(connection: sa.Connection, candidate: int, now: datetime) -> Iterator[str]:
    """The lines, without their ends. The connection is in a transaction that sees one state."""
    counted: dict[str, int] = {}
    head = {"tealeaves": "backup", "format": FORMAT, "revision": upgrade.stored(connection)}
    yield _json(head | {"written_at": now.isoformat()})
    for table in _tables():
        counted[table.name] = 0
        raw = _raw(table)
        asked = sa.select(raw).where(raw.c.candidate_id == candidate)
        for page in received.pages(connection, asked):
            for row in page:
                counted[table.name] += 1
                yield _json([table.name, {name: _told(value) for name, value in _values(row)}])
    yield _json({"rows": counted})


def checked(given: Iterable[str], name: str) -> Holdings:
    """What the lines hold, after all of them were read. Raises StoreTooNew, and StoreError for what is
    damaged, cut off, or no backup."""
    counted: dict[str, int] = {}
    first = last = None
    revision, end = "", None
    for number, line in enumerate(given):
        value = _read(line, name)
        if number == 0:
            revision = _revision(value, name)
        elif end is not None:
            raise StoreError(f"{name}: is damaged; name another backup")
        elif isinstance(value, dict):
            end = _counts(value, name)
        else:
            table, row = _row(value, name)
            counted[table.name] = counted.get(table.name, 0) + 1
            if table.name == "messages":
                if (at := row.get("at")) is None:
                    raise _damaged(name)
                first, last = min(first or at, at), max(last or at, at)
    if end is None or {table: rows for table, rows in end.items() if rows} != counted:
        raise StoreError(f"{name}: breaks off; name another backup")
    return held(revision, counted, first, last)


def load(connection: sa.Connection, candidate: int, given: Iterable[str], name: str) -> None:
    """Puts the rows in place of all that the candidate has. What was forgotten stays forgotten: it is taken
    out of the new rows. Everything that is derived is to be settled after it."""
    lock(connection, candidate)
    away = forgotten.forgotten(connection, candidate)
    for table in reversed(_tables()):
        connection.execute(sa.delete(table).where(table.c.candidate_id == candidate))
    waiting: list[dict[str, Any]] = []
    of: sa.Table | None = None
    for number, line in enumerate(given):
        value = _read(line, name)
        if number == 0 or isinstance(value, dict):
            continue
        table, row = _row(value, name)
        if of is not table or len(waiting) >= PAGE:
            _insert(connection, of, waiting)
            of, waiting = table, []
        waiting.append(row | {"candidate_id": candidate})
    _insert(connection, of, waiting)
    mine = sa.update(CandidateRow).where(CandidateRow.id == candidate)
    changed = {"changes": CandidateRow.changes + 1, "altered": CandidateRow.altered + 1}
    connection.execute(mine.values(**changed))
    purge.purge(connection, candidate, away | forgotten.forgotten(connection, candidate))


def _tables() -> list[sa.Table]:
    """All but the index of words: it is a database's own, and the next search makes it anew."""
    return [table for table in Base.metadata.sorted_tables if _is_told(table)]


def _is_told(table: sa.Table) -> bool:
    return "candidate_id" in table.c and table is not SearchedRow.__table__


def _raw(table: sa.Table) -> Any:
    """The table with its columns as the database keeps them; of no column a value of ours is made."""
    return sa.table(table.name, *(sa.column(one.name, _kept(one)) for one in table.c))


def _kept(column: sa.Column[Any]) -> Any:
    kind = column.type
    return kind.impl if isinstance(kind, sa.TypeDecorator) and not isinstance(kind, Utc) else kind


def _values(row: Any) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in row._mapping.items() if name != "candidate_id")


def _told(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat() if isinstance(value, date) else value


def _insert(connection: sa.Connection, table: sa.Table | None, rows: list[dict[str, Any]]) -> None:
    if table is None or not rows:
        return
    connection.execute(sa.insert(_raw(table)), rows)


def _reader(column: sa.Column[Any]) -> Any:
    if isinstance(column.type, Utc):
        return _instant
    if isinstance(column.type, sa.Date):
        return date.fromisoformat
    return base64.b64decode if isinstance(column.type, sa.LargeBinary) else _as_it_is


def _as_it_is(value: Any) -> Any:
    if not isinstance(value, str | int | float):
        raise TypeError
    return value


def _instant(value: str) -> datetime:
    read = datetime.fromisoformat(value)
    if read.tzinfo is None:
        raise ValueError
    return read


def _read(line: str, name: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise _damaged(name) from None


def _damaged(name: str) -> StoreError:
    return StoreError(f"{name}: is no backup of tealeaves, or is damaged")


def _counts(end: dict[str, Any], name: str) -> dict[str, Any]:
    rows = end.get("rows")
    if not isinstance(rows, dict):
        raise _damaged(name)
    return rows


def _revision(head: Any, name: str) -> str:
    if not isinstance(head, dict) or head.get("tealeaves") != "backup":
        raise StoreError(f"{name}: is no backup of tealeaves")
    revision = str(head.get("revision"))
    if head.get("format") != FORMAT or revision not in upgrade.revisions():
        raise StoreTooNew(f"{name}: was written by a newer tealeaves; update tealeaves")
    return revision


def _row(value: Any, name: str) -> tuple[sa.Table, dict[str, Any]]:
    """The table and the values as the database takes them, whatever stood there."""
    is_row = isinstance(value, list) and len(value) == 2 and isinstance(value[1], dict)
    table = Base.metadata.tables.get(str(value[0])) if is_row else None
    if table is None or not _is_told(table):
        raise _damaged(name)
    if not set(value[1]) <= set(table.c.keys()) - {"candidate_id"}:
        raise _damaged(name)
    try:
        return table, {
            one: None if told is None else _reader(table.c[one])(told) for one, told in value[1].items()
        }
    except (ValueError, TypeError, KeyError):
        raise _damaged(name) from None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

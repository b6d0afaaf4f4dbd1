"""Keeps the index in step with what is stored: it is looked after when somebody searches, never by an import.

It is derived: everything here may be deleted, and the next search makes it anew.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from store.models import ContentRow, EventRow, SearchedRow
from store.search import sqlite
from store.search.languages import vector
from store.search.words import words
from store.statements import among, insert_new, lock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ingest.types import Message
    from store.statements import Row

RULES = f"1/{unicodedata.unidata_version}"
"""How words are made, raised with `store.search.words`; rows by other rules are made anew."""

LONGEST_BODY = 250_000
"""Bytes of a message's words. PostgreSQL takes a megabyte in its own form, which is at most four times as
long; what such a message says after a hundred pages is found by reading it."""

LONGEST_HEAD = 10_000
"""Bytes of the words of a subject and of a sender."""

BREAK = "¶"
"""Stands between two texts, so that no phrase goes from one to the other. No query holds it."""


def missing(connection: sa.Connection, candidate: int) -> tuple[str, ...]:
    """The kept messages that the index does not have, or not as they are now."""
    carried = (
        sa.select(sa.func.count())
        .where(EventRow.candidate_id == candidate, EventRow.carrier == ContentRow.message_key)
        .scalar_subquery()
    )
    asked = (
        sa.select(ContentRow.message_key)
        .outerjoin(SearchedRow, mine())
        .where(
            ContentRow.candidate_id == candidate,
            sa.or_(
                SearchedRow.message_key.is_(None), SearchedRow.rules != RULES, SearchedRow.events != carried
            ),
        )
        .order_by(ContentRow.message_key)
    )
    return tuple(connection.scalars(asked))


def is_ready(connection: sa.Connection) -> bool:
    """Whether the database has the index that it can have."""
    return connection.dialect.name != "sqlite" or sqlite.is_in_step(connection) is sqlite.has_fts5(connection)


def put(connection: sa.Connection, candidate: int, keys: Collection[str]) -> None:
    """Makes the index of these messages anew."""
    lock(connection, candidate)
    if connection.dialect.name == "sqlite":
        sqlite.prepare(connection)
    if not keys:
        return
    _delete(connection, candidate, keys)
    insert_new(connection, SearchedRow, _rows(connection, candidate, keys))


def drop(connection: sa.Connection, candidate: int, keys: Collection[str]) -> None:
    """Takes these messages out of the index, and the words of all that were taken out before: none is left
    in it. To be called before the messages are deleted, or after. The pages of SQLite's file are zeroed or
    given back by VACUUM, which is the caller's; so it is in PostgreSQL."""
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        sqlite.let_go(connection)
    _delete(connection, candidate, keys)
    if on_sqlite:
        sqlite.tidy(connection)


def mine() -> sa.ColumnElement[bool]:
    """Joins the index to the contents."""
    return sa.and_(
        SearchedRow.candidate_id == ContentRow.candidate_id, SearchedRow.message_key == ContentRow.message_key
    )


def _delete(connection: sa.Connection, candidate: int, keys: Collection[str]) -> None:
    if keys:
        gone = sa.delete(SearchedRow).where(
            SearchedRow.candidate_id == candidate, among(connection, SearchedRow.message_key, keys)
        )
        connection.execute(gone)


def _rows(connection: sa.Connection, candidate: int, keys: Collection[str]) -> list[Row]:
    asked = sa.select(
        ContentRow.message_key,
        ContentRow.sender_name,
        ContentRow.sender_email,
        ContentRow.subject,
        ContentRow.text,
        ContentRow.attachments,
        ContentRow.forwarded,
    ).where(ContentRow.candidate_id == candidate, among(connection, ContentRow.message_key, keys))
    events = carried(connection, candidate, keys)
    on_sqlite = connection.dialect.name == "sqlite"
    after = (connection.scalar(sa.select(sa.func.max(SearchedRow.number))) or 0) + 1 if on_sqlite else 0
    rows: list[Row] = []
    for nth, found in enumerate(connection.execute(asked)):
        row = _row(found, events.get(found.message_key, []))
        row |= {"candidate_id": candidate, "number": after + nth if on_sqlite else None}
        texts = ((row["heading"], "A"), (row["people"], "B"), (row["body"], "D"))
        rows.append(row | {"lexemes": None if on_sqlite else vector(texts)})
    return rows


def carried(connection: sa.Connection, candidate: int, keys: Collection[str]) -> dict[str, list[list[str]]]:
    """What the events that these messages carried say, of each its texts."""
    asked = (
        sa.select(EventRow.carrier, EventRow.summary, EventRow.location, EventRow.description)
        .where(EventRow.candidate_id == candidate, among(connection, EventRow.carrier, keys))
        .order_by(EventRow.carrier, EventRow.position, EventRow.digest)
    )
    found: defaultdict[str, list[list[str]]] = defaultdict(list)
    for row in connection.execute(asked):
        found[row.carrier].append([row.summary, row.location, row.description])
    return found


def others(attachments: Iterable[Any], forwarded: Iterable[Message], events: list[list[str]]) -> list[str]:
    """The texts of a message beside its own: names of attachments, letters in it, what its events say."""
    texts = [one.name for one in attachments]
    for letter in forwarded:
        who = (letter.sender.name, letter.sender.email) if letter.sender else ()
        texts += [letter.subject, *who, letter.text]
    return [text for text in (*texts, *dict.fromkeys(one for event in events for one in event)) if text]


def _row(found: Any, events: list[list[str]]) -> Row:
    texts = (found.text, *others(found.attachments, found.forwarded, events))
    return {
        "message_key": found.message_key,
        "events": len(events),
        "rules": RULES,
        "heading": _cut([found.subject], LONGEST_HEAD),
        "people": _cut([found.sender_name or "", found.sender_email or ""], LONGEST_HEAD),
        "body": _cut(texts, LONGEST_BODY),
    }


def _cut(texts: Iterable[str], most: int) -> str:
    """The words of the texts with a blank between them, in at most so many bytes."""
    joined = f" {BREAK} ".join(" ".join(words(text)) for text in texts)
    if len(joined) * 4 <= most or len(joined.encode()) <= most:
        return joined
    return joined.encode()[:most].decode(errors="ignore").rpartition(" ")[0]

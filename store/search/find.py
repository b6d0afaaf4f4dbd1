"""Finds messages by their words, in the index as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from classify.types import Author
from store.models import (
    ApplicationRow,
    ContentRow,
    MembershipRow,
    MessageRow,
    ReadingRow,
    SearchedRow,
)
from store.readings import joined
from store.rows import sender
from store.search import sqlite
from store.search.index import BREAK, carried, others
from store.search.languages import fts5, tsquery
from store.search.query import matches, needle
from store.search.types import Findings, Hit
from store.search.within import conditions
from store.statements import among

if TYPE_CHECKING:
    from store.search.query import Query, Term
    from store.search.types import Within

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Sought:
    """A query as a database has it."""

    conditions: tuple[Condition, ...]
    rank: sa.ColumnElement[float] | None = None  # the least is the best
    index: sa.Subquery | None = None  # to be joined by its number


def find(connection: sa.Connection, candidate: int, query: Query, within: Within, limit: int) -> Findings:
    """The messages that the index has, those that fit best first, then the latest; without words the latest.

    Without FTS5 in SQLite every text is read instead, and the latest come first.
    """
    if connection.dialect.name == "postgresql":
        sought = _in_postgres(query)
    elif sqlite.is_in_step(connection):
        sought = _in_sqlite(query)
    else:
        sought = _by_reading(connection, candidate, query)
    asked = sa.select(MessageRow.key, sa.func.count().over().label("total"))
    if sought.index is None:
        asked = asked.select_from(SearchedRow)
    else:
        asked = asked.select_from(sought.index).join(SearchedRow, SearchedRow.number == sought.index.c.number)
    message = sa.and_(
        MessageRow.candidate_id == SearchedRow.candidate_id, MessageRow.key == SearchedRow.message_key
    )
    ranked = () if sought.rank is None else (sought.rank,)
    asked = (
        asked.join(MessageRow, message)
        .where(MessageRow.candidate_id == candidate)
        .where(*sought.conditions, *conditions(connection, candidate, within))
        .order_by(*ranked, MessageRow.at.desc(), MessageRow.key)
        .limit(limit)
    )
    found = connection.execute(asked).all()
    hits = _hits(connection, candidate, [row.key for row in found])
    return Findings(hits, found[0].total if found else 0)


def _in_sqlite(query: Query) -> Sought:
    without = (SearchedRow.number.not_in(sqlite.numbers(fts5((query.none,)))),) if query.none else ()
    if not query.every:
        return Sought(without)
    found = sqlite.ranked(fts5(query.every))
    return Sought(without, found.c.rank, found)


def _in_postgres(query: Query) -> Sought:
    """Its phrases know sixteen thousand places, and 256 of one word: what has the words is read again."""
    without = (sa.not_(_some(query.none)),) if query.none else ()
    if not query.every:
        return Sought(without)
    phrases = (_some(terms) for terms in query.every if any(len(one.words) > 1 for one in terms))
    rank = sa.func.ts_rank(SearchedRow.lexemes, _tsquery(query.every), 1)
    return Sought((_at(query.every), *phrases, *without), -rank)


def _some(terms: tuple[Term, ...]) -> Condition:
    """Whether one of the terms stands there."""
    text = sa.func.concat(
        " ", SearchedRow.heading, f" {BREAK} ", SearchedRow.people, f" {BREAK} ", SearchedRow.body, " "
    )
    single = tuple(one for one in terms if len(one.words) == 1)
    phrases = [
        sa.and_(_at(((one,),)), sa.func.strpos(text, needle(one)) > 0) for one in terms if len(one.words) > 1
    ]
    return sa.or_(*([_at((single,))] if single else []), *phrases)


def _at(groups: tuple[tuple[Term, ...], ...]) -> Condition:
    return SearchedRow.lexemes.op("@@", is_comparison=True)(_tsquery(groups))


def _tsquery(groups: tuple[tuple[Term, ...], ...]) -> sa.ColumnElement[Any]:
    from sqlalchemy.dialects.postgresql import TSQUERY

    return sa.cast(sa.bindparam(None, tsquery(groups), sa.Text, unique=True), TSQUERY)


def _by_reading(connection: sa.Connection, candidate: int, query: Query) -> Sought:
    if not query:
        return Sought(())
    asked = sa.select(
        SearchedRow.message_key, SearchedRow.heading, SearchedRow.people, SearchedRow.body
    ).where(SearchedRow.candidate_id == candidate)
    found = [key for key, *texts in connection.execute(asked) if matches(query, texts)]
    return Sought((among(connection, SearchedRow.message_key, found),))


def _hits(connection: sa.Connection, candidate: int, keys: list[str]) -> tuple[Hit, ...]:
    """The messages, in that order."""
    belongs = sa.and_(
        MembershipRow.candidate_id == MessageRow.candidate_id, MembershipRow.message_key == MessageRow.key
    )
    application = sa.and_(
        ApplicationRow.candidate_id == MembershipRow.candidate_id,
        ApplicationRow.id == MembershipRow.application_id,
    )
    asked = (
        sa.select(*_SHOWN)
        .join(ContentRow, joined(ContentRow))
        .join(ReadingRow, joined(ReadingRow))
        .outerjoin(MembershipRow, belongs)
        .outerjoin(ApplicationRow, application)
        .where(MessageRow.candidate_id == candidate, among(connection, MessageRow.key, keys))
    )
    rows = {row.key: row for row in connection.execute(asked)}
    events = carried(connection, candidate, keys)
    return tuple(_hit(rows[key], events.get(key, [])) for key in keys)


_SHOWN: tuple[Any, ...] = (
    MessageRow.key,
    MessageRow.message_id,
    MessageRow.at,
    ContentRow.sender_name,
    ContentRow.sender_email,
    ContentRow.subject,
    ContentRow.text,
    ContentRow.attachments,
    ContentRow.forwarded,
    ReadingRow.author,
    ReadingRow.company.label("named"),
    MembershipRow.application_id,
    ApplicationRow.company,
    ApplicationRow.role,
    ApplicationRow.agency,
)


def _hit(row: Any, events: list[list[str]]) -> Hit:
    return Hit(
        key=row.key,
        message_id=row.message_id,
        at=row.at,
        author=Author(row.author),
        sender=sender(row),
        application=row.application_id or "",
        company=row.company or row.named or "",
        role=row.role or "",
        agency=row.agency or "",
        subject=row.subject,
        text=row.text,
        others=tuple(others(row.attachments, row.forwarded, events)),
    )

"""Everything a candidate has, in a form that two stores can be compared by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from store.columns import encoded
from store.models import (
    ApplicationRow,
    Base,
    CandidateRow,
    ContentRow,
    EndingRow,
    EventRow,
    MailedDigestRow,
    MembershipRow,
    MessageRow,
    ProblemRow,
    QuestionRow,
    RuleSetRow,
    SearchedRow,
)
from store.models.base import WALL_CLOCK, WALL_CLOCK_OR_NONE

Dump = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are of each; `kept` are the messages whose words are here."""

    messages: int
    kept: int
    applications: int
    events: int
    problems: int
    relevant: int  # messages that belong to an application
    questions: int


def counts(connection: sa.Connection, candidate: int) -> Counts:
    counted = (
        MessageRow,
        ContentRow,
        ApplicationRow,
        EventRow,
        ProblemRow,
        MembershipRow,
        QuestionRow,
    )
    asked = sa.select(
        *(
            sa.select(sa.func.count()).where(model.candidate_id == candidate).scalar_subquery()
            for model in counted
        )
    )
    return Counts(*connection.execute(asked).one())


def dump(connection: sa.Connection, candidate: int) -> Dump:
    """Table -> its rows in order of their keys, ready for JSON.

    Left out: the candidate's number, the mark of what is not settled, the rules as they were, what is kept
    to be quick, the digests that were mailed, and the times at which we imported something (of some it is
    told whether there is one). So a store that was filled in
    one go equals one that was filled bit by bit.
    """
    without = {row.__table__ for row in (CandidateRow, RuleSetRow, EndingRow, MailedDigestRow, SearchedRow)}
    tables = [table for table in Base.metadata.sorted_tables if table not in without]
    return {table.name: _rows(connection, table, candidate) for table in sorted(tables, key=_by_name)}


def _by_name(table: sa.Table) -> str:
    return table.name


def _rows(connection: sa.Connection, table: sa.Table, candidate: int) -> list[dict[str, Any]]:
    shown = [
        column.is_not(None).label(column.name) if column.info == WALL_CLOCK_OR_NONE else column
        for column in table.c
        if column.name != "candidate_id" and column.info != WALL_CLOCK
    ]
    keys = [column.name for column in table.primary_key if column.name != "candidate_id"]
    found = connection.execute(sa.select(*shown).where(table.c.candidate_id == candidate)).mappings()
    # Sorted here: databases sort text by rules of their own.
    ordered = sorted(found, key=lambda row: tuple(row[name] for name in keys))
    ready: list[dict[str, Any]] = msgspec.json.decode(encoded([dict(row) for row in ordered]))
    return ready

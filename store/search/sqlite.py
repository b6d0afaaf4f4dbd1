"""SQLite's index of words (FTS5): a table over `searched`, in which triggers keep it in step.

It belongs to no migration, since not every SQLite can make it. Its triggers are there exactly if it is in
step: they are made last, and taken away by an SQLite without FTS5, which could not follow them.
"""

from __future__ import annotations

import sqlalchemy as sa

TABLE = "searched_words"
_RANK = "bm25(searched_words, 6.0, 3.0, 1.0)"  # a word of the subject says most, one of the text least
# "ascii" parts words at blanks and signs of ASCII alone; ours are parted by blanks (`store.search.words`).
_MAKE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS searched_words USING fts5"
    "(heading, people, body, content='searched', content_rowid='number', tokenize='ascii')",
    "INSERT INTO searched_words (searched_words) VALUES ('rebuild')",
    "CREATE TRIGGER searched_added AFTER INSERT ON searched BEGIN"
    " INSERT INTO searched_words (rowid, heading, people, body)"
    " VALUES (new.number, new.heading, new.people, new.body); END",
    "CREATE TRIGGER searched_gone AFTER DELETE ON searched BEGIN"
    " INSERT INTO searched_words (searched_words, rowid, heading, people, body)"
    " VALUES ('delete', old.number, old.heading, old.people, old.body); END",
)
_TIDY = "INSERT INTO searched_words (searched_words) VALUES ('optimize')"
_LET_GO = (
    "DROP TRIGGER searched_added",
    "DROP TRIGGER searched_gone",
    "DELETE FROM searched_words_data",
    "DELETE FROM searched_words_idx",
    "DELETE FROM searched_words_docsize",
)


def has_fts5(connection: sa.Connection) -> bool:
    """Whether this SQLite was built with it."""
    asked = "SELECT 1 FROM pragma_module_list WHERE name = 'fts5'"
    return connection.exec_driver_sql(asked).first() is not None


def is_in_step(connection: sa.Connection) -> bool:
    """Whether there is an index of all that is in `searched`."""
    asked = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'searched'"
    return connection.exec_driver_sql(asked).scalar() == 2


def prepare(connection: sa.Connection) -> None:
    """Makes the index where it is missing, or lets go of it where it cannot be kept in step."""
    if not has_fts5(connection):
        let_go(connection)
    elif not is_in_step(connection):
        for statement in _MAKE:
            connection.exec_driver_sql(statement)


def let_go(connection: sa.Connection) -> None:
    """Empties an index that this SQLite cannot keep in step, by way of the tables that FTS5 keeps it in."""
    if is_in_step(connection) and not has_fts5(connection):
        for statement in _LET_GO:
            connection.exec_driver_sql(statement)


def tidy(connection: sa.Connection) -> None:
    """Writes the index anew without what was deleted, of which it keeps the words until then."""
    if is_in_step(connection):
        connection.exec_driver_sql(_TIDY)


def numbers(fts5: str) -> sa.Select[tuple[int]]:
    """The numbers of the rows of `searched` that have it."""
    return sa.select(_index.c.rowid).where(_match(fts5))


def ranked(fts5: str) -> sa.Subquery:
    """The numbers of the rows of `searched` that have it, each with its rank, the best the least.

    It is asked by itself, first: left to the planner, SQLite may ask the index once for each message.
    """
    rank = sa.literal_column(_RANK, sa.Float).label("rank")
    asked = sa.select(_index.c.rowid.label("number"), rank).where(_match(fts5))
    return asked.limit(-1).subquery("found")


_index = sa.table(TABLE, sa.column("rowid", sa.Integer))


def _match(fts5: str) -> sa.ColumnElement[bool]:
    return sa.literal_column(TABLE).op("MATCH", is_comparison=True)(sa.bindparam(None, fts5, unique=True))

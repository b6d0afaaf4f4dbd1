"""What is searched: derived, and made anew by the next search wherever it is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from store.columns import Words
from store.models.base import Base, column, optional, owner

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect


class Lexemes(sa.TypeDecorator[str]):
    """PostgreSQL's tsvector; in SQLite text, of which there is none."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(sa.Text())
        from sqlalchemy.dialects.postgresql import TSVECTOR

        return dialect.type_descriptor(TSVECTOR())


class SearchedRow(Base):
    """The words of a kept message, each as it is compared, with a blank between them. It goes with the words
    that it was made of.

    SQLite has an index of them in a table of its own (`store.search.sqlite`), which knows the row by its
    `number`; PostgreSQL has it on `lexemes`. `events` is how many events the message carried then.
    """

    __tablename__ = "searched"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["candidate_id", "message_key"],
            ["contents.candidate_id", "contents.message_key"],
            ondelete="CASCADE",
        ),
        sa.Index(
            None,
            "lexemes",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},  # else a scan reads all that came since the last vacuum
            sqlite_where=sa.text("lexemes IS NOT NULL"),
        ),
    )

    candidate_id = owner()
    message_key = column(Words, primary_key=True)
    number = optional(sa.Integer, unique=True)
    events = column(sa.Integer)
    rules = column(Words)
    heading = column(Words)
    people = column(Words)
    body = column(Words)
    lexemes = optional(Lexemes)

"""The base of all tables. Every constraint has a name, so that a later migration can speak of it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

WALL_CLOCK = {"wall_clock": True}
"""Marks a column that tells when we did something, not what the world said: no two stores agree on it."""


class Base(DeclarativeBase):
    """Keys are natural and begin with the candidate, so that every table can be split by candidate."""

    metadata = sa.MetaData(naming_convention=NAMING)


def owner() -> sa.orm.MappedColumn[int]:
    """The candidate that a row belongs to: the first part of every key."""
    return mapped_column(sa.ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True)


def of_message(*columns: str) -> sa.ForeignKeyConstraint:
    """The row goes when its message goes; `columns` are the candidate and the message's key here."""
    return sa.ForeignKeyConstraint(columns, ["messages.candidate_id", "messages.key"], ondelete="CASCADE")

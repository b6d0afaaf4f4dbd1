"""The base of all tables. Every constraint has a name, so that a later migration can speak of it."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

WALL_CLOCK = {"wall_clock": True}
"""Marks a column that tells when we did something, not what the world said: no two stores agree on it."""

WALL_CLOCK_OR_NONE = {"wall_clock_or_none": True}
"""Marks such a column where two stores agree at least on whether it is set."""

T = TypeVar("T")


class Base:
    """A table with its columns as attributes: `Row.column`, and `Row` itself wherever SQL wants a table.

    Keys are natural and begin with the candidate, so that every table can be split by candidate. It does
    for us what SQLAlchemy's declarative base would do, since we have no sessions and no objects to map:
    importing its ORM and mapping the classes would nearly double what SQLAlchemy costs every command.
    """

    metadata: ClassVar = sa.MetaData(naming_convention=NAMING)
    __tablename__: ClassVar[str]
    __table_args__: ClassVar[tuple[sa.Constraint | sa.Index, ...]] = ()
    __table__: ClassVar[sa.Table]

    def __init_subclass__(cls) -> None:
        columns = {name: value for name, value in vars(cls).items() if isinstance(value, sa.Column)}
        for name, one in columns.items():
            one.name = name
        cls.__table__ = sa.Table(cls.__tablename__, Base.metadata, *columns.values(), *cls.__table_args__)

    @classmethod
    def __clause_element__(cls) -> sa.Table:
        return cls.__table__


def column(kind: type[TypeEngine[T]] | TypeEngine[T], **options: Any) -> sa.ColumnElement[T]:
    """A column that always holds a value. (To a type checker, `sa.Column` may not stand in a class.)"""
    return sa.Column(kind, nullable=False, **options)


def optional(kind: type[TypeEngine[T]] | TypeEngine[T], **options: Any) -> sa.ColumnElement[T | None]:
    """A column that may be NULL."""
    return sa.Column(kind, nullable=True, **options)


def owner() -> sa.ColumnElement[int]:
    """The candidate that a row belongs to: the first part of every key."""
    return sa.Column(sa.Integer, sa.ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True)


def of_message(*columns: str) -> sa.ForeignKeyConstraint:
    """The row goes when its message goes; `columns` are the candidate and the message's key here."""
    return sa.ForeignKeyConstraint(columns, ["messages.candidate_id", "messages.key"], ondelete="CASCADE")

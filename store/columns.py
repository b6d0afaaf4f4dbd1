"""The column types: each takes a value of ours and gives back an equal one, on every database."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from store import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Dialect


class Words(sa.TypeDecorator[str]):
    """Text that somebody wrote. Characters that no database keeps are replaced (`clean.words`)."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean.words(value)


class Exact(sa.TypeDecorator[str]):
    """Text that is given back to the letter: the name of a place, a cursor (`clean.moved`)."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean.moved(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean.restored(value)


class Whole(sa.TypeDecorator[int]):
    """A whole number that somebody else chose, cut to 63 bits."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return None if value is None else clean.whole(value)


class Utc(sa.TypeDecorator[datetime]):
    """An aware time in UTC, in and out. A naive time is a bug of the caller's and raises ValueError."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be kept as UTC")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(sa.TypeDecorator[Any]):
    """A frozen value, or a tuple of them, as JSON in a text column; `shape` is its Python type."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, shape: Any) -> None:
        super().__init__()
        self.shape = shape

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[Any]:
        """Made at the first value that is read: most commands read few of the columns."""
        return msgspec.json.Decoder(self.shape)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else encoded(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else self._decoder.decode(value)


def as_stored(column: Any) -> sa.ColumnElement[str]:
    """A column of JSON as its text, for `many`."""
    return sa.type_coerce(column, sa.Text).label(column.name)


def many(shape: Any, texts: Iterable[str]) -> list[Any]:
    """The values of a column of JSON of that shape, decoded all at once."""
    decoded: list[Any] = msgspec.json.decode(f"[{','.join(texts)}]", type=list[shape])
    return decoded


def encoded(value: Any) -> str:
    """`value` as JSON, always the same for equal values and free of what a database cannot keep."""
    try:
        text = msgspec.json.encode(value).decode()
    except (UnicodeEncodeError, OverflowError):
        text = ""
    if text and "\\u0000" not in text:
        return text
    return msgspec.json.encode(clean.tree(msgspec.to_builtins(value))).decode()

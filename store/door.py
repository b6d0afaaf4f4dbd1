"""What the store's door is hung on: an engine, the two kinds of transaction, and the rehearsal."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Self

from store import database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from types import TracebackType

    import sqlalchemy as sa


class Door:
    """Something that is open until it is closed."""

    def __init__(self, engine: sa.Engine, rehearsed: sa.Connection | None = None) -> None:
        """With `rehearsed`, everything happens in the transaction that this connection is in."""
        self._engine = engine
        self._rehearsed = rehearsed
        self._is_kept = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    @contextlib.contextmanager
    def rehearsal(self) -> Iterator[Self]:
        """This very thing in one transaction, in which all may be tried: it is undone unless it is told to
        `keep` it. Nobody else can write meanwhile (in PostgreSQL, nobody to the same candidate)."""
        with database.writing(self._engine) as connection:
            tried = type(self)(self._engine, connection)
            yield tried
            transaction = connection.get_transaction()
            if not tried._is_kept and transaction is not None:
                transaction.rollback()

    def keep(self) -> None:
        """What is done in this rehearsal is kept at its end."""
        self._is_kept = True

    def _reading(self) -> AbstractContextManager[sa.Connection]:
        return database.reading(self._engine) if self._rehearsed is None else self._inside(self._rehearsed)

    def _writing(self, *, waits: bool = True) -> AbstractContextManager[sa.Connection]:
        if self._rehearsed is not None:
            return self._inside(self._rehearsed)
        return database.writing(self._engine, waits=waits)

    @contextlib.contextmanager
    def _inside(self, connection: sa.Connection) -> Iterator[sa.Connection]:
        with database.speaking(self._engine.url):
            yield connection

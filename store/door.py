"""What the store's door is hung on: an engine, and the two kinds of transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from store import database

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from types import TracebackType

    import sqlalchemy as sa


class Door:
    """Something that is open until it is closed."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    def _reading(self) -> AbstractContextManager[sa.Connection]:
        return database.reading(self._engine)

    def _writing(self) -> AbstractContextManager[sa.Connection]:
        return database.writing(self._engine)

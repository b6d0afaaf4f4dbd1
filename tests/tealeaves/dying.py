"""A store in a process that ends."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa


class PowerCutError(Exception):
    """The process ends here."""


class Dying(Store):
    """A store whose process ends at one of its write transactions, and writes nothing afterwards."""

    def __init__(self, engine: sa.Engine, left: int, moment: str) -> None:
        super().__init__(engine)
        self._left, self._moment = left, moment

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        self._left -= 1
        if self._left > 0:
            with super()._writing() as connection:
                yield connection
            return
        if self._left == 0 and self._moment != "before":
            with super()._writing() as connection:
                yield connection
                if self._moment == "inside":
                    raise PowerCutError
        raise PowerCutError

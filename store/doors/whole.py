"""Everything there is, counted or told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.door import Door

if TYPE_CHECKING:
    from store.dump import Counts, Dump


class Whole(Door):
    """All of it at once. Each method is one transaction; each may raise StoreError."""

    def counts(self, candidate: int) -> Counts:
        """How much there is."""
        from store import dump as dumping

        with self._reading() as connection:
            return dumping.counts(connection, candidate)

    def dump(self, candidate: int) -> Dump:
        """Everything, ready for JSON and without what two imports of the same mail would differ in."""
        from store import dump as dumping

        with self._reading() as connection:
            return dumping.dump(connection, candidate)

"""Searching the stored messages by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.door import Door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.search.query import Query
    from store.search.types import Findings, Within

AT_ONCE = 500
"""Messages of one transaction: nobody else waits longer than these take."""


class Found(Door):
    """What is found by its words. Each method is one transaction; each may raise StoreError."""

    def index(self, candidate: int) -> Iterator[tuple[int, int]]:
        """Brings the index up to what is stored, in transactions of some hundred messages; yields how many it
        has and how many it will have of those that were missing. To be read to the end."""
        from store.search import index

        with self._reading() as connection:
            keys = index.missing(connection, candidate)
            is_ready = index.is_ready(connection)
        for at in range(0, max(len(keys), not is_ready), AT_ONCE):
            with self._writing() as connection:
                index.put(connection, candidate, keys[at : at + AT_ONCE])
            yield min(at + AT_ONCE, len(keys)), len(keys)

    def search(self, candidate: int, query: Query, within: Within, limit: int) -> Findings:
        """The best `limit` of the messages that the index has, and how many there are: those that fit best
        first, then the latest."""
        from store.search import find

        with self._reading() as connection:
            return find.find(connection, candidate, query, within, limit)

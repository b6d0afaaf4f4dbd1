"""The feed connector: of a published calendar, the events that belong to the job search."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ingest.connector import Passed
from ingest.feed import cursor, folder
from ingest.feed.fetch import Fetcher
from ingest.feed.tour import Tour
from ingest.types import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from ingest.connector import Batch, Diary
    from ingest.feed.account import Account
    from ingest.types import Place


class Feed:
    """A feed at an address, an .ics file or a folder of them, read-only. A context manager."""

    def __init__(self, account: Account, diary: Diary) -> None:
        self._account = account
        self._diary = diary
        self._fetcher = Fetcher(account)
        self.passed = Passed()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._fetcher.close()

    @property
    def bytes_received(self) -> int:
        """How many octets servers sent, all told; 0 for files."""
        return self._fetcher.bytes_received

    def changes(self, cursors: dict[str, str]) -> Iterator[Batch]:
        """Everything since the cursor, in one batch; its stream is the account's name.

        Raises SourceError where the feed cannot be read: what was taken of it stays.
        """
        before = cursor.read(cursors.get(self._account.name, ""))
        tour = Tour(self._account, self._diary, before)
        if self._account.path:
            batch = tour.files(folder.listing(Path(self._account.path)), folder.content)
        else:
            fetched = self._fetcher.fetch(None if tour.looks_again else before)
            batch = tour.feed(fetched) if fetched is not None else None
        if batch is not None:
            yield batch

    def again(self, place: Place) -> Problem:
        """No event is read again: every version that belongs was kept when it came."""
        return Problem("gone", "an event of a feed is not read again", place)

    def again_many(self, places: Iterable[Place]) -> Iterator[tuple[Place, Problem]]:
        """Each place with `again` of it."""
        return ((place, self.again(place)) for place in places)

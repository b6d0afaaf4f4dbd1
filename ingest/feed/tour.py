"""What came, what was changed and what is over, by the documents of a feed as they are now. Asks nobody."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.calendars.judged import looks_again
from ingest.calendars.shelf import Shelf
from ingest.connector import Batch
from ingest.errors import SourceError
from ingest.feed.account import KIND
from ingest.feed.cursor import Cursor, digest
from ingest.invites.events import MOST_BYTES, UNREADABLE, read_calendar
from ingest.types import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ingest.connector import Diary
    from ingest.feed.account import Account
    from ingest.feed.cursor import Seen
    from ingest.feed.fetch import Fetched
    from ingest.feed.folder import File, Listing
    from ingest.types import Event, Item

WHOLE = ""
"""The document of a feed, and of a file that a person named."""

_EMPTY = "the calendar is empty all of a sudden; what was taken there stays until events are in it again"
_NO_CALENDAR = "what is there is no calendar; what was taken stays"
_LARGE = f"a calendar of more than {MOST_BYTES // 1_000_000} MB"
_CLOSED = "a file that cannot be read; what was taken from it stays"
_PARTIAL = frozenset({"truncated", "too-large", "not-calendar", "unreadable"})


class Tour:
    """Goes through the documents of one feed, once: by `feed` or by `files`."""

    def __init__(self, account: Account, diary: Diary, before: Cursor) -> None:
        self._account = account
        self._before = before
        self._mark = diary.mark
        self._place = Place(account.source, KIND)
        self._shelf = Shelf(self._place, diary, account.since, account.now, set(), before.elsewhere)
        self._known = frozenset(content for _, content in before.seen)
        self._items: list[Item] = []
        self._troubles: Counter[tuple[str, str]] = Counter()
        self._doubts = before.is_doubted
        self._count = 0
        self.looks_again = looks_again(before, self._mark, account.since)

    def feed(self, fetched: Fetched) -> Batch | None:
        """What a feed says now; None where nothing is new. Raises SourceError for what is no calendar."""
        seen = self._read(WHOLE, "", fetched.body)
        # What came in part is asked for once more: it may have broken off on the way.
        is_settled = not self._is_partial or seen in self._before.seen
        etag, modified = (fetched.etag, fetched.modified) if is_settled else ("", "")
        return self._end(Cursor(fetched.at, etag, modified, (seen,)))

    def files(self, listing: Listing, content: Callable[[File], bytes | None]) -> Batch | None:
        """What the files of a folder say now; None where that is nothing new. `content` reads one of them.

        Raises SourceError where the file that a person named is no calendar.
        """
        looks = dict(self._before.seen)
        seen: list[Seen] = []
        for file in listing.files:
            if file.look in looks and file.look and not self.looks_again:
                seen.append((file.look, looks[file.look]))
            elif (raw := content(file)) is not None:
                seen.append(self._read(file.document, file.look, raw))
            else:
                self._troubles["unreadable", _CLOSED] += 1
        if not listing.is_whole or self._is_partial:  # what is missing may be where nobody could look
            return self._end(Cursor(seen=tuple(seen)))
        there = {file.document for file in listing.files}
        if not there and self._shelf.documents:
            self._doubts = True
        else:
            for document in self._shelf.documents - there:
                self._shelf.gone(document)
        return self._end(Cursor(seen=tuple(seen)))

    @property
    def _is_partial(self) -> bool:
        return _is_partial(self._troubles)

    def _read(self, document: str, look: str, raw: bytes) -> Seen:
        """Takes in what a document says, unless it is what it said before."""
        seen = look, digest(document, raw)
        if seen[1] in self._known and not self.looks_again:
            return seen
        if len(raw) > MOST_BYTES:
            self._troubles["too-large", _LARGE] += 1
            return seen
        events, problems = read_calendar(raw, self._place)
        troubles = Counter((one.code, one.detail) for one in problems)
        if document == WHOLE and any(code == "not-calendar" for code, _ in troubles):
            raise SourceError(f"{self._account.name}: {_NO_CALENDAR}")
        self._troubles += troubles
        self._count += len(events)
        self._take(document, events, is_whole=not _is_partial(troubles))
        return seen

    def _take(self, document: str, events: tuple[Event, ...], *, is_whole: bool) -> None:
        if not is_whole:
            self._items += self._shelf.add(document, events)
        elif document == WHOLE and not events and self._shelf.documents:
            self._doubts = True
        else:
            self._doubts = False
            self._items += self._shelf.put(document, events)

    def _end(self, after: Cursor) -> Batch | None:
        """What is over, what went wrong, and the cursor that covers it all."""
        self._items += self._shelf.over(())
        for (code, detail), times in sorted(self._troubles.items()):
            often = f" ({times} times)" if times > 1 else ""
            self._items.append(Problem(code, detail + often, self._place))
        if self._doubts and not self._before.is_doubted:
            self._items.append(Problem("suddenly-empty", _EMPTY, self._place))
        after = replace(
            after,
            mark=self._mark,
            since=self._account.since,
            is_doubted=self._doubts,
            elsewhere=tuple(sorted(self._shelf.elsewhere)),
        )
        if after == self._before and not self._items:
            return None
        return Batch(self._account.name, tuple(self._items), after.text(), self._count, 0)


def _is_partial(troubles: Iterable[tuple[str, str]]) -> bool:
    """Whether a document may say more than what was read of it."""
    return any(code in _PARTIAL or detail == UNREADABLE for code, detail in troubles)

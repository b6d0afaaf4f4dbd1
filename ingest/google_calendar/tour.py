"""One calendar of an account: what came, what was changed, what is over, and the cursor."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ingest.calendars import versions
from ingest.calendars.judged import looks_again
from ingest.connector import Batch
from ingest.google.faults import RefusedError
from ingest.google.shapes import text
from ingest.google_calendar import cursor as cursors
from ingest.google_calendar import lists, times
from ingest.google_calendar.book import Book
from ingest.google_calendar.cursor import Cursor
from ingest.types import CalendarEvent, Problem

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from datetime import datetime

    from ingest.connector import Diary
    from ingest.google.session import Session
    from ingest.types import Item

_LISTINGS = 3  # how often a list that breaks off with "gone" is begun
_EMPTY = "the calendar is empty all of a sudden; what was taken there stays until Google says it was deleted"
_SILENT = "Google does not give this calendar now; later syncs ask again"
_MOST_TOKEN = 10_000  # a longer one is no token: no server takes such an address
_A_DAY = timedelta(days=1)  # timeMin is compared in the calendar's zone, `is_past` in UTC


class Tour:
    """Reads one calendar from where its cursor says: first `batches`, then `end` once."""

    def __init__(
        self,
        session: Session,
        calendar: str,
        source: str,
        diary: Diary,
        since: datetime,
        uids: set[str],
        text: str,
    ) -> None:
        """`text` is the cursor; `uids` are shared by the tours of an account (see `Book`)."""
        self._session = session
        self._calendar = calendar
        self._mark = diary.mark
        self._since = since
        self._before = cursors.read(text) or Cursor()
        self._after: Cursor | None = None
        self._problems: list[Problem] = []
        self._done = 0
        self.book = Book(source, diary, since, uids, self._before.elsewhere)

    def batches(self) -> Iterator[Batch]:
        """The new versions, with the cursor of before: the token that covers them comes on the last page, and
        taking them twice changes nothing. A calendar that is refused is a `Problem`, and what was taken there
        stays. Raises SourceError for what stops the account."""
        try:
            yield from self._changes()
        except RefusedError as error:
            yield self._batch([Problem("unreadable-calendar", _refused(error.status), self.book.place())])

    def unread(self) -> Batch:
        """Tells that the calendar is not given now, while others of the account are."""
        return self._batch([Problem("unreadable-calendar", _SILENT, self.book.place())])

    @property
    def has_ended(self) -> bool:
        """Whether something is over here, of which another calendar may know better."""
        return self._after is not None and bool(self.book.ended)

    def end(self, others: Sequence[Tour]) -> Batch | None:
        """What is over, and the new cursor; None where nothing changed or the calendar was not read.

        `others` are the account's other calendars. What is over here and goes on there was moved, or is a
        copy: nothing was called off.
        """
        if self._after is None:
            return None
        held = [other.book.held for other in others]
        known = [other.book.versions for other in others]
        over: list[Item] = []
        elsewhere = set(self.book.elsewhere)
        for spot, event in sorted(self.book.ended.items()):
            key = event.uid, event.recurrence_id
            if self.book.has_taken(spot) and any(key in there for there in held):
                elsewhere.add(spot)
            else:
                copies = [there[key] for there in known if key in there]
                over.append(CalendarEvent(versions.outranking(event, copies), self.book.place(spot)))
        cursor = replace(self._after, elsewhere=tuple(sorted(elsewhere)))
        if cursor == self._before and not over and not self._problems:
            return None
        return self._batch([*over, *self._problems], cursor)

    def _changes(self) -> Iterator[Batch]:
        before, is_anew = self._before, not self._before.token
        for left in reversed(range(_LISTINGS)):
            token = "" if is_anew else before.token
            try:
                reached, at = yield from self._list(**({"syncToken": token} if token else {}))
                break
            except RefusedError as error:
                if not _is_expired(error.status, token) or not left:
                    raise
                is_anew = True
        is_doubted = before.is_doubted
        if is_anew:
            is_doubted = not self.book.sweep(at)
            if is_doubted and not before.is_doubted:
                self._problems.append(Problem("suddenly-empty", _EMPTY, self.book.place()))
        elif looks_again(before, self._mark, self._since):
            yield from self._list(timeMin=(self._since - _A_DAY).isoformat())
        self._after = Cursor(reached, self._mark, self._since, is_doubted)

    def _list(self, **span: str) -> Generator[Batch, None, tuple[str, datetime | None]]:
        """Takes a whole list in; returns the token that it ends with, and when the calendar last changed."""
        self.book.begin()
        reached, at = "", None
        for page in lists.events(self._session, self._calendar, **span):
            self._done += len(lists.items(page))
            yield from self._given(self.book.take(page))
            token = text(page.get("nextSyncToken"))
            reached, at = token if len(token) <= _MOST_TOKEN else "", times.instant(page.get("updated"))
        yield from self._given(self.book.settle())
        return reached, at

    def _given(self, found: list[Item]) -> Iterator[Batch]:
        if found:
            yield self._batch(found)

    def _batch(self, found: Iterable[Item], cursor: Cursor | None = None) -> Batch:
        return Batch(self._calendar, tuple(found), (cursor or self._before).text(), self._done, 0)


def _is_expired(status: int, token: str) -> bool:
    """Whether the list has to be read anew: 410, as documented, and a token that makes no sense to Google."""
    return status == 410 or (status == 400 and token != "")


def _refused(status: int) -> str:
    if status in (404, 410):
        return "Google does not find this calendar any longer; what was taken there stays"
    if status == 403:
        return "this calendar may not be read any longer; what was taken there stays"
    return f"Google does not give this calendar (status {status}); later syncs ask again"

"""One calendar of an account: what came, what was changed, what is over, and the cursor."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ingest.caldav import cursor as cursors
from ingest.caldav.collection import AT_ONCE, Page, StaleTokenError
from ingest.caldav.cursor import MOST_TRIES, Cursor
from ingest.caldav.faults import FailingError, RefusedError
from ingest.calendars.judged import looks_again
from ingest.connector import Batch
from ingest.types import Problem
from ingest.web.faults import TooLargeError

if TYPE_CHECKING:
    from collections.abc import Collection as Several
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from ingest.caldav.choice import Calendar
    from ingest.caldav.collection import Collection, Member
    from ingest.caldav.reading import Reading
    from ingest.calendars.shelf import Key, Shelf
    from ingest.types import Item, Place

WORTH_CHOOSING = 2500
WORTH_CHOOSING_AGAIN = 500
"""Documents to look at, from which on the server is asked which of them are not over yet. Some servers are
wrong about what recurs, so at first each of fewer is looked at; a second look comes with each application."""

_EARLY = datetime(1970, 1, 1, tzinfo=UTC)
_A_DAY = timedelta(days=1)  # a server compares whole days in a zone of its own
_EMPTY = (
    "the calendar is empty all of a sudden; what was taken there stays until the server says it was deleted"
)
_SILENT = "the server does not give this calendar now; later syncs ask again"


class Tour:
    """Reads one calendar from where its cursor says: first `batches`, then `end` once."""

    def __init__(
        self,
        collection: Collection,
        calendar: Calendar,
        place: Place,
        shelf: Shelf,
        reading: Reading,
        mark: str,
        since: datetime,
        before: Cursor,
    ) -> None:
        """`place` is that of the calendar, `mark` that of the diary; `reading` reads onto the shelf."""
        self._collection = collection
        self._calendar = calendar
        self._place = place
        self._reading = reading
        self._mark = mark
        self._since = since
        self._before = before
        self._looks_again = looks_again(before, mark, since)
        self._after: Cursor | None = None
        self._problems: list[Problem] = []
        self._seen: set[bytes] = set()
        self._current: frozenset[str] | None = None
        self._by_etag = before.by_etag
        self._done = 0
        self.shelf = shelf

    def batches(self) -> Iterator[Batch]:
        """The new versions, each batch with a cursor that covers no more than what was given. A calendar that
        is refused is a `Problem`, and what was taken there stays. Raises SourceError for what stops the
        account."""
        if self._is_unchanged():
            return
        try:
            yield from self._changes()
        except (RefusedError, TooLargeError) as error:
            yield self._batch([Problem("unreadable-calendar", _refused(error), self._place)])

    def unread(self) -> Batch:
        """Tells that the calendar is not given now, while others of the account are."""
        return self._batch([Problem("unreadable-calendar", _SILENT, self._place)])

    @property
    def has_ended(self) -> bool:
        """Whether something is over here, of which another calendar may know better."""
        return self._after is not None and self.shelf.has_ended

    def end(self, elsewhere: Several[Key]) -> Batch | None:
        """What is over, but for what goes on `elsewhere` in the account, and the new cursor; None where
        nothing changed or the calendar was not read."""
        if self._after is None:
            return None
        over: list[Item] = list(self.shelf.over(elsewhere))
        cursor = replace(self._after, elsewhere=self._elsewhere())
        if cursor == self._before and not over and not self._problems:
            return None
        return self._batch([*over, *self._problems], cursor)

    def _is_unchanged(self) -> bool:
        """Whether the list of calendars told already that nothing is new here."""
        tag = self._calendar.tag
        return tag != "" and not self._looks_again and tag in (self._before.tag, self._before.token)

    def _changes(self) -> Iterator[Batch]:
        token, is_doubted = self._before.token, self._before.is_doubted
        if token:
            try:
                token = yield from self._since_token(token)
            except StaleTokenError:
                token = ""
        if not token:
            token, is_doubted = yield from self._everything()
        elif self._looks_again:
            listed = self._collection.members()
            yield from self._fetched(listed, frozenset(self._seen), keeps_cursor=True)
            is_doubted = self._sweep({member.name for member in listed})
        self._problems += self._reading.problems()
        self._after = self._settled(token, is_doubted)

    def _since_token(self, token: str) -> Generator[Batch, None, str]:
        """Takes in what changed; returns the token that stands for it. That of a part is kept only where all
        of the part was given: what is over is given last."""
        for page in self._collection.changes(token):
            yield from self._fetched(page.members, frozenset(), keeps_cursor=True)
            for name in page.gone:
                self.shelf.gone(name)
            token = page.token or token
            if not page.is_last and not (self.shelf.has_ended or self._reading.is_owed):
                yield self._batch((), replace(self._before, token=token, tag="", elsewhere=self._elsewhere()))
        return token

    def _everything(self) -> Generator[Batch, None, tuple[str, bool]]:
        """Takes in the whole calendar, but what was looked at before; returns the token, and whether an empty
        list is doubted."""
        known = frozenset() if self._looks_again else cursors.unpacked(self._before.seen)
        listed: set[str] = set()
        token = ""
        for page in self._pages():
            listed.update(member.name for member in page.members)
            listed.difference_update(page.gone)
            yield from self._fetched(page.members, known, keeps_cursor=False)
            token = page.token
        return token, self._sweep(listed)

    def _pages(self) -> Iterator[Page]:
        """By a report of changes, which brings a token; else by the state of each document."""
        self._by_etag = self._by_etag or not self._calendar.has_changes
        if not self._by_etag:
            try:
                yield from self._collection.changes("")
                return
            except (FailingError, StaleTokenError):  # in the middle of it, perhaps
                pass
            except RefusedError as error:
                if error.status in (404, 410):
                    raise
                self._by_etag = True
        yield Page(self._collection.members(), (), "", is_last=True)

    def _fetched(
        self, members: Sequence[Member], known: frozenset[bytes], *, keeps_cursor: bool
    ) -> Iterator[Batch]:
        """What the documents say that are new. Each batch has the cursor of before, or one that remembers
        what was looked at, so that a sync that breaks off does not begin anew."""
        wanted = self._wanted(members, known)
        names = {member.name for member in wanted}
        self._seen.update(cursors.digest(one) for one in members if one.name not in names)
        for start in range(0, len(wanted), AT_ONCE):
            items: list[Item] = []
            for document in self._collection.documents(wanted[start : start + AT_ONCE]):
                items += self._reading.take(document)
                self._done += 1
                if not (document.may_come or document.is_gone):
                    self._seen.add(cursors.digest(document.member))
            if not keeps_cursor:
                yield self._batch(items, self._half_way())
            elif items:
                yield self._batch(items)

    def _wanted(self, members: Sequence[Member], known: frozenset[bytes]) -> list[Member]:
        """Those that are in no state in which they were looked at, nor over before the account begins."""
        unknown = [one for one in members if cursors.digest(one) not in known - {b""}]
        is_second_look = self._looks_again and self._before.mark != ""
        if len(unknown) < (WORTH_CHOOSING_AGAIN if is_second_look else WORTH_CHOOSING):
            return unknown
        if self._current is None:
            self._current = self._collection.not_over_before(max(self._since, _EARLY) - _A_DAY) or frozenset()
        current = self._current | self.shelf.documents
        return [one for one in unknown if not self._current or one.name in current]

    def _sweep(self, listed: Several[str]) -> bool:
        """After a list of everything: what was taken and is not on it is over. True, and nothing is swept,
        where the list is empty all of a sudden."""
        missing = self.shelf.documents - frozenset(listed)
        if missing and not listed:
            if not self._before.is_doubted:
                self._problems.append(Problem("suddenly-empty", _EMPTY, self._place))
            return True
        for name in missing:
            self.shelf.gone(name)
        return False

    def _half_way(self) -> Cursor:
        return Cursor(
            mark=self._mark,
            since=self._since,
            is_doubted=self._before.is_doubted,
            by_etag=self._before.by_etag,
            seen=cursors.packed(self._seen - {b""}),
            tries=self._before.tries,
            elsewhere=self._elsewhere(),
        )

    def _settled(self, token: str, is_doubted: bool) -> Cursor:
        """Where some document could not be had, the next syncs look again at everything, a few times."""
        tries = min(self._before.tries + 1, MOST_TRIES) if self._reading.is_owed else 0
        is_owed = 0 < tries < MOST_TRIES
        return replace(
            self._half_way(),
            token=token,
            tag="" if is_owed else self._calendar.tag,
            mark="" if is_owed else self._mark,
            is_doubted=is_doubted,
            by_etag=self._by_etag,
            seen="" if token else cursors.packed(self._seen - {b""}),
            tries=tries,
        )

    def _elsewhere(self) -> tuple[str, ...]:
        return tuple(sorted(self.shelf.elsewhere))

    def _batch(self, items: Iterable[Item], cursor: Cursor | None = None) -> Batch:
        return Batch(self._calendar.id, tuple(items), (cursor or self._before).text(), self._done, 0)


def _refused(error: RefusedError | TooLargeError) -> str:
    status = error.status if isinstance(error, RefusedError) else 0
    if status in (404, 410):
        return "the server does not find this calendar any longer; what was taken there stays"
    if status in (401, 403):
        return "this calendar may not be read any longer; what was taken there stays"
    if isinstance(error, TooLargeError):
        return "this calendar is larger than any that is read"
    return f"the server does not give this calendar ({error}); later syncs ask again"

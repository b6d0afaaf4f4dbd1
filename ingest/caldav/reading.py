"""What the documents of a calendar say. Of one that is not of the job search nothing is told, but how many of
them cannot be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.invites import read_calendar
from ingest.types import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ingest.caldav.collection import Document
    from ingest.calendars.shelf import Shelf
    from ingest.types import Event, Item, Place


class Reading:
    """Puts the events of documents on a shelf, and counts what was in the way."""

    def __init__(self, shelf: Shelf, place: Place, uids: Collection[str]) -> None:
        """`place` is that of the calendar, `uids` are those of all events of the account that were taken."""
        self._shelf = shelf
        self._place = place
        self._uids = uids
        self._unreadable = 0
        self._unread = 0  # documents that could not be had, and may be another time
        self._vanished = 0  # that were listed, and were not there

    def take(self, document: Document) -> Iterator[Item]:
        """The new versions in a document, and what was wrong with one of the job search."""
        name = document.member.name
        if document.is_gone:
            self._vanished += 1
            self._shelf.gone(name)
        elif document.raw is None:
            self._unread += document.may_come
            self._unreadable += not document.may_come
        else:
            events, problems = read_calendar(document.raw, replace(self._place, spot=name))
            put = self._shelf.add if problems else self._shelf.put
            yield from put(name, events)
            if problems and self._is_ours(name, events):
                yield from problems
            elif problems:
                self._unreadable += 1

    @property
    def is_owed(self) -> bool:
        """Whether there may be more than was given: a server that is out of order finds nothing, either."""
        return bool(self._unread or self._vanished)

    def problems(self) -> Iterator[Problem]:
        """What to tell of the calendar as a whole."""
        if self._unread:
            detail = f"{_entries(self._unread)} cannot be had now; the next syncs ask again"
            yield Problem("unread-event", detail, self._place)
        if self._unreadable:
            yield Problem("bad-event", f"{_entries(self._unreadable)} cannot be read in full", self._place)

    def _is_ours(self, name: str, events: Collection[Event]) -> bool:
        return name in self._shelf.documents or any(event.uid in self._uids for event in events)


def _entries(count: int) -> str:
    return "an entry of this calendar" if count == 1 else f"{count} entries of this calendar"

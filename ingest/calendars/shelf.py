"""What was taken of one calendar, and what its documents make of that. Asks nobody.

A document is what a server gives whole: a CalDAV resource, which holds one meeting, or a feed, which holds
them all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.calendars import versions
from ingest.types import CalendarEvent, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from ingest.connector import Diary
    from ingest.types import Event

Key = tuple[str, str]
"""UID and RECURRENCE-ID: the same meeting in every calendar (RFC 5546 §2.1.5)."""


class Shelf:
    """Of each event that belongs, its latest version. An event that does not belong leaves nothing here.

    What is over is given last, by `over`: only when all calendars of an account were read is it known whether
    an event was called off or moved to another of them.
    """

    def __init__(
        self,
        calendar: Place,
        diary: Diary,
        since: datetime,
        now: datetime,
        uids: set[str],
        elsewhere: Iterable[str] = (),
    ) -> None:
        """`calendar` has its source and kind. `uids` are those of all events of the account that were taken,
        shared by its shelves. `elsewhere` are spots whose event is in another calendar of the account now."""
        self._calendar = calendar
        self._diary = diary
        self._since = since
        self._now = now
        self._taken = {one.place.spot: one.event for one in diary.taken(calendar.source)}
        self._uids = uids
        self._uids.update(event.uid for event in self._taken.values())
        self._ended: dict[str, Event] = {}
        self.elsewhere = set(elsewhere)

    def put(self, document: str, events: Collection[Event]) -> Iterator[CalendarEvent]:
        """The new versions in a document. What was taken from it and is there no longer is over."""
        there = {_spot(document, event): event for event in events}
        belong = {event.uid for event in there.values() if self._belongs(event)}
        for spot, event in there.items():
            self.elsewhere.discard(spot)
            self._ended.pop(spot, None)
            if spot in self._taken or event.uid in belong:
                yield from self._version(spot, event)
        self._end(spot for spot in self._of(document) if spot not in there)

    def add(self, document: str, events: Collection[Event]) -> Iterator[CalendarEvent]:
        """The same for a document that is known in part: nothing is over."""
        ended = dict(self._ended)
        yield from self.put(document, events)
        self._ended = {spot: event for spot, event in ended.items() if spot in self._ended}

    def gone(self, document: str) -> None:
        """The document is not there any longer."""
        self._end(self._of(document))

    @property
    def documents(self) -> frozenset[str]:
        """Those of which something was taken that was to come, and is not known to be over."""
        return frozenset(spot.partition("#")[0] for spot in self._awaited())

    @property
    def held(self) -> frozenset[Key]:
        """What goes on here."""
        return frozenset(_key(self._taken[spot]) for spot in self._live() if spot not in self._ended)

    @property
    def has_ended(self) -> bool:
        return bool(self._ended)

    def over(self, elsewhere: Collection[Key]) -> Iterator[CalendarEvent]:
        """What is over here, but for what goes on `elsewhere` in the account."""
        for spot, event in sorted(self._ended.items()):
            if _key(event) in elsewhere:
                self.elsewhere.add(spot)
            else:
                self._taken[spot] = event
                yield self._item(spot, event)
        self._ended.clear()

    def _belongs(self, event: Event) -> bool:
        if versions.is_past(event, self._since):
            return False
        return event.uid in self._uids or self._diary.belongs(event)

    def _version(self, spot: str, event: Event) -> Iterator[CalendarEvent]:
        """The event as it is now, if that is new. A change that the calendar does not date is of now."""
        last = self._taken.get(spot)
        if last is not None:
            if versions.says_the_same(event, last):
                return
            if event.stamp is None or (last.stamp is not None and event.stamp <= last.stamp):
                event = replace(event, stamp=max(filter(None, (event.changed, last.stamp, self._now))))
            event = versions.outranking(event, [last])
        self._taken[spot] = event
        self._uids.add(event.uid)
        yield self._item(spot, event)

    def _end(self, spots: Iterable[str]) -> None:
        for spot in tuple(spots):
            if spot not in self.elsewhere:
                self._ended[spot] = versions.ended(self._taken[spot], 0, self._now)

    def _of(self, document: str) -> Iterator[str]:
        return (spot for spot in self._awaited() if spot.partition("#")[0] == document)

    def _awaited(self) -> Iterator[str]:
        """What may still be called off. That an event which is over is cleared away says nothing."""
        return (spot for spot in self._live() if not versions.is_past(self._taken[spot], self._now))

    def _live(self) -> Iterator[str]:
        return (
            spot
            for spot, event in self._taken.items()
            if versions.is_live(event) and spot not in self.elsewhere
        )

    def _item(self, spot: str, event: Event) -> CalendarEvent:
        return CalendarEvent(event, replace(self._calendar, spot=spot))


def _spot(document: str, event: Event) -> str:
    """Addresses of documents hold no "#" of their own (RFC 3986 §3.5)."""
    return f"{document}#{event.uid}#{event.recurrence_id}"


def _key(event: Event) -> Key:
    return event.uid, event.recurrence_id

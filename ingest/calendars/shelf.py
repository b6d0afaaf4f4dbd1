"""What was taken of one calendar, and what its documents make of that. Asks nobody.

A document is what a server gives whole: a CalDAV resource, which holds one meeting, or a feed, which holds
them all.
"""

from __future__ import annotations

from collections import defaultdict
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
        family: list[Shelf] | None = None,
    ) -> None:
        """`calendar` has its source and kind. `uids` are those of all events of the account that were taken,
        shared by its shelves. `elsewhere` are spots whose event is at another place of the account now.
        `family` are the account's shelves, to which this one adds itself."""
        self._calendar = calendar
        self._diary = diary
        self._since = since
        self._now = now
        self._taken = {one.place.spot: one.event for one in diary.taken(calendar.source)}
        self._uids = uids
        self._uids.update(event.uid for event in self._taken.values())
        self._ended: dict[str, Event] = {}
        self._spots: dict[Key, set[str]] = defaultdict(set)
        for spot, event in self._taken.items():
            self._spots[_key(event)].add(spot)
        self._family = [] if family is None else family
        self._family.append(self)
        self.elsewhere = set(elsewhere)

    def put(self, document: str, events: Collection[Event]) -> Iterator[CalendarEvent]:
        """The new versions in a document. What was taken from it and is there no longer is over."""
        listed: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            listed[_spot(document, event)].append(versions.dated(event))
        there = {
            spot: several[0] if len(several) == 1 else max(several, key=versions.rank)
            for spot, several in listed.items()
        }
        belong = {event.uid for event in there.values() if self._belongs(event)}
        for spot, event in there.items():
            is_back = spot in self.elsewhere
            self.elsewhere.discard(spot)
            self._ended.pop(spot, None)
            if spot in self._taken or event.uid in belong:
                yield from self._version(spot, event, is_back=is_back)
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
        return frozenset(spot.partition("#")[0] for spot in self._awaited() if spot not in self._ended)

    @property
    def held(self) -> frozenset[Key]:
        """What goes on here."""
        return frozenset(_key(self._taken[spot]) for spot in self._live() if spot not in self._ended)

    @property
    def has_ended(self) -> bool:
        return bool(self._ended)

    def over(self, elsewhere: Collection[Key]) -> Iterator[CalendarEvent]:
        """What is over here, but for what goes on in another document or `elsewhere` in the account."""
        held = self.held
        for spot, event in sorted(self._ended.items()):
            key = _key(event)
            if key in elsewhere or key in held:
                self.elsewhere.add(spot)
                yield from self._going_on(key)
            else:
                event = versions.outranking(event, self._copies(key))
                self._taken[spot] = event
                yield self._item(spot, event)
        self._ended.clear()

    def _belongs(self, event: Event) -> bool:
        if versions.is_past(event, self._since):
            return False
        return event.uid in self._uids or self._diary.belongs(event)

    def _version(self, spot: str, event: Event, *, is_back: bool) -> Iterator[CalendarEvent]:
        """The event as it is now, if that is new, or `is_back` from another place where it went on meanwhile.
        What the calendar does not date is of now."""
        last = self._taken.get(spot)
        if last is not None and versions.says_the_same(event, last):
            if not is_back:
                return
            event = last
        elif last is not None:
            if event.stamp is None or (last.stamp is not None and event.stamp <= last.stamp):
                event = replace(event, stamp=max(filter(None, (event.changed, last.stamp, self._now))))
            event = versions.outranking(event, [last])
        elif not (event.stamp or event.changed or event.created):
            event = replace(event, stamp=self._now)
        key = _key(event)
        event = versions.outranking(event, self._left(key, but=spot))
        if event == last:
            return
        self._taken[spot] = event
        self._spots[key].add(spot)
        self._uids.add(event.uid)
        yield self._item(spot, event)

    def _going_on(self, key: Key) -> Iterator[CalendarEvent]:
        """The copy of a meeting that counts now, if what was said where it was left would outrank it."""
        live = [
            (versions.rank(shelf._taken[spot]), shelf, spot)
            for shelf in self._family
            for spot in shelf._spots.get(key, ())
            if shelf._is_live(spot) and spot not in shelf._ended
        ]
        for _, shelf, spot in sorted(live, key=lambda one: one[0])[-1:]:
            event = shelf._taken[spot]
            for left in self._left(key):
                event = versions.following(left, event) or event
            if event != shelf._taken[spot]:
                shelf._taken[spot] = event
                yield shelf._item(spot, event)

    def _copies(self, key: Key) -> Iterator[Event]:
        """What was ever taken of a meeting in the account, the latest of each document."""
        for shelf in self._family:
            yield from (shelf._taken[spot] for spot in shelf._spots.get(key, ()))

    def _left(self, key: Key, but: str = "") -> Iterator[Event]:
        """The same of documents where it does not go on, `but` this one of ours. A meeting that is there
        again in another document comes with the rank of that copy, which may be lower."""
        for shelf in self._family:
            for spot in shelf._spots.get(key, set()) - ({but} if shelf is self else set()):
                if spot in shelf.elsewhere or not versions.is_live(shelf._taken[spot]):
                    yield shelf._taken[spot]

    def _end(self, spots: Iterable[str]) -> None:
        for spot in tuple(spots):
            if spot not in self.elsewhere:
                self._ended[spot] = versions.ended(self._taken[spot], 0, self._now)

    def _of(self, document: str) -> Iterator[str]:
        start = f"{document}#"
        return (spot for spot in self._taken if spot.startswith(start) and self._is_awaited(spot))

    def _awaited(self) -> Iterator[str]:
        return filter(self._is_awaited, self._taken)

    def _is_awaited(self, spot: str) -> bool:
        """Whether it may still be called off. That an event which is over is cleared away says nothing."""
        return self._is_live(spot) and not versions.is_past(self._taken[spot], self._now)

    def _live(self) -> Iterator[str]:
        return filter(self._is_live, self._taken)

    def _is_live(self, spot: str) -> bool:
        return spot not in self.elsewhere and versions.is_live(self._taken[spot])

    def _item(self, spot: str, event: Event) -> CalendarEvent:
        return CalendarEvent(event, replace(self._calendar, spot=spot))


def _spot(document: str, event: Event) -> str:
    """Addresses of documents hold no "#" of their own (RFC 3986 §3.5)."""
    return f"{document}#{event.uid}#{event.recurrence_id}"


def _key(event: Event) -> Key:
    return event.uid, event.recurrence_id

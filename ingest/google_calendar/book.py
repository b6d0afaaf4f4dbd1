"""What was taken of one calendar, and what a list of its events makes of that. Asks nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.calendars import versions
from ingest.google_calendar import events, instances, times
from ingest.google_calendar.account import KIND
from ingest.google_calendar.lists import items
from ingest.types import CalendarEvent, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from ingest.connector import Diary
    from ingest.google_calendar.events import Listed
    from ingest.google_calendar.lists import Page
    from ingest.types import Event, Item

Key = tuple[str, str]
"""UID and RECURRENCE-ID: the same meeting in every calendar (RFC 5546 §2.1.5)."""


class Book:
    """Of each event that belongs, its latest version, by the calendar's id of it. An event that does not
    belong leaves nothing here; instances wait in memory until the list has told of their series."""

    def __init__(
        self, source: str, diary: Diary, since: datetime, uids: set[str], elsewhere: Iterable[str] = ()
    ) -> None:
        """`uids` are those of all events of the account that were taken: a copy that is moved to another
        calendar, and changed there, is still of the same meeting. `elsewhere`: see `Cursor`."""
        self._source = source
        self._diary = diary
        self._since = since
        self._taken = {one.place.spot: one.event for one in diary.taken(source)}
        self._uids = uids
        self._uids.update(event.uid for event in self._taken.values())
        self._listed: set[str] = set()
        self._waiting: list[tuple[Listed, datetime | None]] = []
        self.ended: dict[str, Event] = {}  # called-off versions, decided and not yet given
        self.elsewhere = set(elsewhere)

    def begin(self) -> None:
        """A list is read from its first page."""
        self._listed.clear()
        self._waiting.clear()

    def take(self, page: Page) -> list[Item]:
        """The new versions on a page, and what could not be read of events that belong."""
        zone = page.get("timeZone")
        at = times.instant(page.get("updated"))
        found: list[Item] = []
        for said in items(page):
            listed = events.read(said, zone if isinstance(zone, str) else "")
            if listed is not None:
                found += self._judged(listed, at)
        return found

    def settle(self) -> list[Item]:
        """When all pages were read: the instances of series that were taken."""
        waited, self._waiting = self._waiting, []
        found: list[Item] = []
        for listed, at in waited:
            series = self._taken.get(listed.series)
            if series is None or listed.id in self._taken:
                continue
            if not listed.is_over:
                found += self._version(listed)
            elif versions.is_live(series) and listed.series not in self.ended:
                instance = instances.instance_ended(series, listed, at)
                if instance is not None:
                    self.ended[listed.id] = instance
        return found

    def sweep(self, at: datetime | None) -> bool:
        """After a list of everything: what was taken and is not on it is over, since such a list has no
        tombstones. False, and nothing is swept, where the list is empty all of a sudden."""
        missing = [spot for spot in self._here() if spot not in self._listed and spot not in self.ended]
        if missing and not self._listed:
            return False
        for spot in missing:
            self.ended[spot] = versions.ended(self._taken[spot], 0, at)
        return True

    @property
    def held(self) -> dict[Key, Event]:
        """What goes on here, by what it is in every calendar."""
        return {_key(self._taken[spot]): self._taken[spot] for spot in self._here() if spot not in self.ended}

    @property
    def versions(self) -> dict[Key, Event]:
        """The latest version of all that was ever taken here."""
        return {_key(event): event for event in self._taken.values()}

    def has_taken(self, spot: str) -> bool:
        return spot in self._taken

    def place(self, spot: str = "") -> Place:
        return Place(self._source, KIND, spot)

    def _here(self) -> list[str]:
        return [
            spot
            for spot, event in self._taken.items()
            if versions.is_live(event) and spot not in self.elsewhere
        ]

    def _judged(self, listed: Listed, at: datetime | None) -> Iterator[Item]:
        if listed.is_over:
            self._over(listed, listed.event.stamp or at)
            return
        self._listed.add(listed.id)
        self.ended.pop(listed.id, None)
        self.elsewhere.discard(listed.id)
        if not listed.is_meeting:
            return
        if listed.id in self._taken or self._belongs(listed):
            yield from self._version(listed)
        elif listed.series:
            self._waiting.append((listed, at))

    def _belongs(self, listed: Listed) -> bool:
        """An event that hides its words says less than the invite that it may be known by."""
        event = listed.event
        if listed.hides_words or versions.is_past(event, self._since):
            return False
        return event.uid in self._uids or self._diary.belongs(event)

    def _version(self, listed: Listed) -> Iterator[Item]:
        """The event as it is now, if that is new."""
        last = self._taken.get(listed.id)
        if listed.trouble:
            yield Problem("bad-event", listed.trouble, self.place(listed.id))
        if not listed.is_whole:
            return
        known = last or self._taken.get(listed.series)
        event = instances.completed(known, listed) if known else listed.event
        version = versions.following(last, event) if last else event
        if version is not None:
            self._taken[listed.id] = version
            self._uids.add(version.uid)
            yield CalendarEvent(version, self.place(listed.id))

    def _over(self, listed: Listed, at: datetime | None) -> None:
        """A tombstone. That of a series ends its changed instances too, which may have none of their own."""
        if listed.series and listed.id not in self._taken:
            self._waiting.append((listed, at))
            return
        spots = [listed.id] if listed.series else [listed.id, *self._instances(listed.id)]
        for spot in spots:
            last = self._taken.get(spot)
            if last is not None and versions.is_live(last) and spot not in self.elsewhere:
                self.ended[spot] = versions.ended(last, listed.event.sequence, at)

    def _instances(self, series: str) -> list[str]:
        """What was taken of a series other than the series itself: by its UID, and by the ids that Google
        makes, where the series was never taken."""
        whole = self._taken.get(series)
        return [
            spot
            for spot, event in self._taken.items()
            if spot != series
            and (instances.series_of(spot) == series or (whole is not None and event.uid == whole.uid))
        ]


def _key(event: Event) -> Key:
    return event.uid, event.recurrence_id

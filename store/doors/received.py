"""What the world said: taken in by a sync, and read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import commit, received, sightings
from store.away import forgotten
from store.door import Door

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from ingest.types import CalendarEvent, Message, Place, Problem
    from store.intake import Committed, Intake, SeenEvent


class Received(Door):
    """What was received. Each method is one transaction; each may raise StoreError."""

    def candidate(self, name: str) -> int:
        """The number of the candidate of that name, who is added if not there yet."""
        with self._reading() as connection:
            found = received.candidate(connection, name)
        if found is not None:
            return found
        with self._writing() as connection:
            return received.add_candidate(connection, name)

    def commit(self, candidate: int, intake: Intake, now: datetime) -> Committed:
        """Writes a batch whole or not at all, the cursor last; a replay changes nothing.

        A message that is known gets one more sighting only. If its words were left out and are to be kept
        now, they are added, with its events and its full reading. If nothing but its header was known, it
        gives way to the message in full, kept or not, and never the other way round.
        """
        with self._writing() as connection:
            return commit.take_in(connection, candidate, intake, now)

    def put_events(self, candidate: int, events: Sequence[SeenEvent]) -> int:
        """Adds the versions of events that are not there yet; returns how many those were."""
        if not events:
            return 0
        with self._writing() as connection:
            return commit.put_events(connection, candidate, events)

    def cursors(self, candidate: int, source: str) -> dict[str, str]:
        """Stream -> cursor of a source; empty where nothing was read of it."""
        with self._reading() as connection:
            return received.cursors(connection, candidate, source)

    def places(self, candidate: int, source: str) -> tuple[Place, ...]:
        """Where messages of a source were seen and are not known to be gone, each with its provider's id."""
        with self._reading() as connection:
            return sightings.places(connection, candidate, source)

    def calendars(self, candidate: int) -> tuple[str, ...]:
        """The paths of calendar files that were seen."""
        with self._reading() as connection:
            return received.calendars(connection, candidate)

    def known(self, candidate: int, keys: Iterable[str]) -> frozenset[str]:
        """Those of the messages that were seen before: kept, left out or forgotten."""
        asked = tuple(keys)
        with self._reading() as connection:
            known = received.known(connection, candidate, asked)
            return known | forgotten.forgotten(connection, candidate, asked)

    def kept(self, candidate: int) -> frozenset[str]:
        """The keys of all messages whose words are here."""
        with self._reading() as connection:
            return received.kept(connection, candidate)

    def left_out(self, candidate: int, keys: Collection[str] | None = None) -> dict[str, tuple[Place, ...]]:
        """Where those of the messages (all, if None) whose words are not here can be read again.

        A message that is at none of its places any longer is not among them.
        """
        with self._reading() as connection:
            return received.left_out(connection, candidate, keys)

    def lying(self, candidate: int, keys: Collection[str]) -> dict[str, tuple[Place, ...]]:
        """Where each of the messages lies, whether its words are here or not; those that are at none of their
        places any longer are not in it."""
        with self._reading() as connection:
            return received.lying(connection, candidate, keys)

    def messages(self, candidate: int, keys: Collection[str] | None = None) -> Iterator[Message]:
        """The kept messages (those of `keys`, if given) with their events, in order of time."""
        with self._reading() as connection:
            yield from received.messages(connection, candidate, keys)

    def since(self, candidate: int, time: datetime) -> tuple[str, ...]:
        """The keys of the messages from that time on, kept or not, in order of time."""
        with self._reading() as connection:
            return received.since(connection, candidate, time)

    def called(self, candidate: int) -> Iterator[tuple[str, str]]:
        """Key and Message-ID of every message, kept or not, the latest first."""
        with self._reading() as connection:
            yield from received.called(connection, candidate)

    def events(self, candidate: int) -> tuple[SeenEvent, ...]:
        """Every version of every event, as each source showed it."""
        with self._reading() as connection:
            return received.events(connection, candidate)

    def taken_events(self, candidate: int, source: str) -> tuple[CalendarEvent, ...]:
        """The latest version of each event of the candidate's own calendars at a place of that source."""
        with self._reading() as connection:
            return received.taken_events(connection, candidate, source)

    def problems(self, candidate: int) -> tuple[Problem, ...]:
        """Every recorded problem, in order of place."""
        with self._reading() as connection:
            return received.problems(connection, candidate)

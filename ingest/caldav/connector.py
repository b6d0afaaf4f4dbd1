"""The CalDAV connector: of each calendar, the events that belong to the job search."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ingest.caldav import choice, home
from ingest.caldav import cursor as cursors
from ingest.caldav.account import KIND
from ingest.caldav.collection import Collection
from ingest.caldav.reading import Reading
from ingest.caldav.session import Session, address
from ingest.caldav.tour import Tour
from ingest.calendars.shelf import Shelf
from ingest.calendars.tours import absent, toured
from ingest.connector import Batch, Passed
from ingest.types import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from ingest.caldav.account import Account
    from ingest.caldav.choice import Calendar, Choice
    from ingest.connector import Diary
    from ingest.credentials import SignIn

HOME = "home:"
"""The stream that remembers where the calendars are. Those of calendars begin with a slash."""


class CalDav:
    """The calendars of an account, read-only. A context manager: it signs in when first asked."""

    def __init__(self, account: Account, sign_in: SignIn, diary: Diary) -> None:
        self._account = account
        self._sign_in = sign_in
        self._diary = diary
        self.passed = Passed()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if "_session" in self.__dict__:
            self._session.close()

    @property
    def bytes_received(self) -> int:
        """How many octets servers sent, all told."""
        return self._session.bytes_received if "_session" in self.__dict__ else 0

    def calendars(self) -> Choice:
        """The calendars that a sync reads, and what is not there of those that the account names. Raises
        SourceError."""
        _, listing = home.listing(self._session, self._address, home.Home())
        return choice.chosen(listing, self._account.calendars)

    def changes(self, cursors: dict[str, str]) -> Iterator[Batch]:
        """Everything since `cursors` (calendar -> cursor), one calendar after the other.

        What is over comes last, when it is known whether it goes on in another calendar of the account. A
        calendar that cannot be read is a `Problem`, and the others are read. Raises SourceError where the
        account as a whole cannot be.
        """
        known = home.read(cursors.get(HOME, ""))
        found, listing = home.listing(self._session, self._address, known)
        if found != known:
            yield Batch(HOME, (), found.text(), 0, 0)
        chosen = choice.chosen(listing, self._account.calendars)
        there = {HOME, *(one.id for one in listing)}
        yield from absent(chosen.missing, there, cursors, self._place)
        uids: set[str] = set()
        family: list[Shelf] = []
        tours = [self._tour(one, uids, family, cursors.get(one.id, "")) for one in chosen.calendars]
        yield from toured(tours, _end)

    def again(self, place: Place) -> Problem:
        """No event is read again: every version that belongs was kept when it came."""
        return Problem("gone", "an event of a calendar is not read again", place)

    def again_many(self, places: Iterable[Place]) -> Iterator[tuple[Place, Problem]]:
        """Each place with `again` of it."""
        return ((place, self.again(place)) for place in places)

    @cached_property
    def _address(self) -> str:
        return address(self._account.url)

    @cached_property
    def _session(self) -> Session:
        return Session(self._account, self._address, self._sign_in)

    def _place(self, calendar: str) -> Place:
        return Place(self._account.source(calendar), KIND)

    def _tour(self, calendar: Calendar, uids: set[str], family: list[Shelf], text: str) -> Tour:
        account, before = self._account, cursors.read(text)
        place = self._place(calendar.id)
        shelf = Shelf(place, self._diary, account.since, account.now, uids, before.elsewhere, family)
        reading = Reading(shelf, place, uids)
        collection = Collection(self._session, calendar)
        return Tour(collection, calendar, place, shelf, reading, self._diary.mark, account.since, before)


def _end(tour: Tour, others: list[Tour]) -> Batch | None:
    return tour.end(frozenset(key for other in others for key in other.shelf.held))

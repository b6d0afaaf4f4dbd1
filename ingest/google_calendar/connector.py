"""The Google Calendar connector: of each calendar, the events that belong to the job search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.calendars.tours import absent, toured
from ingest.connector import Passed
from ingest.google.session import Session
from ingest.google_calendar import choice, lists
from ingest.google_calendar.account import KIND
from ingest.google_calendar.tour import Tour
from ingest.types import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from ingest.connector import Batch, Diary
    from ingest.credentials import SignIn
    from ingest.google_calendar.account import Account
    from ingest.google_calendar.choice import Choice


class GoogleCalendar:
    """The calendars of an account, read-only. A context manager: it signs in when first asked."""

    def __init__(self, account: Account, sign_in: SignIn, diary: Diary) -> None:
        self._account = account
        self._session = Session("calendar", account.api_root, sign_in)
        self._diary = diary
        self.passed = Passed()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._session.close()

    @property
    def bytes_received(self) -> int:
        """How many octets the server sent, all told."""
        return self._session.bytes_received

    def calendars(self) -> Choice:
        """The calendars that a sync reads. Raises SourceError."""
        return choice.chosen(lists.calendars(self._session), self._account.calendars)

    def changes(self, cursors: dict[str, str]) -> Iterator[Batch]:
        """Everything since `cursors` (calendar -> cursor), one calendar after the other.

        What is over comes last, when it is known whether it goes on in another calendar of the account. A
        calendar that cannot be read is a `Problem`, and the others are read. Raises SourceError where the
        account as a whole cannot be.
        """
        listing = lists.calendars(self._session)
        chosen = choice.chosen(listing, self._account.calendars)
        there = {one.id for one in listing}
        yield from absent(chosen.missing, there, cursors, self._place)
        uids: set[str] = set()
        tours = [self._tour(one.id, uids, cursors.get(one.id, "")) for one in chosen.calendars]
        yield from toured(tours, Tour.end)

    def again(self, place: Place) -> Problem:
        """No event is read again: every version that belongs was kept when it came."""
        return Problem("gone", "an event of a calendar is not read again", place)

    def again_many(self, places: Iterable[Place]) -> Iterator[tuple[Place, Problem]]:
        """Each place with `again` of it."""
        return ((place, self.again(place)) for place in places)

    def _place(self, calendar: str) -> Place:
        return Place(self._account.source(calendar), KIND)

    def _tour(self, calendar: str, uids: set[str], cursor: str) -> Tour:
        source = self._account.source(calendar)
        return Tour(self._session, calendar, source, self._diary, self._account.since, uids, cursor)

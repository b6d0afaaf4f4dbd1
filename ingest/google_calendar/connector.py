"""The Google Calendar connector: of each calendar, the events that belong to the job search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.connector import Batch, Passed
from ingest.errors import UnreachableError
from ingest.google.session import Session
from ingest.google_calendar import choice, lists
from ingest.google_calendar.account import KIND
from ingest.google_calendar.tour import Tour
from ingest.types import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from ingest.connector import Diary
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
        left = [one for one, cursor in cursors.items() if cursor and one not in there]
        for name in dict.fromkeys((*chosen.missing, *left)):
            detail = "no such calendar; tealeaves accounts test lists them; what was taken there stays"
            problem = Problem("no-calendar", detail, Place(self._account.source(name), KIND))
            yield Batch(name, (problem,), "", 0, 0)  # without a cursor, one that went is told of once
        uids: set[str] = set()
        tours = [self._tour(one.id, uids, cursors.get(one.id, "")) for one in chosen.calendars]
        silent: dict[int, UnreachableError] = {}
        for nth, tour in enumerate(tours):
            try:
                yield from tour.batches()
            except UnreachableError as error:
                if nth - 1 in silent:  # it is not one calendar that fails
                    raise
                silent[nth] = error
            else:
                if not tour.has_ended:
                    yield from _end(tour, tours)
        if silent and len(silent) * 2 > len(tours):
            raise silent[max(silent)]
        for nth in silent:
            yield tours[nth].unread()
        for tour in tours:
            if tour.has_ended and not silent:  # else what was moved there would be called off
                yield from _end(tour, tours)

    def again(self, place: Place) -> Problem:
        """No event is read again: every version that belongs was kept when it came."""
        return Problem("gone", "an event of a calendar is not read again", place)

    def again_many(self, places: Iterable[Place]) -> Iterator[tuple[Place, Problem]]:
        """Each place with `again` of it."""
        return ((place, self.again(place)) for place in places)

    def _tour(self, calendar: str, uids: set[str], cursor: str) -> Tour:
        source = self._account.source(calendar)
        return Tour(self._session, calendar, source, self._diary, self._account.since, uids, cursor)


def _end(tour: Tour, tours: list[Tour]) -> Iterator[Batch]:
    batch = tour.end([other for other in tours if other is not tour])
    if batch is not None:
        yield batch

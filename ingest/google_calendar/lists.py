"""What is asked of the Calendar API: two lists, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.errors import UnreachableError
from ingest.google.shapes import text
from ingest.google_calendar import choice
from ingest.google_calendar.events import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.google.session import Session
    from ingest.google_calendar.choice import Calendar

Page = dict[str, Any]

MOST_EVENTS = 2500  # of a page, the most that is allowed
MOST_PAGES = 5000
_MOST_CALENDARS = 250  # of a page, the most that is allowed
_MOST_REPEATS = 20  # pages that lead back to one that was read: an empty page may name itself


def calendars(session: Session) -> tuple[Calendar, ...]:
    """The person's list of calendars, hidden ones too
    (https://developers.google.com/workspace/calendar/api/v3/reference/calendarList/list)."""

    def request(page: str) -> Any:
        return session.service.calendarList().list(
            maxResults=_MOST_CALENDARS,
            showHidden=True,
            fields="nextPageToken,items(id,summary,summaryOverride,accessRole,primary,deleted)",
            **({"pageToken": page} if page else {}),
        )

    entries = (entry for page in _pages(session, request) for entry in items(page))
    return tuple(one for one in map(choice.listed, entries) if one is not None)


def events(session: Session, calendar: str, **span: str) -> Iterator[Page]:
    """The pages of events.list, empty ones too. `span` is a `syncToken`, or a `timeMin` that never goes with
    one; every other parameter is always the same, or the token would mean something else
    (https://developers.google.com/workspace/calendar/api/guides/sync).
    """

    def request(page: str) -> Any:
        return session.service.events().list(
            calendarId=calendar,
            singleEvents=False,
            maxResults=MOST_EVENTS,
            fields=FIELDS,
            **span,
            **({"pageToken": page} if page else {}),
        )

    return _pages(session, request)


def items(page: Page) -> list[Any]:
    """The entries of a page; none where it has none."""
    found = page.get("items")
    return found if isinstance(found, list) else []


def _pages(session: Session, request: Callable[[str], Any]) -> Iterator[Page]:
    page, asked, repeats = "", set[str](), 0
    while len(asked) < MOST_PAGES:
        answer = session.ask(request(page))
        yield answer
        following = text(answer.get("nextPageToken"))
        if not following:
            return
        repeats += following in asked
        if repeats > _MOST_REPEATS:
            break
        asked.add(following)
        page = following
    raise UnreachableError("a list of Google's has no end; try again later")

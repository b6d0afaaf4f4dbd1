"""What is asked of the Calendar API: two lists, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.google.pages import pages
from ingest.google_calendar import choice
from ingest.google_calendar.events import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.google.session import Session
    from ingest.google_calendar.choice import Calendar

Page = dict[str, Any]

MOST_EVENTS = 2500  # of a page, the most that is allowed
_MOST_CALENDARS = 250  # of a page, the most that is allowed


def calendars(session: Session) -> tuple[Calendar, ...]:
    """The person's list of calendars, hidden ones too
    (https://developers.google.com/workspace/calendar/api/v3/reference/calendarList/list)."""

    found = pages(
        session,
        session.service.calendarList().list,
        maxResults=_MOST_CALENDARS,
        showHidden=True,
        fields="nextPageToken,items(id,summary,summaryOverride,accessRole,primary,deleted)",
    )
    entries = (entry for page in found for entry in items(page))
    return tuple(one for one in map(choice.listed, entries) if one is not None)


def events(session: Session, calendar: str, **span: str) -> Iterator[Page]:
    """The pages of events.list, empty ones too. `span` is a `syncToken`, or a `timeMin` that never goes with
    one; every other parameter is always the same, or the token would mean something else
    (https://developers.google.com/workspace/calendar/api/guides/sync).
    """

    listing = session.service.events().list
    asked = {"calendarId": calendar, "singleEvents": False, "maxResults": MOST_EVENTS, "fields": FIELDS}
    return pages(session, listing, **asked, **span)


def items(page: Page) -> list[Any]:
    """The entries of a page; none where it has none."""
    found = page.get("items")
    return found if isinstance(found, list) else []

"""The methods of the Calendar API. developers.google.com/workspace/calendar/api/v3/reference/…"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.google.errors import bad_request, full_sync_required, not_found
from tests.servers.google.events import changed, listed
from tests.servers.google.pages import Page, Tokens

if TYPE_CHECKING:
    from tests.servers.google.calendar import Calendar
    from tests.servers.google.wire import Request

# events/list, on syncToken: "cannot be specified together", and showDeleted may not be false.
_FORBIDDEN = (
    "iCalUID orderBy privateExtendedProperty q sharedExtendedProperty timeMin timeMax updatedMin".split()
)
_ROLES = ("freeBusyReader", "reader", "writer", "owner")
# What may differ between the first list and a later one: the rest "should be the same".
_FREE = frozenset({"pageToken", "syncToken", "fields", "alt", "prettyPrint", "key", "quotaUser"})


class Agenda:
    def __init__(self, calendars: dict[str, Calendar], violations: list[str]) -> None:
        self._calendars = calendars
        self._violations = violations
        self._pages = Tokens("calendar page")
        self._syncs = Tokens("sync")

    def call(self, request: Request) -> Any:
        """The answer of the method `request.name`. Raises RefusedError."""
        match request.name:
            case "calendarList.list":
                return self._calendar_list(request)
            case "events.list":
                return self._list(self._calendar(request), request)
            case _:
                event = self._calendar(request).events.get(request.arguments["eventId"])
                if event is None:
                    raise not_found()
                return event

    def _calendar_list(self, request: Request) -> Any:
        """calendarList/list: 100 a page, at most 250; hidden and deleted ones only where asked for."""
        if request.value("syncToken"):
            raise NotImplementedError("a sync token for the list of calendars")
        token = request.value("pageToken")
        page = self._pages.meaning(token) if token else self._shown(request)
        if page is None:
            raise bad_request("Invalid page token value.", "invalid", location=("parameter", "pageToken"))
        entries, following = page.cut(min(_size(request, 100), 250), empty=request.empty)
        made: dict[str, Any] = {"kind": "calendar#calendarList", "etag": '"p32g"', "items": entries}
        if following is not None:
            return made | {"nextPageToken": self._pages.give(following)}
        return made | {"nextSyncToken": self._syncs.give(None)}

    def _shown(self, request: Request) -> Page:
        least = _ROLES.index(request.value("minAccessRole", "freeBusyReader"))
        return Page(
            tuple(
                _entry(calendar)
                for calendar in self._calendars.values()
                if _ROLES.index(calendar.role) >= least
                and (not calendar.hidden or request.true("showHidden"))
                and (not calendar.deleted or request.true("showDeleted"))
            )
        )

    def _calendar(self, request: Request) -> Calendar:
        """By id; "primary" is the one of the user who is signed in."""
        id = request.arguments["calendarId"]
        for calendar in self._calendars.values():
            if (calendar.id == id or (id == "primary" and calendar.primary)) and not calendar.deleted:
                return calendar
        raise not_found()

    def _list(self, calendar: Calendar, request: Request) -> Any:
        """events/list: 250 a page, at most 2,500; nextSyncToken on the last page only."""
        if request.true("singleEvents"):
            raise NotImplementedError("this server expands no series")
        token = request.value("pageToken")
        page = self._pages.meaning(token) if token else self._first(calendar, request)
        if page is None or page.about[0] != calendar.id:
            raise bad_request("Invalid page token value.", "invalid", location=("parameter", "pageToken"))
        size = min(_size(request, 250), 2500, calendar.page_size or 2500)
        entries, following = page.cut(size, empty=request.empty)
        made: dict[str, Any] = {
            "kind": "calendar#events",
            "etag": f'"p33{calendar.change}"',
            "summary": calendar.summary or calendar.id,
            "description": calendar.description,
            "updated": calendar.updated,
            "timeZone": calendar.zone,
            "accessRole": calendar.role,
            "defaultReminders": [],
            "items": entries,
        }
        if following is not None:
            return made | {"nextPageToken": self._pages.give(following)}
        return made | {"nextSyncToken": self._syncs.give(page.about)}

    def _first(self, calendar: Calendar, request: Request) -> Page:
        """The whole list as it is now; what changes while it is paged through comes with its sync token.

        developers.google.com/workspace/calendar/api/guides/sync
        """
        about = (calendar.id, calendar.change, _constant(request))
        token = request.value("syncToken")
        if not token:
            return Page(tuple(listed(calendar, request)), about=about)
        for name in _FORBIDDEN:
            if name in request.query:
                said = f"Sync token cannot be combined with {name}."
                raise bad_request(said, "invalid", location=("parameter", name))
        if request.value("showDeleted", "true") == "false":
            raise bad_request("Sync token cannot be combined with showDeleted=false.", "invalid")
        meant = self._syncs.meaning(token)
        if meant is None or meant[0] != calendar.id:
            raise bad_request("Invalid sync token value.", "invalid", location=("parameter", "syncToken"))
        if meant[1] < calendar.oldest:
            raise full_sync_required()
        # The guide allows a timeMin in the first list, and leaves open what comes later from outside it.
        if any(pair[0] in _FORBIDDEN for pair in meant[2]):
            self._violations.append("a sync token from a list that was narrowed")
        elif meant[2] != about[2]:
            self._violations.append(f"other parameters with a sync token than before: {about[2]}")
        return Page(tuple(changed(calendar, meant[1])), about=about)


def _entry(calendar: Calendar) -> dict[str, Any]:
    made: dict[str, Any] = {
        "kind": "calendar#calendarListEntry",
        "etag": '"1"',
        "id": calendar.id,
        "summary": calendar.summary or calendar.id,
        "timeZone": calendar.zone,
        "accessRole": calendar.role,
        "defaultReminders": [],
    }
    flags = {"primary": calendar.primary, "selected": calendar.selected}
    flags |= {"hidden": calendar.hidden, "deleted": calendar.deleted}
    names = {"summaryOverride": calendar.summary_override, "description": calendar.description}
    return made | {name: value for name, value in (flags | names).items() if value}


def _constant(request: Request) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted((name, tuple(said)) for name, said in request.query.items() if name not in _FREE))


def _size(request: Request, otherwise: int) -> int:
    said = request.value("maxResults", str(otherwise))
    if not said.isdigit() or said == "0":
        raise bad_request(f"Invalid integer value: '{said}'.", "invalidParameter")
    return int(said)

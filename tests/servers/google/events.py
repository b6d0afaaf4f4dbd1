"""Which events a list has, and how much of each.

developers.google.com/workspace/calendar/api/v3/reference/events/list and …/events (status): a full list has
no deleted events, but the cancelled instances of living series; with a sync token every deleted event comes,
and "only the id field is guaranteed"; of cancelled instances id, recurringEventId and originalStartTime.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.servers.google.calendar import moment
from tests.servers.google.errors import bad_request

if TYPE_CHECKING:
    from tests.servers.google.calendar import Calendar, Event
    from tests.servers.google.wire import Request

_SEARCHED = ("summary", "description", "location")


def changed(calendar: Calendar, since: int) -> list[Event]:
    """What changed after that change, the deleted included, in the order of the changes."""
    order = sorted((number, id) for id, number in calendar.changes.items() if number > since)
    return [shown(calendar, calendar.events[id]) for _, id in order]


def listed(calendar: Calendar, request: Request) -> list[Event]:
    """A list without a sync token. Raises RefusedError."""
    found = [event for event in calendar.events.values() if _fits(calendar, event, request)]
    if request.value("orderBy") == "updated":
        found.sort(key=lambda event: str(event["updated"]))
    elif request.value("orderBy"):
        raise bad_request("The requested ordering is not available for the particular query.", "invalid")
    return [shown(calendar, event) for event in found]


def shown(calendar: Calendar, event: Event) -> Event:
    """As much of it as a list says: all, or of a cancelled one what is guaranteed."""
    if event["status"] != "cancelled" or calendar.full_tombstones:
        return event
    names = ["id", "status"]
    if calendar.is_exception_of_living(event):
        names[1:1] = ["recurringEventId", "originalStartTime"]
    return {name: event[name] for name in names}


def _fits(calendar: Calendar, event: Event, request: Request) -> bool:
    deleted = event["status"] == "cancelled" and not calendar.is_exception_of_living(event)
    updated_min = request.value("updatedMin")
    if deleted and not (request.true("showDeleted") or updated_min):
        return False
    if updated_min and datetime.fromisoformat(event["updated"]) < _instant(request, "updatedMin"):
        return False
    if (uid := request.value("iCalUID")) and event["iCalUID"] != uid:
        return False
    if (kinds := request.query.get("eventTypes")) and event["eventType"] not in kinds:
        return False
    words = request.value("q").lower().split()
    if words and not all(word in _text(event) for word in words):
        return False
    return _within(calendar, event, request)


def _within(calendar: Calendar, event: Event, request: Request) -> bool:
    """An event ends after timeMin and starts before timeMax; a series spans its instances."""
    if not (request.value("timeMin") or request.value("timeMax")):
        return True
    start = moment(event.get("start") or event["originalStartTime"], calendar.zone)
    end: datetime | None = moment(event["end"], calendar.zone) if "end" in event else start
    if event.get("recurrence"):
        last = _last_start(start, event["recurrence"])
        end = None if last is None or end is None else last + (end - start)
    if request.value("timeMax") and not start < _instant(request, "timeMax"):
        return False
    return not request.value("timeMin") or end is None or end > _instant(request, "timeMin")


def _last_start(start: datetime, recurrence: list[str]) -> datetime | None:
    """When the last instance of a series begins; None where it goes on for good."""
    from dateutil.rrule import rrulestr

    rules = [line for line in recurrence if line.startswith("RRULE")]
    if any("UNTIL" not in rule and "COUNT" not in rule for rule in rules):
        return None
    last: datetime = start
    for rule in rules:
        starts = list(rrulestr(rule, dtstart=start.replace(tzinfo=None), ignoretz=True))
        last = max([last, *(one.replace(tzinfo=start.tzinfo) for one in starts[-1:])])
    return last


def _instant(request: Request, name: str) -> datetime:
    said = request.value(name)
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        raise bad_request("Bad Request", "badRequest", location=("parameter", name)) from None
    if found.tzinfo is None:  # "RFC3339 timestamp with mandatory time zone offset"
        raise bad_request("Bad Request", "badRequest", location=("parameter", name))
    return found


def _text(event: Event) -> str:
    people: list[dict[str, Any]] = [event.get("organizer", {}), *event.get("attendees", [])]
    said = [str(event.get(name, "")) for name in _SEARCHED]
    said += [str(one.get(name, "")) for one in people for name in ("displayName", "email")]
    return " ".join(said).lower()

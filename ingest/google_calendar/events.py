"""What the API says of an event -> `Event`, in the form in which invites and .ics files give it.

https://developers.google.com/workspace/calendar/api/v3/reference/events
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.calendars.versions import CANCELLED
from ingest.google_calendar import times
from ingest.invites import links
from ingest.invites.events import MOST_ATTENDEES, MOST_DATES, MOST_TEXT, TOO_OFTEN, prose
from ingest.invites.times import basic, recurrence
from ingest.types import Address, Attendee, Event

FIELDS = (
    "nextPageToken,nextSyncToken,updated,timeZone,items(id,iCalUID,status,eventType,summary,description,"
    "location,organizer,attendees,attendeesOmitted,start,end,originalStartTime,recurringEventId,recurrence,"
    "sequence,created,updated,hangoutLink,conferenceData/entryPoints)"
)
"""What is asked for: nothing else of a person's calendar is sent."""

_MOST_ID = 1024  # as documented
_MOST_LINES = 1000  # of `recurrence`, and of entry points
_MEETINGS = frozenset({"", "default", "fromGmail"})  # the others: out of office, focus time, birthdays, …
_ANSWERS = {"needsaction": "NEEDS-ACTION"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One event as a list gives it. A tombstone has its ids and little else."""

    id: str
    series: str  # the id of the series that it is an instance of; "" where of none
    event: Event
    trouble: str = ""  # what of it cannot be read
    is_meeting: bool = True  # of a type that a meeting may have
    omits_people: bool = False

    @property
    def is_over(self) -> bool:
        """Whether it was deleted or called off."""
        return self.event.status == CANCELLED

    @property
    def is_whole(self) -> bool:
        """Whether it says when it is and, where it is an instance, which one: the least a meeting has."""
        return self.event.start is not None and bool(self.event.recurrence_id or not self.series)

    @property
    def hides_words(self) -> bool:
        """Whether the time is all that may be seen of it (a private event, free/busy access)."""
        event = self.event
        told = event.summary or event.description or event.location or event.organizer or event.attendees
        return not told


def read(said: object, calendar_zone: str = "") -> Listed | None:
    """An entry of events.list; None where it has no id. Never raises."""
    if not isinstance(said, Mapping):
        return None
    ident = _text(said.get("id"))
    if not ident or len(ident) > _MOST_ID:
        return None
    series = _text(said.get("recurringEventId"))
    original = times.read(said.get("originalStartTime"), calendar_zone)
    status = _text(said.get("status")).strip().upper()[:40] or "CONFIRMED"  # the documented default
    start = times.read(said.get("start"), calendar_zone) or (original if status == CANCELLED else None)
    rule, trouble = _rule(said.get("recurrence"), calendar_zone)
    if start is None:
        trouble = "an event without a time that can be read"
    elif series and original is None:
        trouble = "a changed instance that does not say which one it is"
    location, description = _text(said.get("location")), prose(_text(said.get("description")))
    updated = times.instant(said.get("updated"))
    event = Event(
        uid=_text(said.get("iCalUID")).strip() or f"{series or ident}@google.com",  # Google's own form
        recurrence_id=basic(original) if series else "",
        sequence=_number(said.get("sequence")),
        stamp=updated,
        method="",
        status=status,
        summary=_text(said.get("summary")),
        description=description,
        location=location,
        link=links.find(_told_links(said), "", location, description),
        organizer=_address(said.get("organizer")),
        attendees=tuple(_attendees(said.get("attendees"))),
        start=start,
        end=times.read(said.get("end"), calendar_zone),
        recurs=rule,
        created=times.instant(said.get("created")),
        changed=updated,
    )
    is_meeting = _text(said.get("eventType")) in _MEETINGS
    return Listed(ident, series, event, trouble, is_meeting, said.get("attendeesOmitted") is True)


def _rule(said: object, calendar_zone: str) -> tuple[str, str]:
    """What `Event.recurs` holds, from the lines of `recurrence`, or what is wrong with the rule."""
    rule, dates = "", dict[str, list[str]](EXDATE=[], RDATE=[])
    for line in _list(said)[:_MOST_LINES]:
        prop, _, value = _text(line).strip().partition(":")
        name = prop.partition(";")[0].upper()
        if name == "RRULE" and TOO_OFTEN.search(value):
            return "", "an event that repeats more often than daily"
        if name == "RRULE" and not rule:
            rule = value[:2000]
        elif name in dates:
            zone = next(
                (one[5:] for one in prop.split(";") if one.upper().startswith("TZID=")), calendar_zone
            )
            room = MOST_DATES - len(dates[name])
            dates[name] += [basic(times.listed(one, zone)) for one in value.split(",")[:room]]
    return recurrence(rule, dates["EXDATE"], dates["RDATE"]), ""


def _told_links(said: Mapping[str, Any]) -> Iterator[str]:
    """The address of the video call, and Google's own where that is the only one."""
    points = _list(_table(said.get("conferenceData")).get("entryPoints"))[:_MOST_LINES]
    yield from (_text(one.get("uri")) for one in map(_table, points) if one.get("entryPointType") == "video")
    yield _text(said.get("hangoutLink"))


def _attendees(said: object) -> Iterator[Attendee]:
    """As Google writes them into an invite: INDIVIDUAL or RESOURCE, required unless optional."""
    for one in map(_table, _list(said)[:MOST_ATTENDEES]):
        address = _address(one)
        if address is None:
            continue
        answer = _text(one.get("responseStatus"))[:40]
        status = _ANSWERS.get(answer.lower(), answer.upper())
        if one.get("resource") is True:
            yield Attendee(address, status, "", "RESOURCE")
        else:
            role = "OPT-PARTICIPANT" if one.get("optional") is True else "REQ-PARTICIPANT"
            yield Attendee(address, status, role, "INDIVIDUAL")


def _address(said: object) -> Address | None:
    told = _table(said)
    name = _text(told.get("displayName")).strip()[:300]
    email = _text(told.get("email")).strip().lower()[:320]
    return Address(name, email) if email or name else None


def _number(said: object) -> int:
    """`sequence`; rubbish is 0, the value of an event that was never changed."""
    return said if type(said) is int and 0 <= said < 2**31 else 0


def _text(said: object) -> str:
    """What every store can keep: no NUL, no half of a surrogate pair."""
    if not isinstance(said, str):
        return ""
    return said[:MOST_TEXT].replace("\0", "").encode("utf-8", "replace").decode()


def _list(said: object) -> list[Any]:
    return said if isinstance(said, list) else []


def _table(said: object) -> dict[str, Any]:
    return said if isinstance(said, dict) else {}

"""Calendar bytes to `Event`s: invites in mail, .ics files, feeds."""

from __future__ import annotations

import re
import threading
import warnings
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ingest.invites import components, links, times, zones
from ingest.mime import headers, html
from ingest.types import Address, Attendee, Event, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icalendar.cal import Component

    from ingest.invites.components import Calendar

MOST_BYTES = 10_000_000
MOST_EVENTS = 20_000
MOST_ATTENDEES = 500
MOST_TEXT = 100_000
_MOST_ZONES = 40  # VTIMEZONEs evaluated in one file
_MOST_ZONE_LINES = 400

# icalendar keeps zones for the whole process, and the first definition of a name wins: two senders'
# "Customized Time Zone" would share one offset. Its store is emptied before each calendar, one at a time.
_ONE_AT_A_TIME = threading.Lock()

TOO_OFTEN = re.compile(r"FREQ\s*=\s*(SECONDLY|MINUTELY|HOURLY)", re.I)
_ZONE_RULE = re.compile(
    r"^(?:FREQ=YEARLY|BYMONTH=\d{1,2}|BYDAY=[+-]?\d?[A-Z]{2}|BYMONTHDAY=[-\d,]{1,30}|UNTIL=\w{8,16}|WKST=[A-Z]{2}"
    r"|INTERVAL=1|COUNT=\d{1,3})$",
    re.I,
)
_FIRST_YEAR = re.compile(r"^(DTSTART[^:]{0,60}:)(?:1[0-8]\d\d|19[0-6]\d)")  # 369 years of changes cost 40 ms
_MARKUP = re.compile(r"<(?:br|p|div|span|a|b|ul|ol|li|html|table)(?:\s[^<>]{0,500})?/?>", re.I)
_TOLD_LINKS = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "CONFERENCE",
)


def read_calendar(raw: bytes, place: Place) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    """Every VEVENT in the bytes of a calendar, in order, and what was wrong with it. Never raises.

    Problems: "too-large" (more than `MOST_BYTES`, or events after the first `MOST_EVENTS`), "not-calendar",
    "truncated" (the complete events before the cut are read), "bad-invite" (an event that cannot be read,
    or a rule that repeats it more often than daily: it is kept as happening once).
    """
    if len(raw) > MOST_BYTES:
        return (), (Problem("too-large", f"a calendar of {len(raw)} bytes", place),)
    calendars, cut, too_many = components.split(components.text(raw), MOST_EVENTS)
    if not calendars:
        return (), (Problem("not-calendar", "no VCALENDAR in it", place),)
    events: list[Event] = []
    problems: list[Problem] = []
    if cut:
        problems.append(Problem("truncated", "the calendar ends in the middle of an event", place))
    if too_many:
        problems.append(Problem("too-large", f"more than {MOST_EVENTS} events; the rest was not read", place))
    zones_left = _MOST_ZONES
    for calendar in calendars:
        if calendar.events:
            needed = _needed_zones(calendar)[:zones_left]
            zones_left -= len(needed)
            for event, trouble in _events(calendar, needed):
                if event is not None:
                    events.append(event)
                if trouble:
                    problems.append(Problem("bad-invite", trouble, place))
    return tuple(events), tuple(problems)


def _needed_zones(calendar: Calendar) -> list[list[str]]:
    """The zones that only this calendar can explain, and that are safe to evaluate."""
    needed: list[list[str]] = []
    for lines in calendar.zones:
        name = next((line.partition(":")[2] for line in lines if line[:4].upper() == "TZID"), "")
        if len(lines) <= _MOST_ZONE_LINES and zones.find(name) is None and all(map(_is_tame, lines)):
            needed.append([_FIRST_YEAR.sub(r"\g<1>1970", line) for line in lines])
    return needed


def _is_tame(line: str) -> bool:
    """A rule of a zone runs from 1601 to today; one that fires every second would never be done."""
    if line[:5].upper() != "RRULE":
        return len(line) < 5000
    return all(
        _ZONE_RULE.match(piece.strip()) for piece in line.partition(":")[2].split(";") if piece.strip()
    )


def _events(calendar: Calendar, needed: list[list[str]]) -> Iterator[tuple[Event | None, str]]:
    """The events of one VCALENDAR; where they cannot be read together, each for itself."""
    together = _parsed(calendar.properties, needed, calendar.events)
    if together is None:
        parsed = [_parsed(calendar.properties, needed, [lines]) for lines in calendar.events]
    else:
        parsed = [together]
    for root in parsed:
        if root is None:
            yield None, "an event that cannot be read"
            continue
        method = _word(root.get("METHOD"))
        feed_zone = _text(root.get("X-WR-TIMEZONE")) if method in ("", "PUBLISH") else ""
        for component in root.subcomponents:
            if component.name == "VEVENT":
                yield _event(component, method, feed_zone)


def _parsed(properties: list[str], needed: list[list[str]], events: list[list[str]]) -> Component | None:
    import icalendar

    lines = ["BEGIN:VCALENDAR", *properties]
    for zone in needed:
        lines += ["BEGIN:VTIMEZONE", *zone, "END:VTIMEZONE"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    lines += ["END:VCALENDAR", ""]
    whole = "\r\n".join(lines).encode("utf-8", "replace")  # bytes: text might be taken for a file's path
    with _ONE_AT_A_TIME:
        icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return icalendar.Calendar.from_ical(whole, multiple=True)[0]
        except Exception:  # icalendar promises ValueError, and has raised others for hostile input
            return None


def _event(component: Component, method: str, feed_zone: str) -> tuple[Event | None, str]:
    start = times.read(component.get("DTSTART"), feed_zone)
    recurrence = component.get("RECURRENCE-ID")
    rule, trouble = _rule(component.get("RRULE"))
    if start is None:
        trouble = trouble or "an event without a time that can be read"
    summary, location = _text(component.get("SUMMARY")), _text(component.get("LOCATION"))
    description = _description(component)
    organizer = _address(component.get("ORGANIZER"))
    uid = _text(component.get("UID")).strip()
    event = Event(
        uid=uid or _made_up_uid(summary, times.basic(start), organizer),
        recurrence_id=times.basic(times.read(recurrence, feed_zone)),
        sequence=_number(component.get("SEQUENCE")),
        stamp=times.instant(component.get("DTSTAMP")),
        method=method,
        status=_word(component.get("STATUS")),
        summary=summary,
        description=description,
        location=location,
        link=links.find(
            [_text(one) for name in _TOLD_LINKS for one in _every(component.get(name))],
            _text(component.get("URL")),
            location,
            description,
        ),
        organizer=organizer,
        attendees=tuple(_attendees(component)),
        start=start,
        end=times.end(start, component.get("DTEND"), component.get("DURATION"), feed_zone),
        recurs=rule,
        this_and_future=_parameter(recurrence, "RANGE") == "THISANDFUTURE",
        created=times.instant(component.get("CREATED")),
        changed=times.instant(component.get("LAST-MODIFIED")),
    )
    return event, trouble


def _rule(prop: Any) -> tuple[str, str]:
    """RRULE as written, or what is wrong with it."""
    prop = next(_every(prop), None)
    if prop is None:
        return "", ""
    if type(prop).__name__ == "vBroken":
        return "", "a repetition that cannot be read"
    written = prop.to_ical().decode("utf-8", "replace")[:2000]
    if TOO_OFTEN.search(written):
        return "", "an event that repeats more often than daily"
    return written, ""


def _attendees(component: Component) -> Iterator[Attendee]:
    for number, prop in enumerate(_every(component.get("ATTENDEE"))):
        address = _address(prop)
        if number >= MOST_ATTENDEES:
            return
        if address is not None:
            status, role, kind = (_parameter(prop, name) for name in ("PARTSTAT", "ROLE", "CUTYPE"))
            yield Attendee(address, status, role, kind)


def _address(prop: Any) -> Address | None:
    """`mailto:` in any case; an address that some servers put into EMAIL or leave without its scheme."""
    prop = next(_every(prop), None)
    if prop is None:
        return None
    written = str(prop).strip()
    scheme, colon, rest = written.partition(":")
    email = rest if colon and scheme.lower() == "mailto" else written
    parameters = getattr(prop, "params", {})
    if "@" not in email or ":" in email:
        email = str(parameters.get("EMAIL", ""))
    name = headers.decoded(str(parameters.get("CN", ""))).strip("\"' ")
    email = email.strip().strip("<>").lower()[:320]
    return Address(name[:300], email) if email or name else None


def _description(component: Component) -> str:
    """DESCRIPTION, without the markup that Google puts there; X-ALT-DESC where there is no other."""
    return prose(_text(component.get("DESCRIPTION")) or _text(component.get("X-ALT-DESC")))


def prose(written: str) -> str:
    """What a calendar writes about an event, as plain text: some write HTML."""
    written = written.replace("\r\n", "\n").strip()
    return html.to_text(written.replace("\n", "<br>")) if _MARKUP.search(written) else written


def _every(prop: Any) -> Iterator[Any]:
    """A property that may be there several times: icalendar gives a list then."""
    if isinstance(prop, list):
        yield from prop
    elif prop is not None:
        yield prop


def _text(prop: Any) -> str:
    first = next(_every(prop), None)
    return "" if first is None else str(first)[:MOST_TEXT]


def _word(prop: Any) -> str:
    return _text(prop).strip().upper()[:40]


def _parameter(prop: Any, name: str) -> str:
    first = next(_every(prop), None)
    return str(getattr(first, "params", {}).get(name, "")).strip().upper()[:40]


def _number(prop: Any) -> int:
    """SEQUENCE; rubbish is 0, the value of an event that was never changed."""
    first = next(_every(prop), None)
    try:
        number = int(str(first)) if first is not None else 0
    except ValueError:
        return 0
    return number if 0 <= number < 2**31 else 0


def _made_up_uid(summary: str, start: str, organizer: Address | None) -> str:
    told = "\0".join((summary, start, organizer.email if organizer else ""))
    return sha256(told.encode("utf-8", "replace")).hexdigest()[:32] + "@no-uid.invalid"

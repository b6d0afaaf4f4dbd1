"""Calendar bytes to `Event`s: invites in mail, .ics files, feeds."""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from ingest.invites import components, links, properties, times
from ingest.invites.definitions import Definitions
from ingest.mime import headers, html
from ingest.types import Address, Attendee, Event, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.invites.components import Calendar
    from ingest.invites.properties import Property

MOST_BYTES = 10_000_000
MOST_EVENTS = 20_000
MOST_ATTENDEES = 500
MOST_TEXT = 100_000
MOST_DATES = 500  # of RDATE, and of EXDATE, in one event
UNREADABLE = "an event that cannot be read"
"""Of a problem "bad-invite" that stands for a whole event: nobody knows which."""

TOO_OFTEN = re.compile(r"FREQ\s*=\s*(SECONDLY|MINUTELY|HOURLY)", re.I)
_RULE = re.compile(
    r"^(?:(?:UNTIL=\d{4}-?\d\d-?\d\d[T\d:]*Z?|BY[A-Z]+=[-+\w,]+|(?!UNTIL=|BY)[A-Z-]+=[^;]*)(?:;|$))+$", re.I
)
_FREQUENCY = re.compile(r"\bFREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)\b", re.I)
_MARKUP = re.compile(r"<(?:br|p|div|span|a|b|ul|ol|li|html|table)(?:\s[^<>]{0,500})?/?>", re.I)
_TOLD_LINKS = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "X-TELEMOST-CONFERENCE",  # Yandex
    "CONFERENCE",
)
_OTHER_FORMS = (("[", "jCal (RFC 7265)"), ("<", "xCal (RFC 6321), or a page of the web"))
# An answer or a cancellation may leave the time to the invite that it answers (RFC 5546 §3.2).
_WITHOUT_TIME = frozenset({"CANCEL", "DECLINECOUNTER", "REFRESH", "REPLY"})

_Properties = dict[str, "list[Property]"]


def read_calendar(raw: bytes, place: Place, label: str = "") -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    """Every VEVENT in the bytes of a calendar, in order, and what was wrong with it. Never raises.

    `label` is the charset that the part of a mail names, "" where none does.

    Problems: "too-large" (more than `MOST_BYTES`, or events after the first `MOST_EVENTS`), "not-calendar",
    "truncated" (the complete events before the cut are read), "bad-invite" (an event that cannot be read,
    or a rule that repeats it more often than daily: it is kept as happening once).
    """
    if len(raw) > MOST_BYTES:
        return (), (Problem("too-large", f"a calendar of {len(raw)} bytes", place),)
    written = components.text(raw, label)
    calendars, cut, too_many = components.split(written, MOST_EVENTS)
    if not calendars:
        return (), (Problem("not-calendar", _instead(written), place),)
    events: list[Event] = []
    problems: list[Problem] = []
    if cut:
        problems.append(Problem("truncated", "the calendar ends in the middle of an event", place))
    if too_many:
        problems.append(Problem("too-large", f"more than {MOST_EVENTS} events; the rest was not read", place))
    everywhere = Definitions(lines for calendar in calendars for lines in calendar.zones)
    for calendar in calendars:
        for event, trouble in _events(calendar, everywhere):
            if event is not None:
                events.append(event)
            if trouble:
                problems.append(Problem("bad-invite", trouble, place))
    return tuple(events), tuple(problems)


def _instead(written: str) -> str:
    begin = written.lstrip()[:1]
    form = next((form for sign, form in _OTHER_FORMS if begin == sign), "")
    return f"no VCALENDAR in it: {form}, which is not read" if form else "no VCALENDAR in it"


def _events(calendar: Calendar, everywhere: Definitions) -> Iterator[tuple[Event | None, str]]:
    if not calendar.events:
        return
    said = _parsed(calendar.properties) or {}
    method = _word(said, "METHOD")
    feed_zone = _text(said, "X-WR-TIMEZONE").strip() if method in ("", "PUBLISH") else ""
    defined = Definitions(calendar.zones, everywhere)
    for lines in calendar.events:
        found = _parsed(lines)
        yield _event(found, method, defined, feed_zone) if found else (None, UNREADABLE)


def _parsed(lines: list[str]) -> _Properties | None:
    """The properties in some lines, by name; None where there is none at all."""
    found: _Properties = {}
    for line in lines:
        one = properties.read(line)
        if one is not None:
            found.setdefault(one.name, []).append(one)
    return found or None


def _event(said: _Properties, method: str, defined: Definitions, feed_zone: str) -> tuple[Event, str]:
    said = times.with_their_times(said)
    start = next(
        (when for one in said.get("DTSTART", ()) if (when := times.read(one, defined, feed_zone))), None
    )
    which = _first(said, "RECURRENCE-ID")
    rule, trouble = _rule(said, defined, feed_zone)
    if start is None and method not in _WITHOUT_TIME:
        trouble = trouble or "an event without a time that can be read"
    summary, location = _text(said, "SUMMARY"), _text(said, "LOCATION")
    description = _description(said)
    organizer = _address(_first(said, "ORGANIZER"))
    uid = _text(said, "UID").strip()
    event = Event(
        uid=uid or _made_up_uid(summary, times.basic(start), organizer),
        recurrence_id=times.basic(times.read(which, defined, feed_zone)),
        sequence=_number(said),
        stamp=times.instant(_first(said, "DTSTAMP"), defined),
        method=method,
        status=_word(said, "STATUS"),
        summary=summary,
        description=description,
        location=location,
        link=links.find(
            [one.text for name in _TOLD_LINKS for one in said.get(name, ())],
            _text(said, "URL"),
            location,
            description,
        ),
        organizer=organizer,
        attendees=tuple(_attendees(said)),
        start=start,
        end=times.end(start, _first(said, "DTEND"), _first(said, "DURATION"), defined, feed_zone),
        recurs=rule,
        this_and_future=_parameter(which, "RANGE") == "THISANDFUTURE",
        created=times.instant(_first(said, "CREATED"), defined),
        changed=times.instant(_first(said, "LAST-MODIFIED"), defined),
    )
    return event, trouble


def _rule(said: _Properties, defined: Definitions, feed_zone: str) -> tuple[str, str]:
    """What `Event.recurs` holds, or what is wrong with the rule."""
    prop = _first(said, "RRULE")
    written = "".join(prop.value.split())[:2000] if prop else ""
    if TOO_OFTEN.search(written):
        return "", "an event that repeats more often than daily"
    if written and not (_FREQUENCY.search(written) and _RULE.match(written)):
        return "", "a repetition that cannot be read"
    taken, added = (_dates(said, name, defined, feed_zone) for name in ("EXDATE", "RDATE"))
    return times.recurrence(written.strip(";"), taken, added), ""


def _dates(said: _Properties, name: str, defined: Definitions, feed_zone: str) -> Iterator[str]:
    """RDATE or EXDATE, each time in the form of a RECURRENCE-ID; of a period its start."""
    pieces = ((one, piece) for one in said.get(name, ()) for piece in one.value.split(","))
    for one, piece in islice(pieces, MOST_DATES):
        yield times.basic(times.moment(piece, one.parameters, defined, feed_zone))


def _attendees(said: _Properties) -> Iterator[Attendee]:
    for prop in said.get("ATTENDEE", [])[:MOST_ATTENDEES]:
        address = _address(prop)
        if address is not None:
            status, role, kind = (_parameter(prop, name) for name in ("PARTSTAT", "ROLE", "CUTYPE"))
            yield Attendee(address, status, role, kind)


def _address(prop: Property | None) -> Address | None:
    """`mailto:` in any case, or without its scheme; EMAIL (RFC 7986 §6.2) where the address is a relay's."""
    if prop is None:
        return None
    written = prop.text.strip()
    _, scheme, rest = written.lower().rpartition("mailto:")
    email = prop.parameters.get("EMAIL", "")
    if "@" not in email:
        email = rest if scheme else written
    if "@" not in email or ":" in email:
        email = ""
    name = headers.decoded(prop.parameters.get("CN", "")).strip("\"' ")
    email = email.strip().strip("<>").lower()[:320]
    return Address(name[:300], email) if email or name else None


def _description(said: _Properties) -> str:
    """DESCRIPTION, without the markup that Google puts there; one in HTML where there is no other."""
    told = (_text(said, name) for name in ("DESCRIPTION", "X-ALT-DESC", "STYLED-DESCRIPTION"))
    return prose(next((one for one in told if one.strip()), ""))


def prose(written: str) -> str:
    """What a calendar writes about an event, as plain text: some write HTML."""
    written = written.replace("\r\n", "\n").strip()
    return html.to_text(written.replace("\n", "<br>")) if _MARKUP.search(written) else written


def _first(said: _Properties, name: str) -> Property | None:
    return said[name][0] if name in said else None


def _text(said: _Properties, name: str) -> str:
    return said[name][0].text[:MOST_TEXT] if name in said else ""


def _word(said: _Properties, name: str) -> str:
    return _text(said, name).strip().upper()[:40]


def _parameter(prop: Property | None, name: str) -> str:
    return prop.parameters.get(name, "").strip().upper()[:40] if prop else ""


def _number(said: _Properties) -> int:
    """SEQUENCE; rubbish is 0, the value of an event that was never changed."""
    try:
        number = int(_text(said, "SEQUENCE")[:40])
    except ValueError:
        return 0
    return number if 0 <= number < 2**31 else 0


def _made_up_uid(summary: str, start: str, organizer: Address | None) -> str:
    told = "\0".join((summary, start, organizer.email if organizer else ""))
    return sha256(told.encode("utf-8", "replace")).hexdigest()[:32] + "@no-uid.invalid"

"""An event as it was stated, as a calendar again (RFC 5545), to lie in the mail that carried it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingest.invites import zones
from ingest.types import TimeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.types import Address, Event, When

_INSTANT = "%Y%m%dT%H%M%S"


def calendar(event: Event) -> bytes:
    """One VCALENDAR with this version of the event, its lines folded and ended by CRLF."""
    from icalendar.parser import Contentline

    lines = ["BEGIN:VCALENDAR", "PRODID:-//tealeaves//mail export//EN", "VERSION:2.0"]
    if event.method:
        lines.append(f"METHOD:{_word(event.method)}")
    lines += ["BEGIN:VEVENT", *_event(event), "END:VEVENT", "END:VCALENDAR"]
    folded: list[bytes] = [Contentline(line).to_ical() for line in lines]  # type: ignore[no-untyped-call]
    return b"\r\n".join(folded) + b"\r\n"


def _event(event: Event) -> Iterator[str]:
    yield f"UID:{_text(event.uid)}"
    if event.recurrence_id:
        following = ";RANGE=THISANDFUTURE" if event.this_and_future else ""
        yield f"RECURRENCE-ID{following}:{_word(event.recurrence_id)}"
    yield f"SEQUENCE:{event.sequence}"
    for name, at in (("DTSTAMP", event.stamp), ("CREATED", event.created), ("LAST-MODIFIED", event.changed)):
        if at is not None:
            yield f"{name}:{at.astimezone(UTC).strftime(_INSTANT)}Z"
    for name, when in (("DTSTART", event.start), ("DTEND", event.end)):
        if when is not None:
            yield f"{name}{_when(when)}"
    for number, line in enumerate(event.recurs.split("\n")):
        if line:
            yield _word(line if number else f"RRULE:{line}")
    texts = (
        ("STATUS", event.status),
        ("SUMMARY", event.summary),
        ("DESCRIPTION", event.description),
        ("LOCATION", event.location),
        ("URL", event.link),
    )
    yield from (f"{name}:{_text(text)}" for name, text in texts if text)
    if event.organizer is not None:
        yield f"ORGANIZER{_person(event.organizer)}"
    for one in event.attendees:
        told = (("PARTSTAT", one.status), ("ROLE", one.role), ("CUTYPE", one.kind))
        yield f"ATTENDEE{_person(one.address, told)}"


def _when(when: When) -> str:
    if when.kind is TimeKind.ALL_DAY:
        return f";VALUE=DATE:{when.at:%Y%m%d}"
    if when.kind is TimeKind.FLOATING:
        return f":{when.at.strftime(_INSTANT)}"
    if when.kind is TimeKind.UNRESOLVED:
        return f";TZID={_parameter(when.zone)}:{when.at.strftime(_INSTANT)}"
    local = _local(when)
    if local is None:
        return f":{when.at.astimezone(UTC).strftime(_INSTANT)}Z"
    return f";TZID={_parameter(when.zone)}:{local.strftime(_INSTANT)}"


def _local(when: When) -> datetime | None:
    """On the clock of the zone that was named, where it is known by that name."""
    zone = zones.known(when.zone) if when.zone else None
    try:
        return when.at.astimezone(zone) if zone else None
    except OverflowError:  # the years 1 and 9999
        return None


def _person(address: Address, told: Iterable[tuple[str, str]] = ()) -> str:
    named = [("CN", address.name), *told]
    parameters = "".join(f";{name}={_parameter(value)}" for name, value in named if value)
    return f"{parameters}:{f'mailto:{_word(address.email)}' if address.email else ''}"


def _parameter(value: str) -> str:
    return f'"{_word(value).replace(chr(34), chr(39))}"'


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(_word(line) for line in escaped.replace("\r\n", "\n").split("\n"))


def _word(value: str) -> str:
    """On one line, whatever it was."""
    value = value.encode("utf-8", "replace").decode()
    return "".join(char if char >= " " and char != "\x7f" else " " for char in value)

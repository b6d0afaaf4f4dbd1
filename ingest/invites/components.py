"""Calendar bytes cut into components, so that what is whole can be read when the rest is not.

icalendar refuses a whole file for one missing END, and reads a zone only where it is defined before it is
used. So the file is taken apart here and each VCALENDAR is put together again: its properties, its zones,
its complete events.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.mime import charsets

_FOLD = re.compile(rb"\r?\n[ \t]")
_COMPONENT = re.compile(r"^(BEGIN|END)\s*:\s*([A-Za-z0-9-]{1,40})\s*$", re.I)
_PROPERTY = re.compile(
    r"^(?:X-[A-Za-z0-9-]+|ACKNOWLEDGED|ATTACH|ATTENDEE|CALSCALE|CATEGORIES|CLASS|COLOR|COMMENT|CONFERENCE|CONTACT"
    r"|CREATED|DESCRIPTION|DTEND|DTSTAMP|DTSTART|DUE|DURATION|EXDATE|EXRULE|GEO|IMAGE|LAST-MODIFIED|LOCATION"
    r"|METHOD|NAME|ORGANIZER|PRIORITY|PRODID|RDATE|RECURRENCE-ID|REFRESH-INTERVAL|RELATED-TO|REQUEST-STATUS"
    r"|RESOURCES|RRULE|SEQUENCE|SOURCE|STATUS|STRUCTURED-DATA|STYLED-DESCRIPTION|SUMMARY|TRANSP|TZID|UID|URL"
    r"|VERSION)\s*[;:]",
    re.I,
)
_TIME = re.compile(r"^(?:DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE)\s*;", re.I)
_ZONE = re.compile(r";\s*TZID=(?:\"[^\"]*\"|[^;]*)", re.I)
_BARE_ZONE = re.compile(r";\s*TZID=(?!\")([^;]*[:,][^;]*)", re.I)
_MOST_LINE = 100_000
_MOST_LINES = 3_000  # of one component
_MOST_JOINED = 2_000  # line ends inside one value
_REMEMBERED = frozenset({"VEVENT", "VTIMEZONE"})


@dataclass(slots=True)
class Calendar:
    """The lines of one VCALENDAR: its own, and those of each of its zones and events."""

    properties: list[str] = field(default_factory=list)
    zones: list[list[str]] = field(default_factory=list)
    events: list[list[str]] = field(default_factory=list)


def text(raw: bytes) -> str:
    """Calendar bytes as unfolded text: UTF-8, UTF-16 with or without its mark, else Windows-1252."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = raw.decode("utf-16", "replace").encode()
    elif raw[1:2] == b"\0" or raw[:1] == b"\0":
        raw = raw.decode("utf-16-le" if raw[1:2] == b"\0" else "utf-16-be", "replace").encode()
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    # Unfolded before it is decoded: RFC 5545 §3.1 allows a fold inside a character.
    return charsets.decode(_FOLD.sub(b"", raw)).removeprefix("\ufeff").replace("\x00", "")


def split(written: str, most_events: int) -> tuple[list[Calendar], bool, bool]:
    """The calendars in unfolded text; whether the text ends too early; whether there were too many events."""
    calendars: list[Calendar] = []
    current: Calendar | None = None
    inside = ""  # the component that is being read
    lines: list[str] = []
    nested = joined = count = 0
    cut = open_calendar = False
    for line in written.split("\n"):
        line = line.rstrip("\r")[:_MOST_LINE]
        bound = _COMPONENT.match(line) if line[:1] in "BbEe" else None
        if bound is None:
            if inside in _REMEMBERED and not (nested and inside == "VEVENT"):
                joined = _add(lines, line, joined)
            elif current is not None and not inside and _is_property(line):
                current.properties.append(line)
            continue
        name, begins = bound[2].upper(), bound[1].upper() == "BEGIN"
        if name == "VCALENDAR" or (begins and current is None):
            cut = cut or bool(inside) or (begins and open_calendar)
            inside = ""
            open_calendar = begins and name == "VCALENDAR"
            current = Calendar() if begins else None
            if current:
                calendars.append(current)
            if name == "VCALENDAR":
                continue
        if begins and (not inside or name == inside):
            cut = cut or name == inside
            inside, lines, nested, joined = name, [], 0, 0
        elif name == inside and current:
            if inside == "VTIMEZONE":
                current.zones.append(lines)
            elif inside == "VEVENT":
                if count >= most_events:
                    return calendars, cut, True
                current.events.append(lines)
                count += 1
            inside = ""
        elif inside:
            nested += 1 if begins else -1
            if inside == "VTIMEZONE":
                lines.append(line)
    return calendars, cut or bool(inside) or open_calendar, False


def _is_property(line: str) -> bool:
    """Names are written in capitals; "Contact: Jane" is a line of somebody's description."""
    match = _PROPERTY.match(line)
    return match is not None and (match[0].isupper() or not line[match.end() :][:1].isspace())


def _add(lines: list[str], line: str, joined: int) -> int:
    """One more line; one that is no property belongs to the value before it, whose writer forgot to fold."""
    if len(lines) >= _MOST_LINES:
        return joined
    if _is_property(line) or (line[:2].upper() == "TZ" and ":" in line):
        lines.append(_quoted_zone(line))
        return 0
    if lines and joined < _MOST_JOINED and len(lines[-1]) < _MOST_LINE:
        lines[-1] += "\\n" + line
    return joined + 1


def _quoted_zone(line: str) -> str:
    """`TZID=tzone://Microsoft/Utc` and `TZID=(UTC-05:00) Eastern` need quotes that Outlook does not write.

    A time that ends in Z is UTC, and a TZID before it is void (RFC 5545 §3.2.19).
    """
    if not _TIME.match(line):
        return line
    head, _, value = line.rpartition(":")
    if value.rstrip().endswith(("Z", "z")):
        return _ZONE.sub("", head) + ":" + value
    return _BARE_ZONE.sub(lambda match: f';TZID="{match[1]}"', head) + ":" + value

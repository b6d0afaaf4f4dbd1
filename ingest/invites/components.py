"""Calendar bytes cut into components, so that what is whole can be read when the rest is not.

The lines of events and zones are kept as they stand, unfolded; only those of properties that are read.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass, field

from ingest.mime import charsets

_FOLD = re.compile(rb"(?<!\n)\n++[ \t]")  # blank lines before it too; each run of line ends is looked at once
_COMPONENT = re.compile(r"^(BEGIN|END)\s*:\s*([A-Za-z0-9-]{1,40})\s*$", re.I)
_NAME = re.compile(r"^([A-Za-z0-9-]{1,60})\s*[;:]")
_CHARSET = re.compile(rb";CHARSET=\"?([\w.-]{1,40})", re.I)
_SOFT_ENDS = re.compile(
    rb"^[^:\n]{0,200};(?:ENCODING=)?QUOTED-PRINTABLE[^\n]*(?<==)(?:\n[^\n]*(?<==))*\n", re.I | re.M
)
_WHOLE_QUOTED = re.compile(
    rb"^(?:DTSTART|DTEND|ATTENDEE|ORGANIZER)[^:\n]{0,300};[A-Z-]{1,40}=3D", re.I | re.M
)
_BASE64 = re.compile(rb"\s*QkVHSU46VkNBTEVOREFS[A-Za-z0-9+/=\s]*\s*", re.I)  # "BEGIN:VCALENDAR"
_MOST_LINE = 100_000
_MOST_LINES = 3_000  # of one component
_MOST_LINES_OF_ALL = 1_000_000  # 10 MB of a real calendar are 300,000
_MOST_OF_A_NAME = 600  # lines
_MOST_JOINED = 2_000  # line ends inside one value
_NEVER_AROUND = frozenset(
    {"VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"}
)  # an event: one of these has no end


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


_KNOWN = _names(
    "AALARM ACKNOWLEDGED ACTION ATTACH ATTENDEE BUSYTYPE CALENDAR-ADDRESS CALSCALE CATEGORIES CLASS"
    " COLOR COMMENT COMPLETED CONCEPT CONFERENCE CONTACT CREATED DALARM DAYLIGHT DCREATED DESCRIPTION"
    " DTEND DTSTAMP DTSTART DUE DURATION EXDATE EXRULE FREEBUSY GEO IMAGE LAST-MODIFIED LINK LOCATION"
    " LOCATION-TYPE MALARM METHOD NAME ORGANIZER PALARM PERCENT-COMPLETE PRIORITY PRODID RDATE"
    " RECURRENCE-ID REFID REFRESH-INTERVAL RELATED-TO REPEAT REQUEST-STATUS RESOURCES RNUM RRULE"
    " SEQUENCE SOURCE STATUS STRUCTURED-DATA STYLED-DESCRIPTION SUMMARY TRANSP TRIGGER TZ TZID TZID-"
    " ALIAS-OF TZNAME TZOFFSETFROM TZOFFSETTO TZUNTIL TZURL UID URL VERSION"
)
"""RFC 5545, 7808, 7986, 9073, 9253, and vCalendar 1.0: a line that begins otherwise was not folded."""

_READ = _names(
    "ATTENDEE CONFERENCE CREATED DESCRIPTION DTEND DTSTAMP DTSTART DURATION EXDATE LAST-MODIFIED"
    " LOCATION ORGANIZER RDATE RECURRENCE-ID RRULE SEQUENCE STATUS STYLED-DESCRIPTION SUMMARY UID URL"
    " X-ALT-DESC X-GOOGLE-CONFERENCE X-MICROSOFT-ONLINEMEETINGEXTERNALLINK X-MICROSOFT-"
    " SKYPETEAMSMEETINGURL X-TELEMOST-CONFERENCE"
)
_TEXTS = _names("COMMENT CONTACT DESCRIPTION LOCATION STYLED-DESCRIPTION SUMMARY URL X-ALT-DESC")


@dataclass(slots=True)
class Calendar:
    """The lines of one VCALENDAR: its own, and those of each of its zones and events."""

    properties: list[str] = field(default_factory=list)
    zones: list[list[str]] = field(default_factory=list)
    events: list[list[str]] = field(default_factory=list)


def text(raw: bytes, label: str = "") -> str:
    """Calendar bytes as unfolded text: UTF-8, UTF-16 with or without its mark, what a label says, or
    Windows-1252. A transfer encoding that nobody took away is taken away.

    `label` is the charset that the part of a mail names; without it, what a CHARSET parameter names counts
    (vCalendar 1.0 has them).
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = raw.decode("utf-16", "replace").encode()
    elif raw[1:2] == b"\0" or raw[:1] == b"\0":
        raw = raw.decode("utf-16-le" if raw[1:2] == b"\0" else "utf-16-be", "replace").encode()
    raw = _lines_ended(_untransferred(raw))
    if b"QUOTED-PRINTABLE" in raw.upper():
        raw = _SOFT_ENDS.sub(lambda match: match[0].replace(b"=\n", b""), raw)
    raw = _FOLD.sub(b"", raw)  # before it is decoded: RFC 5545 §3.1 allows a fold inside a character
    if not label and not raw.isascii() and not _is_utf8(raw) and (named := _CHARSET.search(raw)):
        label = named[1].decode("ascii", "replace")
    return charsets.decode(raw, label).removeprefix("\ufeff").replace("\x00", "")


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _untransferred(raw: bytes) -> bytes:
    if _BASE64.fullmatch(raw):
        try:
            return base64.b64decode(raw)
        except binascii.Error:
            return raw
    return quopri.decodestring(raw) if _WHOLE_QUOTED.search(raw) else raw


def _lines_ended(raw: bytes) -> bytes:
    r"""Lines that end in \n, whichever of \r\n, \n, \r, \n\r and \r\r\n their writer used."""
    if b"\r" not in raw:
        return raw
    raw = raw.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\n\r", b"\n")
    return raw.replace(b"\r", b"" if b"\n" in raw else b"\n")


def split(written: str, most_events: int) -> tuple[list[Calendar], bool, bool]:
    """The calendars in unfolded text; whether the text ends too early; whether there were too many events."""
    calendars: list[Calendar] = []
    current: Calendar | None = None
    inside = ""  # the component that is being read
    lines = _Lines()
    nested = count = 0
    cut = open_calendar = False
    for line in written.split("\n", _MOST_LINES_OF_ALL):
        bound = _COMPONENT.match(line) if line[:1] in "BbEe" else None
        if bound is None:
            if inside == "VTIMEZONE":
                lines.keep(line)
            elif inside == "VEVENT":
                if not nested:
                    lines.add(line[:_MOST_LINE])
            elif current is not None and not inside and _name(line):
                current.properties.append(line[:_MOST_LINE])
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
        if begins and (not inside or name == inside or (name == "VEVENT" and inside in _NEVER_AROUND)):
            cut = cut or bool(inside)
            inside, lines, nested = name, _Lines(), 0
        elif name == inside and current:
            if inside == "VTIMEZONE":
                current.zones.append(lines.kept)
            elif inside == "VEVENT":
                if count >= most_events:
                    return calendars, cut, True
                current.events.append(lines.kept)
                count += 1
            inside = ""
        elif inside:
            nested += 1 if begins else -1
            if inside == "VTIMEZONE":
                lines.keep(line)
    return calendars, cut or bool(inside) or open_calendar, False


def _name(line: str) -> str:
    """The property that a line begins, "" where it begins none.

    Names are written in capitals; "Contact: Jane" is a line of somebody's description.
    """
    match = _NAME.match(line)
    if match is None:
        return ""
    written, name = match[1], match[1].upper()
    if name not in _KNOWN and not name.startswith("X-"):
        return ""
    return name if written == name or not line[match.end() :][:1].isspace() else ""


@dataclass(slots=True)
class _Lines:
    """The lines of the component that is being read, at most so many."""

    kept: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)  # of each property
    last: str = ""  # the property that the last line began
    joined: int = 0

    def keep(self, line: str) -> None:
        if len(self.kept) < _MOST_LINES:
            self.kept.append(line[:_MOST_LINE])

    def add(self, line: str) -> None:
        """One more line; one that is no property belongs to the text before it, which was not folded."""
        name = _name(line)
        if name:
            self.last, self.joined = name, 0
            count = self.counts[name] = self.counts.get(name, 0) + 1
            if (name in _READ and count <= _MOST_OF_A_NAME) or not self.kept:
                self.kept.append(line)  # the first in any case: an event without a line is empty
        elif self.last in _READ and self.last in _TEXTS and self.counts[self.last] <= _MOST_OF_A_NAME:
            if self.joined < _MOST_JOINED and len(self.kept[-1]) < _MOST_LINE:
                self.kept[-1] += "\\n" + line
            self.joined += 1

"""One line of a calendar: a property with its parameters (RFC 5545 §3.1, §3.2)."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.mime import charsets

_NAME = re.compile(r"([A-Za-z0-9-]{1,60})\s*(?=[;:])")
_PARAMETER = re.compile(r"""\s*;\s*(?:([A-Za-z0-9-]{1,60})\s*(?:=((?:"[^"]*"|[^";:])*))?)?""")
_PARAMETER_OF_TIME = re.compile(r""";\s*([A-Za-z-]{1,60})\s*=("[^"]*"|[^;]*)""")
_TIMES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"})
_TIME = re.compile(r"(.*):\s*(\d{4}-?\d\d-?\d\d.*)$", re.S)
_ESCAPED = re.compile(r"\\([\\;,:\"nN])")
_CARET = re.compile(r"\^([n'^])")
_CARETS = {"n": "\n", "'": '"', "^": "^"}
_MOST_PARAMETERS = 50
_USUAL = 2000  # characters of a line with parameters


@dataclass(frozen=True, slots=True)
class Property:
    name: str  # in capitals
    parameters: dict[str, str]  # by name in capitals, without quotes; of several with one name, the first
    value: str  # as written

    @property
    def text(self) -> str:
        """The value of a property that holds text, with what is escaped or encoded in it read."""
        written = _decoded(self.value, self.parameters) if self.parameters else self.value
        return _ESCAPED.sub(_meant, written) if "\\" in written else written


def read(line: str) -> Property | None:
    """The property in an unfolded line; None where there is no name or no value.

    Parameters are icalendar's to read; a line that it refuses is read by its plain shape. A colon in a
    parameter needs quotes that many do not write. In a time, what follows the last colon before
    a date is the value: `TZID=tzone://Microsoft/Utc` and `TZID=(UTC-05:00) Eastern` are parameters.
    """
    match = _NAME.match(line)
    if match is None:
        return None
    name, at = match[1].upper(), match.end()
    if line[at] == ":":
        return Property(name, {}, line[at + 1 :])
    if name in _TIMES and (time := _TIME.match(line, at)):
        return Property(name, _parameters(_PARAMETER_OF_TIME.findall(time[1])), time[2])
    if len(line) <= _USUAL and line.count('"') % 2 == 0 and (one := _by_the_rules(line)):
        return one
    found: list[tuple[str, str]] = []
    while len(found) < _MOST_PARAMETERS and (match := _PARAMETER.match(line, at)):
        found.append((match[1] or "", match[2] or ""))
        at = match.end()
    colon = line.find(":", at)
    return Property(name, _parameters(found), line[colon + 1 :]) if colon >= 0 else None


@lru_cache(maxsize=4096)  # the same people take part in many events
def _by_the_rules(line: str) -> Property | None:
    """The property as icalendar reads it; None where it refuses the line."""
    from icalendar.parser import Contentline

    try:
        name, parameters, value = Contentline(line).raw_parts()  # type: ignore[no-untyped-call]
    except ValueError:
        return None
    told = ((key, one if isinstance(one, str) else one[0]) for key, one in parameters.items())
    return Property(name.upper(), {key.upper(): one.strip() for key, one in told}, value)


def _parameters(found: list[tuple[str, str]]) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for name, written in found[:_MOST_PARAMETERS]:
        if name:
            parameters.setdefault(name.upper(), _plain(written))
    return parameters


def _plain(written: str) -> str:
    written = written.strip().strip('"')
    return _CARET.sub(lambda match: _CARETS[match[1]], written) if "^" in written else written


def _decoded(value: str, parameters: dict[str, str]) -> str:
    """vCalendar 1.0 writes quoted-printable; some write base64."""
    encoding = parameters.get("ENCODING", "").upper()
    raw = value.encode("utf-8", "replace")
    if encoding == "QUOTED-PRINTABLE" or "QUOTED-PRINTABLE" in parameters:
        return charsets.decode(quopri.decodestring(raw), parameters.get("CHARSET", ""))
    if encoding in ("BASE64", "B"):
        try:
            return charsets.decode(base64.b64decode(raw), parameters.get("CHARSET", ""))
        except (binascii.Error, ValueError):
            return value
    return value


def _meant(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1]

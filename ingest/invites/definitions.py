"""The zones that a calendar defines for itself, beside those that have a name (RFC 5545 §3.6.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.invites import observances, properties, zones

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

_PLACES = ("X-LIC-LOCATION", "TZID-ALIAS-OF")  # libical's, and RFC 7808 §7.2


class Definitions:
    """The VTIMEZONEs of one calendar, and behind them those of the other calendars in its file.

    A VTIMEZONE is read when a time asks for it, once, wherever in the calendar it stands.
    """

    def __init__(self, stated: Iterable[list[str]], others: Definitions | None = None) -> None:
        self._stated: dict[str, list[str]] = {}
        self._read: dict[str, tzinfo | None] = {}
        self._others = others
        for lines in stated:
            self._stated.setdefault(_key(_said(lines, "TZID")), lines)

    def find(self, tzid: str) -> tzinfo | None:
        """The zone of a TZID; None where nobody knows it.

        First by a name that has one meaning: a VTIMEZONE that contradicts it is out of date or cut to
        the time of one event. Second what the calendar says. Third what such a name mostly means.
        Another calendar of the file is asked for what this one does not define, not for what it defines so
        that nobody understands it: two senders' zones may share a name.
        """
        if tzid not in self._read:
            self._read[tzid] = zones.known(tzid) or self._own(_key(tzid)) or zones.find(tzid)
            if self._read[tzid] is None and self._others and _key(tzid) not in self._stated:
                self._read[tzid] = self._others.find(tzid)
        return self._read[tzid]

    def _own(self, key: str) -> tzinfo | None:
        lines = self._stated.get(key)
        if lines is None:
            return None
        for place in _PLACES:
            found = zones.known(_said(lines, place))
            if found is not None:
                return found
        return observances.read(key, lines)


def _said(lines: list[str], name: str) -> str:
    for line in lines:
        if line[: len(name)].upper() == name:
            one = properties.read(line)
            if one is not None and one.name == name:
                return one.text.strip()
    return ""


def _key(tzid: str) -> str:
    """Writers differ in case, in blanks, and in whether a comma is escaped."""
    return " ".join(tzid.replace("\\", "").strip('" ').lower().split())

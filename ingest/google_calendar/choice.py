"""Which calendars are read
(https://developers.google.com/workspace/calendar/api/v3/reference/calendarList)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.google.shapes import text

PRIMARY = "primary"

_MOST_ID = 1000  # it is an address

_OWN = frozenset({"owner", "writer", "writerWithoutPrivateAccess"})
_MADE_BY_GOOGLE = "@group.v.calendar.google.com"  # holidays, birthdays, week numbers


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar as the person's list names it."""

    id: str
    name: str  # as the person called it, else its title
    title: str = ""
    role: str = ""  # accessRole: "owner", "writer", "reader", "freeBusyReader", …
    is_primary: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the person puts events there."""
        return self.is_primary or (self.role in _OWN and not self.id.endswith(_MADE_BY_GOOGLE))


@dataclass(frozen=True, slots=True)
class Choice:
    """What is read, and what of the wish list is not there."""

    calendars: tuple[Calendar, ...]
    missing: tuple[str, ...] = ()


def listed(entry: object) -> Calendar | None:
    """An entry of the list; None where it names no calendar, or one that was taken off."""
    said = entry if isinstance(entry, dict) else {}
    calendar, title = text(said.get("id")), text(said.get("summary"))
    if not calendar or len(calendar) > _MOST_ID or said.get("deleted") is True:
        return None
    name = text(said.get("summaryOverride")) or title or calendar
    return Calendar(calendar, name, title, text(said.get("accessRole")), said.get("primary") is True)


def chosen(listing: Iterable[Calendar], wanted: Iterable[str]) -> Choice:
    """The calendars to read, the primary one first. Those that a person names are read and no others, else
    all where the person puts events. A name that several bear means them all."""
    there = sorted({one.id: one for one in listing}.values(), key=lambda one: not one.is_primary)
    names = tuple(dict.fromkeys(wanted))
    if not names:
        return Choice(tuple(one for one in there if one.is_own))
    found = {name: [one for one in there if _is_called(one, name)] for name in names}
    named = {one.id for ones in found.values() for one in ones}
    return Choice(
        tuple(one for one in there if one.id in named), tuple(name for name in names if not found[name])
    )


def _is_called(calendar: Calendar, name: str) -> bool:
    asked = name.strip().casefold()
    is_meant = calendar.is_primary and asked == PRIMARY
    return is_meant or asked in {calendar.id.casefold(), calendar.name.casefold(), calendar.title.casefold()}

"""The calendars of an account, and which of them are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ingest.caldav import hrefs
from ingest.caldav.tree import CALDAV, CALENDAR_SERVER, DAV

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.caldav.answers import Response

_TYPE = f"{DAV}resourcetype"
_COMPONENTS = f"{CALDAV}supported-calendar-component-set"
_REPORTS = f"{DAV}supported-report-set"
_PRIVILEGES = f"{DAV}current-user-privilege-set"

# By the local name: Nextcloud's trash has a namespace of its own
# (https://github.com/nextcloud/server/pull/26083).
_OTHERS = frozenset({"schedule-inbox", "schedule-outbox", "subscribed", "deleted-calendar", "trash-bin"})
_READING = frozenset({f"{DAV}read", f"{DAV}all"})
_MOST_NAME = 300


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar as its server lists it."""

    id: str  # the path of its address
    name: str  # as a person reads it
    url: str
    tag: str = ""  # of its state: the same while nothing changes; "" where none is told
    has_changes: bool = False  # whether the server may tell what changed since a token (RFC 6578)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is read, and what of the wish list is not there."""

    calendars: tuple[Calendar, ...]
    missing: tuple[str, ...] = ()


def is_calendar(response: Response) -> bool:
    """Whether it is a collection of calendar objects, of whatever kind (RFC 4791 §4.2)."""
    return f"{CALDAV}calendar" in response.kinds(_TYPE)


def listed(response: Response) -> Calendar | None:
    """A calendar of events; None for everything else: inboxes, tasks, subscriptions, bins, and calendars that
    only show when somebody is busy (RFC 4791 §6.1.1)."""
    kinds = {kind.rpartition("}")[2] for kind in response.kinds(_TYPE)}
    if not is_calendar(response) or kinds & _OTHERS or not _holds_events(response):
        return None
    privileges = response.kinds(_PRIVILEGES)
    if privileges and not privileges & _READING:
        return None
    token, ctag = response.text(f"{DAV}sync-token"), response.text(f"{CALENDAR_SERVER}getctag")
    reports = response.kinds(_REPORTS)
    id = hrefs.path(response.url)
    return Calendar(
        id=id,
        name=_one_line(response.text(f"{DAV}displayname")) or unquote(id.rpartition("/")[2]),
        url=response.url,
        tag=token or ctag,
        has_changes=not reports or f"{DAV}sync-collection" in reports,
    )


def chosen(listing: Iterable[Calendar], wanted: Iterable[str]) -> Choice:
    """The calendars to read: those that a person names and no others, else all. A name that several bear
    means them all."""
    there = tuple({one.id: one for one in listing}.values())
    names = tuple(dict.fromkeys(wanted))
    if not names:
        return Choice(there)
    found = {name: [one for one in there if _is_called(one, name)] for name in names}
    named = {one.id for ones in found.values() for one in ones}
    return Choice(
        tuple(one for one in there if one.id in named), tuple(name for name in names if not found[name])
    )


def _holds_events(response: Response) -> bool:
    """Where nothing is said, every kind of component is allowed (RFC 4791 §5.2.3)."""
    found = response.properties.get(_COMPONENTS)
    named = [one.get("name", "").upper() for one in found.iter(f"{CALDAV}comp")] if found is not None else []
    return not named or "VEVENT" in named


def _is_called(calendar: Calendar, name: str) -> bool:
    asked = name.strip().rstrip("/").casefold()
    last = calendar.id.rpartition("/")[2]
    known = {calendar.id, calendar.url.rstrip("/"), calendar.name, last, unquote(last)}
    return asked in {one.casefold() for one in known}


def _one_line(text: str) -> str:
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:_MOST_NAME]

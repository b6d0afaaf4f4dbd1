"""Which room a link to a meeting leads to, so that two links to one room are known as such."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from ingest.invites import links

if TYPE_CHECKING:
    from ingest.types import Event

_TABLE = Path(__file__).parent.parent / "data" / "meetings.toml"
_NUMBER = re.compile(r"\d{6,20}")  # as Zoom, Teams, GoTo and Chime number their meetings
_THREAD = re.compile(r"(19:meeting_[\w+/=-]{1,200}@thread\.\w{1,10})")
_IN_QUERY = re.compile(r"(?:^|&)(?:mtid|meetingid|confid)=([\w-]{6,100})")
_SHORTEST = 3  # characters of a name or number that tells a room
_MOST_CODED = 3  # a link inside links is encoded so often


def room(link: str) -> str:
    """What identifies the room that a link leads to: a service and its number of the meeting, else host and
    path. Never the query with its passwords and tracking, but where only that holds the number (Webex). ""
    where the link leads to no room: to a help page, or to nowhere.

    >>> room("https://acme.zoom.us/j/98765432101?pwd=x"), room("https://us02web.zoom.us/wc/join/98765432101")
    ('zoom 98765432101', 'zoom 98765432101')
    """
    link = links.unwrapped(link.strip())
    return _room(link) if links.is_meeting(link) else ""


def rooms(text: str) -> frozenset[str]:
    """The rooms that a text links to."""
    return frozenset(map(_room, links.meetings(text))) - {""} if "://" in text else frozenset()


def rooms_of(event: Event) -> frozenset[str]:
    """The rooms of an event, wherever they stand in it; a place may be one without its "https://"."""
    place = event.location.strip()
    bare = f"https://{place}" if "/" in place and "://" not in place and len(place.split()) == 1 else ""
    return rooms(f"{place}\n{event.description}") | ({room(event.link), room(bare)} - {""})


@lru_cache(maxsize=4096)
def _room(link: str) -> str:
    parts = urlsplit(link)
    host, path, query = (_plain(part) for part in (parts.hostname or "", parts.path, parts.query))
    path = path.strip("/")
    if path.partition("/")[0] in _pages():
        return ""
    service = _service(host)
    named = _THREAD.search(path) or _IN_QUERY.search(query)
    told = named[1] if named else path
    if service and not named:
        told = next((part for part in path.split("/") if _NUMBER.fullmatch(part)), path)
    if len(told.rpartition("/")[2]) < _SHORTEST:
        return ""
    return f"{service or host} {told}"


def _plain(part: str) -> str:
    for _ in range(_MOST_CODED):
        if "%" not in part:
            break
        part = unquote(part)
    return part.casefold()


@lru_cache(maxsize=1024)
def _service(host: str) -> str:
    """The service under whose hosts one number is one meeting, "" for hosts that number their own."""
    for service, hosts in _rules()["services"].items():
        if any(host == one or host.endswith(f".{one}") for one in hosts):
            return str(service)
    return ""


@cache
def _pages() -> frozenset[str]:
    return frozenset(_rules()["pages"])


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["rooms"]
    return rules

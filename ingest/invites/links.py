"""The link that a meeting is joined by, among all links in an invite. The hosts are in `links.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_URL = re.compile(r"""https?://[^\s<>"'\\\[\]{}|^`]{4,2000}""", re.I)
_HOST = re.compile(r"""https?://([^\s/?#<>"']{1,253})""")
_DEFENSE_V3 = re.compile(r"^https?://urldefense\.(?:com|us)/v3/__(.{1,1900}?)__;", re.I)
_MOST_TEXT = 100_000
_MOST_LINKS = 200
_MOST_WRAPPED = 3
_LONGEST = 2_010  # characters of a link


def find(told: Iterable[str], url: str, location: str, description: str) -> str:
    """The conferencing link, "" where there is none.

    `told` are the properties that hold nothing else (X-GOOGLE-CONFERENCE,
    X-MICROSOFT-SKYPETEAMSMEETINGURL, CONFERENCE of RFC 7986): they are believed. After them a known meeting
    host in URL, LOCATION, DESCRIPTION, in that order; after those a LOCATION that is nothing but a link.
    """
    for written in told:
        for one in _links(written):
            return one
    for written in (url, location, description):
        for one in _links(written):
            if is_meeting(one):
                return one
    place = location.strip()
    return next(_links(place), "") if _URL.fullmatch(place) else ""


def meetings(written: str) -> Iterator[str]:
    """The links in a text that lead to a meeting room, unwrapped. Quick where it has none."""
    written = written[:_MOST_TEXT]
    for number, match in enumerate(_HOST.finditer(written)):
        if number >= _MOST_LINKS:
            return
        if _may_lead(match[1]):
            link = next(_links(written[match.start() : match.start() + _LONGEST]), "")
            if is_meeting(link):
                yield link


def is_meeting(url: str) -> bool:
    """Whether the host and the path are those of a meeting room."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    meetings, _ = _table()
    path = parts.path + ("?" + parts.query if parts.query else "")
    labels = host.split(".")
    for number in range(len(labels) - 1):
        pattern = meetings.get(".".join(labels[number:]))
        if pattern is not None:
            return bool(pattern.search(path[:1000]))
    return False


@lru_cache(maxsize=4096)
def _may_lead(host: str) -> bool:
    """Whether a host has meeting rooms, or wraps links to them."""
    labels = host.lower().split(".")
    tails = {".".join(labels[number:]) for number in range(len(labels))}
    meetings, wrappers = _table()
    return not tails.isdisjoint({*meetings, *wrappers, "urldefense.com", "urldefense.us"})


def unwrapped(url: str) -> str:
    """The link inside a link that a mail gateway (Safe Links, Proofpoint, …) made."""
    for _ in range(_MOST_WRAPPED):
        inner = _inner(url)
        if not inner.lower().startswith(("http://", "https://")):
            return url
        url = inner
    return url


def _inner(url: str) -> str:
    match = _DEFENSE_V3.match(url)
    if match:
        return match[1].replace(":/", "://", 1) if "://" not in match[1] else match[1]
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        _, wrappers = _table()
        for wrapper, parameter in wrappers.items():
            if host == wrapper or host.endswith("." + wrapper):
                inner = parse_qs(parts.query, max_num_fields=50).get(parameter, [""])[0]
                if wrapper == "urldefense.proofpoint.com":
                    inner = unquote(inner.replace("-", "%").replace("_", "/"))
                return inner
    except ValueError:
        return ""
    return ""


def _links(written: str) -> Iterator[str]:
    for number, match in enumerate(_URL.finditer(written[:_MOST_TEXT])):
        if number >= _MOST_LINKS:
            return
        url = match[0].rstrip(".,;:!?")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1]
        yield unwrapped(url)


@cache
def _table() -> tuple[dict[str, re.Pattern[str]], dict[str, str]]:
    table = tomllib.loads((Path(__file__).parent / "links.toml").read_text("utf-8"))
    return {host: re.compile(path) for host, path in table["meetings"].items()}, table["wrappers"]

"""What a server answers: 207 Multi-Status (RFC 4918 §13), and the conditions of an error (§16)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.caldav import hrefs, tree
from ingest.caldav.tree import DAV, GarbledError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MOST_RESPONSES = 60_000
MOST_TEXT = 10_000  # of a property that is no document; a token may be long
MOST_HREFS = 20  # in one property

_STATUS = re.compile(r"\s*HTTP/\d(?:\.\d)?\s+(\d{3})\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Response:
    """What is said of one resource."""

    url: str  # absolute
    href: str  # as it was written
    status: int  # of the resource; 200 where none is said
    properties: dict[str, Element] = field(repr=False)  # those that were found
    statuses: dict[str, int] = field(repr=False)  # of the properties that were not

    def text(self, name: str) -> str:
        """What a property says, "" where it is not there or longer than it can be."""
        found = self.properties.get(name)
        said = "".join(found.itertext()).strip() if found is not None else ""
        return said if len(said) <= MOST_TEXT else ""

    def kinds(self, name: str) -> frozenset[str]:
        """The elements inside a property: of DAV:resourcetype, what the resource is."""
        found = self.properties.get(name)
        return frozenset(one.tag for one in found.iter()) - {name} if found is not None else frozenset()

    def addresses(self, name: str) -> tuple[str, ...]:
        """Where the hrefs inside a property lead."""
        found = self.properties.get(name)
        if found is None:
            return ()
        said = [one.text or "" for one in found.iter(f"{DAV}href")][:MOST_HREFS]
        return tuple(dict.fromkeys(filter(None, (hrefs.absolute(self.url, href) for href in said))))


@dataclass(frozen=True, slots=True)
class Multistatus:
    responses: tuple[Response, ...]
    token: str  # of sync-collection; "" where there is none


def multistatus(raw: bytes, url: str) -> Multistatus:
    """The answer to what was asked of `url`. Raises GarbledError where it is none."""
    root = tree.read(raw)
    if root.tag != f"{DAV}multistatus":
        raise GarbledError("no multistatus")
    found = root.findall(f"{DAV}response")
    if len(found) > MOST_RESPONSES:
        raise GarbledError("too much of it")
    token = (root.findtext(f"{DAV}sync-token") or "").strip()
    responses = tuple(one for element in found for one in _responses(element, url))
    return Multistatus(responses, token if len(token) <= MOST_TEXT else "")


def conditions(raw: bytes) -> frozenset[str]:
    """The conditions that an error names, as `{namespace}name`; none where it names none."""
    try:
        root = tree.read(raw)
    except GarbledError:
        return frozenset()
    errors = [root] if root.tag == f"{DAV}error" else root.iter(f"{DAV}error")
    return frozenset(one.tag for error in errors for one in error)


def _responses(element: Element, url: str) -> Iterator[Response]:
    """One response may speak of several resources by their status alone (RFC 4918 §14.24)."""
    said = _status(element.findtext(f"{DAV}status"))
    properties: dict[str, Element] = {}
    statuses: dict[str, int] = {}
    for propstat in element.findall(f"{DAV}propstat"):
        status = _status(propstat.findtext(f"{DAV}status")) or 200
        for prop in propstat.findall(f"{DAV}prop"):
            for one in prop:
                if 200 <= status < 300:
                    properties[one.tag] = one
                else:
                    statuses[one.tag] = status
    for one in element.findall(f"{DAV}href"):
        href = (one.text or "").strip()
        leads_to = hrefs.absolute(url, href)
        if leads_to:
            yield Response(leads_to, href, said or 200, properties, statuses)


def _status(line: str | None) -> int:
    found = _STATUS.match(line or "")
    return int(found[1]) if found else 0

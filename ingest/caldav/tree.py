"""XML from a server, into a tree of bounded size. A document type, and so every entity, is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_DEPTH = 60
MOST_ELEMENTS = 2_000_000
MOST_ATTRIBUTES = 20

DAV = "{DAV:}"
CALDAV = "{urn:ietf:params:xml:ns:caldav}"
CALENDAR_SERVER = "{http://calendarserver.org/ns/}"


class GarbledError(Exception):
    """What came is no XML, or more of it than anybody means."""


def read(raw: bytes) -> Element:
    """The root element, names as `{namespace}name`. Raises GarbledError.

    The entities that a document type can define grow without bounds, so there may be none
    (https://docs.python.org/3/library/xml.html#xml-security).
    """
    builder = TreeBuilder()
    depth = elements = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > MOST_DEPTH or elements > MOST_ELEMENTS or len(attributes) > MOST_ATTRIBUTES:
            raise GarbledError("too much of it")
        builder.start(_name(name), attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_name(name))

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    data: Callable[[str], None] = builder.data
    parser.CharacterDataHandler = data
    try:
        parser.Parse(raw.lstrip(), True)
        return builder.close()
    except (expat.ExpatError, ValueError, LookupError, AssertionError) as error:
        raise GarbledError("no XML") from error


def _refuse(*_: object) -> None:
    raise GarbledError("a document type")


def _name(name: str) -> str:
    return "{" + name if "}" in name else name

"""A mail as a tree of parts (RFC 2046): where each begins and ends, without copying any of it.

The standard library's parser copies a message four times and calls itself for every level; 100 MB of mail
took more than a gigabyte, and a thousand levels an exception. Here a part is two offsets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.mime import headers, parameters
from ingest.mime.headers import Headers

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PARTS = 500
MOST_LEVELS = 25
_MOST_CHILDREN = 1000

_DELIMITER_REST = re.compile(rb"(--)?[ \t]*(?:\r?\n|\r?\Z)")
_TYPE = re.compile(r"^[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+*-]{1,120}$")


@dataclass(slots=True)
class Part:
    """One part: `raw[start:end]` is its body, still encoded."""

    raw: bytes = field(repr=False)
    headers: Headers
    content_type: str
    parameters: dict[str, str]
    disposition: str  # "attachment", "inline", ""
    name: str  # the file name, "" where none
    stated_size: int  # in bytes, as the disposition says (RFC 2183 §2.7); 0 where it does not
    encoding: str  # the transfer encoding in lower case
    start: int
    end: int
    children: list[Part] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        return self.raw[self.start : self.end]


@dataclass(slots=True)
class Tree:
    """The parts under one root, and whether some were left out for being too many or too deep."""

    root: Part
    count: int
    cut: bool


def tree(raw: bytes, start: int = 0, end: int | None = None, most: int = MOST_PARTS) -> Tree:
    """The mail in `raw[start:end]`, at most `most` parts and `MOST_LEVELS` levels of it."""
    root = _part(raw, start, len(raw) if end is None else end, "text/plain")
    cut = root.headers.cut
    count = 1
    waiting = [(root, 1)]
    while waiting:
        part, level = waiting.pop()
        if not part.content_type.startswith("multipart/"):
            continue
        boundary = part.parameters.get("boundary", "")
        ordinary = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        if level > MOST_LEVELS:
            cut = True
            continue
        for begin, stop in _between(raw, boundary.encode("utf-8", "replace"), part.start, part.end):
            if count >= most:
                cut = True
                break
            part.children.append(_part(raw, begin, stop, ordinary))
            count += 1
        if not part.children:  # it says it has parts and has none: its text is all there is
            part.content_type = "text/plain"
        waiting += [(child, level + 1) for child in part.children]
    return Tree(root, count, cut)


def _part(raw: bytes, start: int, end: int, ordinary: str) -> Part:
    found, body = headers.split(raw, start, end)
    content_type, given = parameters.read(found.first("content-type"))
    if not _TYPE.match(content_type):
        content_type = "text/plain" if content_type.startswith("text") or not content_type else ordinary
        content_type = content_type if found.first("content-type") else ordinary
    disposition, more = parameters.read(found.first("content-disposition"))
    encoding = headers.decoded(found.first("content-transfer-encoding")).lower()
    name = more.get("filename") or given.get("name") or ""
    return Part(
        raw,
        found,
        content_type,
        given,
        disposition,
        name[:255],
        _octets(more.get("size", "")),
        encoding.strip("'\" ;"),
        body,
        end,
    )


def _octets(stated: str) -> int:
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) <= 12 else 0


def _between(raw: bytes, boundary: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """The spans between the delimiter lines of one multipart. A missing last delimiter is forgiven."""
    if not boundary.strip() or len(boundary) > 500:
        return []
    begin = -1
    found: list[tuple[int, int]] = []
    for at, after, last in _delimiters(raw, b"--" + boundary.rstrip(), start, end):
        if begin >= 0:
            stop = at - 1 if at > begin else begin  # the line end before a delimiter belongs to it
            found.append((begin, stop - 1 if stop > begin and raw[stop - 1 : stop] == b"\r" else stop))
        if last or len(found) >= _MOST_CHILDREN:
            return found
        begin = after
    if 0 <= begin < end:
        found.append((begin, end))
    return found


def _delimiters(raw: bytes, dashed: bytes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Where each delimiter line begins, where the line after it does, and whether it is the last one."""
    at = raw.find(dashed, start, end)
    while at >= 0:
        rest = _DELIMITER_REST.match(raw, at + len(dashed), end)
        if rest and (at == start or raw[at - 1 : at] == b"\n"):
            yield at, rest.end(), bool(rest[1])
        at = raw.find(dashed, at + len(dashed), end)

"""The tree of parts that format=full stands for, and the mail put together from it.

https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages#MessagePart. Gmail has
decoded the parts: `body.data` is without transfer encoding, and text is in UTF-8 whatever its header says. An
attachment stays on the server, with an `attachmentId`; so may any other part.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.google.shapes import mapping, mappings, text
from ingest.google.shapes import number as as_number
from ingest.mime import parameters
from ingest.mime.headers import base64_bytes, split
from ingest.outline import rebuild, tree
from ingest.outline.tree import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MOST_PARTS = 500
MOST_LEVELS = 25

_NAME = re.compile(r"^[\x21-\x39\x3b-\x7e]{1,200}$")
_OF_THE_BODY = ("content-transfer-encoding", "content-type")


@dataclass(frozen=True, slots=True)
class Full:
    """A mail as format=full gives it."""

    root: Part
    headers: Mapping[str, bytes]  # number of a part -> its header as it is written; "" for the mail
    data: Mapping[str, bytes]  # number of a part -> its body, decoded
    attachments: Mapping[str, str]  # number of a part -> the id by which it can be asked for

    @property
    def wanted(self) -> frozenset[str]:
        return tree.wanted(self.root)

    @property
    def missing(self) -> dict[str, str]:
        """The wanted parts that stayed on the server: number -> attachmentId."""
        return {number: self.attachments[number] for number in self.wanted if number in self.attachments}

    def mail(self, fetched: Mapping[str, bytes]) -> bytes:
        """The whole mail; `fetched` are the parts that were missing."""
        bodies = {**self.data, **fetched}
        sections: dict[str, bytes] = {}
        for part in tree.leaves(self.root):
            body = bodies.get(part.number, b"")
            if part.number in self.wanted:
                sections[part.number] = base64.encodebytes(body).replace(b"\n", b"\r\n")
                sections[f"{part.number}.MIME"] = _plain(self.headers[part.number], part, body)
        for part in _mails(self.root):
            [inner] = part.children
            header = self.headers[inner.number]
            alone = not inner.children and inner.number in self.wanted
            sections[f"{part.number}.HEADER"] = (
                _plain(header, inner, bodies.get(inner.number, b"")) if alone else header
            )
        header = self.headers[self.root.number]
        if not self.root.children and self.root.number in self.wanted:
            header = _plain(header, self.root, bodies.get(self.root.number, b""))
        return rebuild.mail(header, self.root, self.wanted, sections)


def read(payload: Any) -> Full | None:
    """The mail that a payload stands for; None where it makes no sense, or cannot be put together."""
    headers: dict[str, bytes] = {}
    data: dict[str, bytes] = {}
    attachments: dict[str, str] = {}
    room = [MOST_PARTS]
    try:
        root = _part(payload, "1" if not payload.get("parts") else "", 0, room, headers, data, attachments)
    except (ValueError, AttributeError):
        return None
    return Full(root, headers, data, attachments) if rebuild.can_be_rebuilt(root) else None


def decoded(data: str) -> bytes:
    """What `byte` fields hold: base64 in the alphabet for addresses (RFC 4648 §5), padded or not."""
    try:
        return base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return base64_bytes(data.replace("-", "+").replace("_", "/").encode("ascii", "ignore"))


def header(headers: Any) -> bytes:
    """A list of MessagePartHeader as a header is written, a field on each line."""
    lines = [f"{name}: {_unfolded(value)}\r\n" for name, value in _fields(headers)]
    return "".join(lines).encode("utf-8", "replace")


def header_of(raw: bytes, names: Iterable[str]) -> bytes:
    """The fields of these names in a mail's header, as `header` writes them."""
    found, _ = split(raw, len(raw) - len(raw.lstrip()), len(raw))
    lines = [f"{name}: {_unfolded(value)}\r\n" for name in names for value in found.every(name.lower())]
    return "".join(lines).encode("utf-8", "surrogateescape")


def _part(
    payload: Any, number: str, level: int, room: list[int],
    headers: dict[str, bytes], data: dict[str, bytes], attachments: dict[str, str],
) -> Part:  # fmt: skip
    room[0] -= 1
    if level > MOST_LEVELS or room[0] < 0:
        raise ValueError("too many parts")
    fields = {name.lower(): value for name, value in _fields(payload.get("headers"))}
    disposition, more = parameters.read(fields.get("content-disposition", ""))
    body = mapping(payload.get("body"))
    kind = (text(payload.get("mimeType")) or "text/plain").lower()
    several = mappings(payload.get("parts"))
    prefix = f"{number}." if number else ""
    children = tuple(
        _part(one, f"{prefix}{nth}", level + 1, room, headers, data, attachments)
        for nth, one in enumerate(several, 1)
    )
    if kind.startswith("multipart/") and not children:
        raise ValueError("a multipart without parts")
    if kind == "message/rfc822":
        children = children[:1]
    headers[number] = header(payload.get("headers"))
    if text(body.get("data")):
        data[number] = decoded(text(body["data"]))
    elif text(body.get("attachmentId")):
        attachments[number] = text(body["attachmentId"])
    _, given = parameters.read(fields.get("content-type", ""))
    if text(payload.get("filename")):
        more = more | {"filename": text(payload["filename"])}
    size = as_number(body.get("size"))
    return Part(number, kind, _pairs(given), b"", size, disposition, _pairs(more), children)


def _plain(written: bytes, part: Part, body: bytes) -> bytes:
    """The header of a part that is written in base64, and in UTF-8 where it is that."""
    lines = [line for line in written.split(b"\r\n") if line and not _is_of_the_body(line)]
    given = dict(part.parameters)
    if part.kind.startswith("text/") and _is_utf8(body):
        given[b"charset"] = b"utf-8"
    told = [b'%s="%s"' % (key, _quoted(value)) for key, value in given.items()]
    lines += [b"; ".join([b"Content-Type: " + part.kind.encode("ascii", "replace"), *told])]
    return b"\r\n".join([*lines, b"Content-Transfer-Encoding: base64"])


def _is_of_the_body(line: bytes) -> bool:
    return line.partition(b":")[0].strip().lower().decode("ascii", "replace") in _OF_THE_BODY


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _pairs(given: Mapping[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple(
        (key.encode("ascii", "replace"), value.encode("utf-8", "replace")) for key, value in given.items()
    )


def _mails(part: Part) -> Iterator[Part]:
    """The attached mails that are told apart, at every depth."""
    if part.is_mail and part.children:
        yield part
    for child in part.children:
        yield from _mails(child)


def _quoted(value: bytes) -> bytes:
    return b" ".join(value.split()).replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def _fields(headers: Any) -> list[tuple[str, str]]:
    """Name and value of each field that is one."""
    both = [(text(one.get("name")), text(one.get("value"))) for one in mappings(headers)]
    return [(name, value) for name, value in both if _NAME.match(name)]


def _unfolded(value: str) -> str:
    """On one line, so that nothing in it passes for another field."""
    return value if value.isprintable() else " ".join(value.split())

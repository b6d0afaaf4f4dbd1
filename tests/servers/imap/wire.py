"""Commands as values, and values as they stand on the wire (RFC 3501 4 and 9)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

Token: TypeAlias = "bytes | list[Token]"
_LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r\n\Z")
_ATOM = re.compile(rb"(?:[^][()\s\"{]|\[[^]]*\])+")
_BARE = re.compile(rb"[A-Za-z0-9._/+&,$#@!:;=<>?^|~'`-]+")  # needs no quotes


@dataclass(frozen=True, slots=True)
class Command:
    tag: str
    name: str  # "EXAMINE", "UID FETCH"
    arguments: list[Token]
    line: str  # without the tag, literals written out


def read_command(stream: BinaryIO, go_ahead: Callable[[], None]) -> Command | None:
    """The next command, or None at the end of the stream. `go_ahead` asks the client for its literal."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    while literal := _LITERAL.search(line):
        if not literal[2]:
            go_ahead()
        line += stream.read(int(literal[1])) + stream.readline()
    tag, _, rest = line.rstrip(b"\r\n").partition(b" ")
    tokens, _ = _tokens(rest, 0)
    words = [token.decode("ascii", "replace").upper() for token in tokens[:2] if isinstance(token, bytes)]
    length = 2 if words[:1] == ["UID"] else 1
    return Command(
        tag.decode("ascii", "replace"),
        " ".join(words[:length]),
        tokens[length:],
        rest.decode("utf-8", "replace"),
    )


def _tokens(text: bytes, at: int) -> tuple[list[Token], int]:
    """The tokens up to the closing bracket or the end, and where that is."""
    found: list[Token] = []
    while at < len(text):
        match text[at : at + 1]:
            case b")":
                return found, at + 1
            case b"(":
                inner, at = _tokens(text, at + 1)
                found.append(inner)
            case b'"':
                quoted, at = _quoted(text, at + 1)
                found.append(quoted)
            case b"{":
                end = text.index(b"\n", at) + 1
                size = int(text[at + 1 : end].rstrip(b"+}\r\n"))
                found.append(text[end : end + size])
                at = end + size
            case _:
                atom = _ATOM.match(text, at)
                if atom:
                    found.append(atom[0])
                at = atom.end() if atom else at + 1
    return found, at


def _quoted(text: bytes, at: int) -> tuple[bytes, int]:
    said = bytearray()
    while at < len(text) and text[at : at + 1] != b'"':
        at += text[at : at + 1] == b"\\"
        said += text[at : at + 1]
        at += 1
    return bytes(said), at + 1


def literal(text: bytes) -> bytes:
    return b"{%d}\r\n%s" % (len(text), text)


def string(text: bytes | str | None) -> bytes:
    """NIL, quoted, or a literal where quotes do not do."""
    if text is None:
        return b"NIL"
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
    if any(octet < 32 or octet > 126 for octet in raw):
        return literal(raw)
    return b'"%s"' % raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def mailbox_name(name: str) -> bytes:
    """A folder's name, bare where it may be."""
    raw = modified_utf7(name)
    return raw if _BARE.fullmatch(raw) else string(raw)


def modified_utf7(name: str) -> bytes:
    """RFC 3501 5.1.3."""

    def shifted(run: re.Match[str]) -> str:
        coded = base64.b64encode(run[0].encode("utf-16-be"), b"+,").decode().rstrip("=")
        return f"&{coded}-"

    return re.sub(r"[^\x20-\x7e]+", shifted, name.replace("&", "&-")).encode("ascii")


def numbers(text: bytes, highest: int) -> list[tuple[int, int]]:
    """A sequence set as ranges, both ends included. `*` is the highest number; a range may run backwards."""
    found = []
    for part in text.decode("ascii").split(","):
        ends = [highest if end == "*" else int(end) for end in part.split(":")]
        found.append((min(ends), max(ends)))
    return found

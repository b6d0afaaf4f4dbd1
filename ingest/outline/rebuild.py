"""A mail put together again from the parts that were fetched; the others keep their headers and are empty.

So a mail means the same whether it came over IMAP or from a file, and one parser reads both. An attachment
that stayed on the server says how large it is by the `size` of RFC 2183 §2.7.
"""

from __future__ import annotations

import quopri
from typing import TYPE_CHECKING

from ingest.mime import charsets
from ingest.mime.headers import base64_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.outline.tree import Part

_LINE = b"\r\n"


def can_be_rebuilt(root: Part) -> bool:
    """Whether every multipart says by what its parts are told apart."""
    own = bool(root.boundary) or not root.kind.startswith("multipart/")
    return own and all(map(can_be_rebuilt, root.children))


def sections(root: Part, wanted: frozenset[str]) -> tuple[str, ...]:
    """What FETCH is asked for, so that `mail` can be put together: the wanted parts with their headers."""
    found: list[str] = []
    _sections(root, wanted, found, inside=False)
    return tuple(found)


def mail(header: bytes, root: Part, wanted: frozenset[str], fetched: Mapping[str, bytes]) -> bytes:
    """The whole mail. `fetched` maps sections to what the server gave; one it did not give is empty."""
    return _ended(header) + _body(root, wanted, fetched)


def text(part: Part, body: bytes) -> str:
    """The text of a part, decoded and not laid out."""
    encoding = part.encoding.lower()
    if encoding == b"base64":
        body = base64_bytes(body)
    elif encoding == b"quoted-printable":
        body = quopri.decodestring(body)
    return charsets.decode(body, part.charset)


def _sections(part: Part, wanted: frozenset[str], found: list[str], *, inside: bool) -> None:
    for child in part.children or (part,):
        if child.is_mail and child.children:
            found.append(f"{child.number}.HEADER")
            _sections(child.children[0], wanted, found, inside=True)
        elif child.children:
            _sections(child, wanted, found, inside=True)
        elif child.number in wanted:
            # The root of a mail has no MIME header of its own beside the mail's.
            found += [f"{child.number}.MIME"] * (child is not part) + [child.number]


def _body(part: Part, wanted: frozenset[str], fetched: Mapping[str, bytes]) -> bytes:
    """What comes after the header of a part."""
    if part.is_mail and part.children:
        inner = part.children[0]
        header = fetched.get(f"{part.number}.HEADER", b"")
        return _ended(header) + _body(inner, wanted, fetched)
    if part.children:
        mark = b"--" + part.boundary
        pieces = [
            mark + _LINE + _header(child, wanted, fetched) + _body(child, wanted, fetched) + _LINE
            for child in part.children
        ]
        return b"".join(pieces) + mark + b"--" + _LINE
    return fetched.get(part.number, b"") if part.number in wanted else b""


def _header(part: Part, wanted: frozenset[str], fetched: Mapping[str, bytes]) -> bytes:
    written = fetched.get(f"{part.number}.MIME", b"")
    if part.number in wanted and not part.children and written.strip():
        return _ended(written)
    lines = [_field(b"Content-Type", part.kind.encode("ascii", "replace"), part.parameters)]
    if part.disposition or not part.children:
        size = () if part.children else ((b"size", b"%d" % _decoded_size(part)),)
        kind = (part.disposition or "inline").encode("ascii", "replace")
        given = tuple(one for one in part.disposition_parameters if one[0].lower() != b"size")
        lines.append(_field(b"Content-Disposition", kind, given + size))
    if part.encoding and not part.children:
        lines.append(b"Content-Transfer-Encoding: " + _on_one_line(part.encoding))
    return _LINE.join(lines) + _LINE + _LINE


def _decoded_size(part: Part) -> int:
    """About how many octets the part has when decoded: base64 carries 57 in a line of 78."""
    return part.size * 57 // 78 if part.encoding.lower() == b"base64" else part.size


def _field(name: bytes, value: bytes, parameters: tuple[tuple[bytes, bytes], ...]) -> bytes:
    written = [b'%s="%s"' % (_on_one_line(key), _quoted(text)) for key, text in parameters]
    return b"; ".join([name + b": " + _on_one_line(value), *written])


def _quoted(text: bytes) -> bytes:
    return _on_one_line(text).replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def _on_one_line(text: bytes) -> bytes:
    return b" ".join(text.split())


def _ended(header: bytes) -> bytes:
    """The header with the one empty line after it."""
    return header.rstrip(b"\r\n") + _LINE + _LINE

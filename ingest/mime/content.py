"""The body of one part, decoded from its transfer encoding (RFC 2045 §6)."""

from __future__ import annotations

import binascii
import quopri
import re

from ingest.mime import charsets, headers
from ingest.mime.parts import Part

MOST_TEXT = 2_000_000  # characters of one mail's text
_MOST_TEXT_BYTES = 12_000_000  # encoded, of one part
_INLINE_PICTURE = re.compile(rb"data:[\w/+.;=-]{1,100},[A-Za-z0-9+/=%\s]*+", re.I)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.I)


def size(part: Part) -> int:
    """About how many bytes the part decodes to, without decoding it.

    An empty part may stand for one that was left on a server: there its disposition tells.
    """
    encoded = part.end - part.start
    if part.stated_size and (encoded <= 0 or (encoded <= 2 and not part.body.strip())):
        return part.stated_size
    if part.encoding == "base64":
        lines = part.raw.count(b"\n", part.start, part.end) if encoded < 65536 else encoded // 77
        return max((encoded - 2 * lines) * 3 // 4, 0)
    return max(encoded, 0)


def decoded(part: Part, most: int) -> bytes:
    """The bytes of a part; at most `most` encoded bytes are looked at."""
    body = part.raw[part.start : min(part.end, part.start + most)]
    if part.encoding == "base64":
        return headers.base64_bytes(body)
    if part.encoding == "quoted-printable":
        return quopri.decodestring(body)
    if part.encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _uudecoded(body)
    return body


def text(part: Part) -> tuple[str, bool]:
    """The text of a text part with its charset read, and whether it was cut."""
    raw = decoded(part, _MOST_TEXT_BYTES)
    label = part.parameters.get("charset", "")
    if part.content_type == "text/html" and b"data:" in raw.lower():
        # Pictures in the page would use up the room for its words.
        raw = _INLINE_PICTURE.sub(b"", raw)
    if part.content_type == "text/html" and not charsets.codec(label or "-"):
        meta = _META_CHARSET.search(raw, 0, 4096)
        label = meta[1].decode("ascii", "replace") if meta else label
    written = charsets.decode(raw, label)
    cut = len(written) > MOST_TEXT or part.end - part.start > _MOST_TEXT_BYTES
    return written[:MOST_TEXT].removeprefix("\ufeff"), cut


def _uudecoded(body: bytes) -> bytes:
    out: list[bytes] = []
    for line in body.splitlines():
        if line.startswith((b"begin ", b"end")) or not line:
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(out)

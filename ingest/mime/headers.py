"""The header block of a mail or of one of its parts, as raw strings and decoded."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass

from ingest.mime import charsets

MOST_HEADER_BYTES = 256 * 1024
_MOST_VALUE = 64 * 1024  # characters of one header that are read

_FIELD = re.compile(rb"^([\x21-\x39\x3b-\x7e]{1,200})[ \t]*:(.*)$", re.S)
_PROPER_FIELD = re.compile(rb"^[A-Za-z][A-Za-z0-9_-]{0,100}:")
_ENVELOPE = re.compile(rb"^>?From ")  # the line before a message in an mbox, left there by some exports
_BLOCK_END = re.compile(rb"\n\r?\n")
_NO_HEADER = re.compile(rb"\r?\n")

_WORD = re.compile(r"=\?([^?\s]{1,100})\?([bqBQ])\?([^?]*)\?=")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]+")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Headers:
    """Fields by lower-case name, in order, unfolded; bytes beyond ASCII as surrogates (PEP 383)."""

    fields: dict[str, list[str]]
    cut: bool = False  # the block was longer than is read

    def first(self, name: str) -> str:
        """The first field of that name as written, "" where there is none."""
        found = self.fields.get(name)
        return found[0] if found else ""

    def every(self, name: str) -> list[str]:
        return self.fields.get(name, [])

    def text(self, name: str) -> str:
        """The first field of that name, decoded, on one line."""
        return decoded(self.first(name))


def split(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The header fields in `raw[start:end]` and where the body after them begins.

    A line that is no field is passed over where the header goes on after it, and begins the body where it
    does not.
    """
    block, body = _block(raw, start, end)
    at = start
    fields: dict[str, list[str]] = {}
    lines = block.split(b"\n")
    current: list[bytes] | None = None
    collected: list[tuple[str, list[bytes]]] = []
    for number, line in enumerate(lines):
        if line[:1] in (b" ", b"\t"):
            if current is not None:
                current.append(line)
        elif match := _FIELD.match(line):
            current = [match[2]]
            collected.append((match[1].decode("ascii").lower(), current))
        elif line.strip() and not (number == 0 and _ENVELOPE.match(line)):
            if not _goes_on(lines, number):
                body = at
                break
            current = None
        at += len(line) + 1
    for name, pieces in collected:
        value = b"".join(piece.rstrip(b"\r") for piece in pieces)[:_MOST_VALUE]
        fields.setdefault(name, []).append(value.decode("ascii", "surrogateescape").strip())
    return Headers(fields, end - start > MOST_HEADER_BYTES and len(block) >= MOST_HEADER_BYTES), min(
        body, end
    )


def _block(raw: bytes, start: int, end: int) -> tuple[bytes, int]:
    """The header block, and where the body after it begins."""
    blank = _NO_HEADER.match(raw, start, end)
    if blank:
        return b"", blank.end()
    limit = min(end, start + MOST_HEADER_BYTES)
    blank = _BLOCK_END.search(raw, start, limit)
    if blank is None and limit < end:  # what follows the limit is sought for the end, and not read
        later = _BLOCK_END.search(raw, limit, end)
        return raw[start:limit], later.end() if later else end
    return (raw[start : blank.start()], blank.end()) if blank else (raw[start:end], end)


def _goes_on(lines: list[bytes], number: int) -> bool:
    following = lines[number + 1] if number + 1 < len(lines) else b""
    return not following.strip() or bool(_PROPER_FIELD.match(following))


def decoded(value: str) -> str:
    """A header value with its encoded words (RFC 2047) and 8-bit bytes read, on one line."""
    return _BLANKS.sub(" ", _CONTROL.sub(" ", words(value))).strip()


def words(value: str) -> str:
    """Encoded words read wherever they stand, also inside quotes; neighbours of one charset as one."""
    text = plain(value)
    if "=?" not in text:
        return text
    out: list[str] = []
    run: list[tuple[str, bytes]] = []
    at = 0
    for match in _WORD.finditer(text):
        between = text[at : match.start()]
        if not run or between.strip():
            out += [_read(run), between]
            run = []
        run.append((match[1].partition("*")[0].lower(), _word_bytes(match[2], match[3])))
        at = match.end()
    out += [_read(run), text[at:]]
    return "".join(out)


def plain(value: str) -> str:
    """8-bit bytes that were put into a header as they are: UTF-8, else Windows-1252."""
    if value.isascii():
        return value
    return charsets.decode(value.encode("utf-8", "surrogateescape"))


def _read(run: list[tuple[str, bytes]]) -> str:
    """A character may be split over two words, so the bytes are joined before they are read."""
    out: list[str] = []
    label, together = "", b""
    for charset, piece in run:
        if charset != label:
            out.append(charsets.decode(together, label))
            label, together = charset, b""
        together += piece
    out.append(charsets.decode(together, label))
    return "".join(out)


def _word_bytes(encoding: str, written: str) -> bytes:
    text = written.encode("utf-8", "replace")
    if encoding in "bB":
        return base64_bytes(text)
    return quopri.decodestring(text.replace(b"_", b" "))


def base64_bytes(written: bytes) -> bytes:
    """Base64 as far as it goes: line ends, missing padding, a cut last group and rubbish are passed over.

    Padding ends a piece, and another may follow; one with blanks inside is a footer that a list added.
    """
    return b"".join(_piece(piece) for piece in written.split(b"=") if b" " not in piece.strip())


def _piece(written: bytes) -> bytes:
    kept = written.translate(None, _OTHER_BYTES)
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    try:
        return base64.b64decode(kept + b"=" * (-len(kept) % 4))
    except (binascii.Error, ValueError):
        return b""


_OTHER_BYTES = bytes(
    byte
    for byte in range(256)
    if byte not in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
)

"""The header block of a mail or of one of its parts, as raw strings and decoded."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass

from ingest.mime import charsets

MOST_HEADER_BYTES = 256 * 1024
# All that `ingest.mime.parse.parse` looks at in the header of a mail, but for Received. A source that says
# when it received the mail may send these fields alone, with the body, and the message is the same.
READ_HEADERS: tuple[str, ...] = (
    "Return-Path", "Delivered-To", "Date", "From", "Sender", "Reply-To", "To", "Cc", "Subject", "Message-ID",
    "In-Reply-To", "References", "Resent-From", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    "Content-Disposition", "Auto-Submitted", "Precedence", "List-Id", "List-Unsubscribe", "Feedback-ID",
    "X-Mailer", "User-Agent", "X-GM-THRID", "X-Gmail-Labels",
)  # fmt: skip
_MOST_VALUE = 64 * 1024  # characters of one header that are read

_LINE = re.compile(  # a field with its folds, or a line that is none
    rb"(?:([\x21-\x39\x3b-\x7e]{1,200})[ \t]*:([^\n]*+(?:\n[ \t][^\n]*+)*+)|([^\n]*+))(?:\n|\Z)"
)
_PROPER_FIELD = re.compile(rb"^[A-Za-z][A-Za-z0-9_-]{0,100}:")
_ENVELOPE = re.compile(rb"^>?From ")  # the line before a message in an mbox, left there by some exports
_BLOCK_END = re.compile(rb"\n\r?\n")
_NO_HEADER = re.compile(rb"\r?\n")

_WORD = re.compile(r"=\?([^?\s]{1,100})\?([bqBQ])\?([^?]*)\?=")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]+")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Headers:
    """Fields by lower-case name, in order, as written: most of them are never asked for."""

    fields: dict[str, list[list[bytes]]]  # each in pieces, which may be folded themselves
    cut: bool = False  # the block was longer than is read

    def first(self, name: str) -> str:
        """The first field of that name, unfolded, "" where there is none; 8-bit bytes as in PEP 383."""
        found = self.fields.get(name)
        return _unfolded(found[0]) if found else ""

    def every(self, name: str) -> list[str]:
        return [_unfolded(pieces) for pieces in self.fields.get(name, ())]

    def text(self, name: str) -> str:
        """The first field of that name, decoded, on one line."""
        return decoded(self.first(name))


def split(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The header fields in `raw[start:end]` and where the body after them begins.

    A line that is no field is passed over where the header goes on after it, and begins the body where it
    does not.
    """
    block, body = _block(raw, start, end)
    fields: dict[str, list[list[bytes]]] = {}
    current: list[bytes] | None = None
    for match in _LINE.finditer(block):
        name, value, line = match.groups()
        if name:
            current = [value]
            fields.setdefault(name.decode("ascii").lower(), []).append(current)
        elif line[:1] in (b" ", b"\t"):
            if current is not None:
                current.append(line)
        elif line.strip() and not (match.start() == 0 and _ENVELOPE.match(line)):
            if not _goes_on(block, match.end()):
                body = start + match.start()
                break
            current = None
    return Headers(fields, end - start > MOST_HEADER_BYTES and len(block) >= MOST_HEADER_BYTES), min(
        body, end
    )


def _unfolded(pieces: list[bytes]) -> str:
    value = pieces[0] if len(pieces) == 1 else b"\n".join(pieces)
    if b"\n" in value or b"\r" in value:
        value = b"".join([line.rstrip(b"\r") for line in value.split(b"\n")])
    return value[:_MOST_VALUE].decode("ascii", "surrogateescape").strip()


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


def _goes_on(block: bytes, at: int) -> bool:
    end = block.find(b"\n", at)
    following = block[at:end] if end >= 0 else block[at:]
    return not following.strip() or bool(_PROPER_FIELD.match(following))


def decoded(value: str) -> str:
    """A header value with its encoded words (RFC 2047) and 8-bit bytes read, on one line."""
    if value.isascii() and value.isprintable() and "=?" not in value and "  " not in value:
        return value.strip()
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

"""Messages of an mbox file, one at a time, in constant memory.

Reads mboxo and mboxrd (a body line that began with "From " was written ">From "), Thunderbird's and
Google Takeout's variants, and any of them in gzip. The format is described in RFC 4155, appendix A, and by
the mbox(5) manual page of the mutt project. What counts as a separator: docs/decisions/070.
"""

from __future__ import annotations

import contextlib
import gzip
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BufferedIOBase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 32 * 1024 * 1024  # bytes of one message that are read; headers and text come first
BLOCK = 1024 * 1024
GZIP = b"\x1f\x8b"

_DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)
_MARGIN = 1024  # more than a From_ line and what must follow it take
_BLANK_BEFORE = (b"\n\n", b"\n\r\n")
_HEADER = rb"(?:[!-9;-~]{1,76}:(?!//)|>From )"
_DATED = re.compile(
    rb"From (?:.{0,200}?[ \t])?"
    rb"(?P<date>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[ \t]{1,4}"
    rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ \t]{1,4}\d{1,2}[ \t]{1,4}"
    rb"\d{1,2}:\d\d(?::\d\d)?(?:[ \t]{1,4}[A-Z+-][A-Za-z0-9+-]{0,5})?[ \t]{1,4}\d{4}\b[^\r\n]{0,80})"
    rb"(?:\r?\n" + _HEADER + rb"|\s{0,8}\Z)"
)
_ADDRESSED = re.compile(
    rb"From (?:[^\s@]{0,200}@\S{0,200}|-|MAILER-DAEMON)?(?:[ \t](?P<date>[^\r\n]{0,200}))?\r?\n" + _HEADER
)
_ESCAPED = re.compile(rb"\n>(>*From )")  # a literal first byte: many times faster than "^"
_BOUNDARY = re.compile(
    rb'^content-type:[ \t]*multipart/[^\0]{0,400}?boundary="?([^"\r\n;]{1,200})', re.I | re.M
)


@dataclass(frozen=True, slots=True)
class Slice:
    """One message and where it lies in the (uncompressed) file."""

    raw: bytes
    offset: int  # of its From_ line
    length: int  # up to the next From_ line
    received_at: datetime | None  # UTC
    cut: int = 0  # bytes beyond `LARGEST` that were left unread
    whole: bool = True  # false for a last message that breaks off


class Broken(Exception):
    """The file is damaged or is not what it was; what came before is good."""


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[BufferedIOBase, BufferedIOBase]]:
    """The file's text, and the file underneath it whose position tells the progress. Raises OSError."""
    with path.open("rb") as below:
        zipped = below.read(len(GZIP)) == GZIP
        below.seek(0)
        if zipped:
            with gzip.GzipFile(fileobj=below) as text:
                yield text, below
        else:
            yield below, below


def slices(file: BufferedIOBase, offset: int = 0) -> Iterator[Slice]:
    """The messages from `offset` on, which is 0 or the end of an earlier slice.

    Raises `Broken` after the last message that could be read, which may be a part of one; and OSError.
    """
    kept: list[bytes] = []
    size, started = 0, False
    try:
        for begun, piece in _pieces(file, offset):
            if begun:
                if started:
                    yield _slice(b"".join(kept), offset, size)
                    offset += size
                kept, size, started = [], 0, True
            if started:
                if size < LARGEST:
                    kept.append(piece[: LARGEST - size])
                size += len(piece)
            else:
                offset += len(piece)
    except Broken:
        if started:
            yield _slice(b"".join(kept), offset, size, last=True)
        raise
    if started:
        yield _slice(b"".join(kept), offset, size, last=True)


def slice_at(file: BufferedIOBase, offset: int, length: int) -> Slice:
    """The one message at `offset`. Raises `Broken` where no message of that length begins there; OSError."""
    try:
        file.seek(offset)
        text = file.read(min(length, LARGEST))
    except (*_DAMAGED, ValueError, OverflowError) as error:
        raise Broken(str(error)) from error
    if not text.startswith(b"From ") or len(text) < min(length, LARGEST):
        raise Broken("no message begins there")
    return _slice(text, offset, length)


def begins(text: bytes, at: int = 0) -> bool:
    """Whether a message begins at a line of `text`. The first line counts as following a blank one.

    A date as RFC 4155 asks for is enough; an address alone needs a blank line before. Either needs
    something like a header after it, because writers that escape nothing leave paragraphs that begin
    "From here on" or "From 9:30 on 12 May 2026" at the start of a line.
    """
    blank_before = at == 0 or text.endswith(_BLANK_BEFORE, 0, at)
    return bool(_DATED.match(text, at) or (blank_before and _ADDRESSED.match(text, at)))


def _pieces(file: BufferedIOBase, offset: int) -> Iterator[tuple[bool, bytes]]:
    """The text from `offset` on in pieces of about a block, and whether a message begins with each.

    Raises `Broken` after everything that a damaged file gives.
    """
    before = len(b"\n\n\n")  # what is kept of the text given out, to see a blank line
    text, new = b"\n\n\n", False
    block, damage = _block(file, offset)
    while True:
        text += block
        done = look = before
        safe = max(len(text) - _MARGIN, done) if block else len(text)
        while (at := text.find(b"\nFrom ", look - 1, safe + 4) + 1) > 0:
            look = at + 1
            if begins(text, at):
                if at > done:
                    yield new, text[done:at]
                done, new = at, True
        if safe > done:
            yield new, text[done:safe]
            new = False
        if not block:
            break
        text = text[safe - before :]
        block, damage = _block(file)
    if damage:
        raise Broken(str(damage)) from damage


def _block(file: BufferedIOBase, offset: int = 0) -> tuple[bytes, Exception | None]:
    """The next bytes, from `offset` if one is given; none at the end, and where the file is damaged.

    `read1`, because `read` would lose what came before the damage.
    """
    try:
        if offset:
            file.seek(offset)
        return file.read1(BLOCK), None
    except _DAMAGED as error:
        return b"", error


def _slice(text: bytes, offset: int, length: int, *, last: bool = False) -> Slice:
    cut = length - len(text)
    whole = not last or cut > 0 or _complete(text)
    from_, _, raw = text.partition(b"\n")
    if b"\n>" in text:
        raw = _ESCAPED.sub(rb"\n\1", text)[len(from_) + 1 :]
        if raw.startswith(b"From "):  # an older From_ line, kept as the first header
            raw = raw.partition(b"\n")[2]
    # The blank line before the next From_ line belongs to the format, not to the message.
    if raw.endswith(_BLANK_BEFORE):
        raw = raw[:-2] if raw.endswith(b"\r\n") else raw[:-1]
    return Slice(raw, offset, length, _received(text), cut, whole)


def _received(text: bytes) -> datetime | None:
    """The time in a From_ line, which is in UTC by custom (RFC 4155); Takeout's has its zone."""
    line = _DATED.match(text) or _ADDRESSED.match(text)
    date = line["date"] if line else None
    try:
        read = parsedate_to_datetime((date or b"").decode("ascii", "replace"))
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _complete(text: bytes) -> bool:
    """Whether the last message of a file looks finished: a multipart is closed, other text ends its line."""
    head, blank, _ = text[: 64 * 1024].replace(b"\r\n", b"\n").partition(b"\n\n")
    if not blank and len(text) < 64 * 1024:
        return False
    boundary = _BOUNDARY.search(head)
    if boundary is not None:
        return b"--" + boundary.group(1).strip() + b"--" in text
    return text.endswith(b"\n")

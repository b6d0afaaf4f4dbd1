"""How far a feed was read. It holds digests alone: no word of any event, no part of any address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import msgspec

Seen = tuple[str, str]
"""Digests of a file's name, size and time of change ("" for a feed), and of its content."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """What is settled of a feed, or of the files of a folder."""

    at: str = ""  # digest of the address that answered last
    etag: str = ""  # of that answer (RFC 9110 §8.8.3)
    modified: str = ""  # its Last-Modified (§8.8.2)
    seen: tuple[Seen, ...] = ()  # what each document was when it was read
    mark: str = ""  # of the diary that judged it
    since: datetime | None = None  # what was over before was passed over
    is_doubted: bool = False  # it was empty all of a sudden, and that was told
    elsewhere: tuple[str, ...] = ()  # events taken from one file that are in another now

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


def read(text: str) -> Cursor:
    """The cursor that `text` holds; an empty one where there is none, or one that cannot be read."""
    try:
        return msgspec.json.decode(text, type=Cursor)
    except (msgspec.MsgspecError, ValueError):
        return Cursor()


def digest(*parts: str | bytes | int) -> str:
    """16 hex digits that stand for the parts."""
    told = sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogateescape")
        told.update(b"%d:" % len(raw) + raw)
    return told.hexdigest()[:16]

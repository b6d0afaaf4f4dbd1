"""How far a calendar was read. Of an event that was not taken it holds no more than a digest of its state."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.caldav.collection import Member

MOST_TRIES = 3
"""Syncs in a row that look again since a document could not be had."""

_DIGEST = 6  # octets: among 50,000, one change in five thousand million would be missed


@dataclass(frozen=True, slots=True)
class Cursor:
    """What is settled of a calendar."""

    token: str = ""  # of its changes (RFC 6578); "": everything is listed
    tag: str = ""  # of its state, as it was told before the last sync that read it to its end
    mark: str = ""  # of the diary that judged its events
    since: datetime | None = None  # what was over before was passed over
    is_doubted: bool = False  # it was empty all of a sudden, and that was told
    by_etag: bool = False  # the server does not tell what changed
    seen: str = ""  # digests of the documents that were looked at: without a token, or in a list half read
    tries: int = 0  # syncs in a row that could not have some document
    elsewhere: tuple[str, ...] = ()  # events taken here that are in another calendar of the account now

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


def read(text: str) -> Cursor:
    """The cursor that `text` holds; that of a beginning where it cannot be read."""
    try:
        return msgspec.json.decode(text, type=Cursor)
    except (msgspec.MsgspecError, ValueError):
        return Cursor()


def digest(member: Member) -> bytes:
    """Stands for a document in one state; empty where the server does not tell states apart."""
    if not member.etag:
        return b""
    return sha256(f"{member.name}\0{member.etag}".encode("utf-8", "replace")).digest()[:_DIGEST]


def packed(digests: Iterable[bytes]) -> str:
    return b64encode(b"".join(sorted(digests))).decode()


def unpacked(text: str) -> frozenset[bytes]:
    """What was packed; nothing where that makes no sense."""
    try:
        raw = b64decode(text, validate=True)
    except ValueError:
        return frozenset()
    return frozenset(raw[at : at + _DIGEST] for at in range(0, len(raw), _DIGEST))

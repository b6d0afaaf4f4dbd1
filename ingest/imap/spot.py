"""Where in a folder a message is. No other message will ever be there (RFC 3501 §2.3.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.types import Place

KIND = "imap"


def spot(validity: int, uid: int) -> str:
    """UIDVALIDITY and UID as one text."""
    return f"{validity}:{uid}"


def uid_of(place: Place, validity: int) -> int:
    """The UID of a place; 0 where it speaks of another UIDVALIDITY."""
    then, _, uid = place.spot.partition(":")
    return int(uid) if then == str(validity) and uid.isascii() and uid.isdecimal() else 0

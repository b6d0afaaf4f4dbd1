"""Waiting for mail (IDLE, RFC 2177). It only wakes a normal sync: what it says is never taken for mail."""

from __future__ import annotations

import imaplib
import time
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imapclient import IMAPClient

RENEWED_SECONDS = 9 * 60.0
"""A server may hang up after 29 minutes (RFC 2177); imapclient's documentation advises 10 at most, since
routers forget a silent connection sooner."""

_TELLING = frozenset({b"EXISTS", b"EXPUNGE", b"VANISHED", b"RECENT"})


class Waited(Enum):
    CHANGED = "changed"  # something came or went
    QUIET = "quiet"  # nothing did, for as long as was waited
    UNABLE = "unable"  # the server knows no IDLE


def idle(client: IMAPClient, seconds: float) -> Waited:
    """Waits in the open folder for at most `seconds`, and no longer than one IDLE may last.

    Raises imaplib.IMAP4.abort where the connection is dead: imapclient then answers at once and with
    nothing, again and again.
    """
    if not client.has_capability("IDLE"):
        return Waited.UNABLE
    patience = min(seconds, RENEWED_SECONDS)
    client.idle()
    waited = _listen(client, patience)
    _, last = client.idle_done()
    return Waited.CHANGED if waited is Waited.CHANGED or any(map(_tells, last)) else waited


def _listen(client: IMAPClient, patience: float) -> Waited:
    until = time.monotonic() + patience
    while (left := until - time.monotonic()) > 0:
        began = time.monotonic()
        answers = client.idle_check(timeout=left)
        if any(map(_is_farewell, answers)):
            raise imaplib.IMAP4.abort("the server said BYE while we waited")
        if any(map(_tells, answers)):
            return Waited.CHANGED
        if not answers and time.monotonic() - began < left / 2:
            raise imaplib.IMAP4.abort("the connection was closed while we waited")
    return Waited.QUIET


def _tells(answer: Any) -> bool:
    """(7, b"EXISTS"), and not the keep-alive (b"OK", b"Still here")."""
    return any(part in _TELLING for part in answer if isinstance(part, bytes))


def _is_farewell(answer: Any) -> bool:
    return bool(answer) and answer[0] == b"BYE"

"""Where an answer leads (RFC 9110 §15.4), and whether one goes there. Nobody is asked here."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from ingest.web.addresses import is_loopback

if TYPE_CHECKING:
    from ingest.web.session import Answer

MOST = 5
"""Redirects, one after another."""

PERMANENT = frozenset({301, 308})
_STATUSES = PERMANENT | {302, 303, 307}
_MOST_LENGTH = 8000


def target(answer: Answer) -> str:
    """The absolute address that the answer redirects to, without a fragment; "" where it does not, or to
    nothing that is an address."""
    location = answer.headers.get("Location", "").strip()
    if answer.status not in _STATUSES or not location or len(location) > _MOST_LENGTH:
        return ""
    with contextlib.suppress(UnicodeError):  # some servers write UTF-8, which a header gives as Latin-1
        location = location.encode("latin-1").decode()
    try:
        found = urldefrag(urljoin(answer.url, location)).url
        parts = urlsplit(found)
        _ = parts.port
    except ValueError:
        return ""
    return found if parts.hostname and found.isprintable() else ""


def is_followed(asked: str, to: str) -> bool:
    """Whether one goes from one address to the other: to https, or from this machine to itself as before. Not
    where the address brings a user of its own along."""
    one, other = urlsplit(asked), urlsplit(to)
    if "@" in other.netloc:
        return False
    if other.scheme == "https":
        return True
    return other.scheme == one.scheme == "http" and is_loopback(other.hostname or "")

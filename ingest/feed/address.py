"""The address of a feed as a person writes it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from ingest.credentials import Password
from ingest.errors import SourceError
from ingest.web.addresses import is_loopback

_HTTPS = {"webcal": "https", "webcals": "https"}
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Address:
    """Where to ask, and as whom."""

    url: str = field(repr=False)  # https, or http on this machine; without a user
    user: Password | None = field(default=None, repr=False)

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def authorization(self, url: str) -> dict[str, str]:
        """The header that signs in (RFC 7617), where `url` is of the very server that the user is of."""
        if self.user is None or _server(url) != _server(self.url):
            return {}
        pair = f"{self.user.user}:{self.user.secret}".encode()
        return {"Authorization": "Basic " + b64encode(pair).decode("ascii")}


def read(written: str) -> Address:
    """The address. `webcal://` and `webcals://` mean https. Raises SourceError that tells the host alone."""
    try:
        parts = urlsplit(written.strip())
        parts = parts._replace(scheme=_HTTPS.get(parts.scheme, parts.scheme))
        host, user, secret, _ = parts.hostname, parts.username, parts.password, parts.port
    except ValueError:
        host = None
    if not host:
        failure = SourceError(
            "the address of the feed cannot be understood; it begins with https:// or webcal://"
        )
    elif not _is_asked(parts, host):
        failure = SourceError(f"{host}: the address of a feed begins with https:// or webcal://")
    else:
        bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="")
        known = Password(unquote(user or ""), unquote(secret or "")) if user or secret else None
        return Address(urlunsplit(bare), known)
    raise failure  # outside of the handler: what urlsplit said would quote the address


def _is_asked(parts: SplitResult, host: str) -> bool:
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))


def _server(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)

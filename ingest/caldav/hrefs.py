"""Addresses that a server gives: where they lead, and whether two of them mean the same."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes, urldefrag, urljoin, urlsplit

from ingest.web.addresses import is_loopback

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

MOST_LENGTH = 2000

_PLAIN = re.compile(r"(?:/(?!\.)[\w.~@%:$!'()*,+=-]*)+", re.ASCII)
_ESCAPED = re.compile(r"[\w.~@:$!'()*,+=-]*", re.ASCII)
_PORTS = {"https": 443, "http": 80}


def absolute(base: str, href: str) -> str:
    """Where an href leads that stands in the answer to `base`; "" where it is no address."""
    href = href.strip()
    if _PLAIN.fullmatch(href) and "//" not in href and len(href) <= MOST_LENGTH:
        return _root(base) + href  # nearly all: there is nothing to resolve, and there are thousands
    if not href or len(href) > MOST_LENGTH or not href.isprintable():
        return ""
    try:
        url = urldefrag(urljoin(base, href)).url
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return ""
    is_plain = parts.scheme in _PORTS and parts.hostname and "@" not in parts.netloc
    return url if is_plain and len(url) <= MOST_LENGTH else ""


def path(url: str) -> str:
    """The path, each of its pieces escaped in the one way, without a slash at its end: what tells one
    calendar of an account from another. Servers escape differently from answer to answer, and some move a
    person from one host to another (iCloud's p34-caldav.icloud.com)."""
    pieces = urlsplit(url).path.split("/")
    return "/" + "/".join(_escaped(piece) for piece in pieces if piece)


def name(url: str) -> str:
    """The last piece of the path, escaped in the one way: what tells one document of a calendar from another.
    "" for a collection, whose path ends with a slash. It never holds a "#"."""
    return _escaped(urlsplit(url).path.rpartition("/")[2])


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").rstrip("."), parts.port or _PORTS.get(parts.scheme, 0)


def may_sign_in(home: str, url: str) -> bool:
    """Whether the password that a person gave for `home` may be sent to `url`: to the very same host and
    port, or by https to a host of the same registrable domain. Never in the clear but on this machine."""
    scheme, host, _ = origin(url)
    if scheme == "http" and not is_loopback(host):
        return False
    if origin(url) == origin(home):
        return True
    if scheme != "https" or origin(home)[0] != "https":
        return False
    return _site(host) == _site(origin(home)[1]) != ""


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def _site(host: str) -> str:
    """The registrable domain, those of customers of one host told apart (https://publicsuffix.org); "" for an
    IP address or a name without one."""
    if ":" in host or host.rpartition(".")[2].isdecimal():
        return ""
    return _suffixes().privatesuffix(host) or ""


@lru_cache(maxsize=64)
def _root(base: str) -> str:
    return urljoin(base, "/")[:-1]


def _escaped(piece: str) -> str:
    if _ESCAPED.fullmatch(piece):
        return piece
    return quote(unquote_to_bytes(piece), safe="@:$!'()*,+=")

"""Replaces what a log must not hold: secrets, addresses of mail; of web addresses all but the host.

The secrets of this process are asked for each time: a token may be new.
"""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import b64encode
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from ingest import credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SECRET = "<secret>"  # noqa: S105 (it stands for one)
_SHORT = 4  # characters: a shorter secret is looked for as a whole word only, or no word would be left

# RFC 3986 §3. What follows the host may be a secret (a calendar's private address) or name a person.
_WEB = re.compile(r"\b([a-z][a-z0-9+.-]*)://([^\s/?#\"'<>]*)([^\s\"'<>]*)", re.IGNORECASE)
_FILES = ("sqlite", "file")
# RFC 5322 §3.4.1 and RFC 6531, and as it is written in a path of the web. Rather too much than too little.
_ADDRESS = re.compile(
    r"(?:\"[^\"\n]{1,64}\"|[\w.!#$%&'*+/=?^`{|}~-]+)(?:@|%40)(?:\[[^\]\s]+\]|\w[\w-]*(?:\.[\w-]+)*)",
    re.IGNORECASE,
)
# The words of HTTP (RFC 9110 §11.6.2) and SASL before what signs in.
_HEADER = re.compile(r"\b((?:Bearer|Basic|XOAUTH2|OAUTHBEARER|PLAIN)\s+)[\w.~+/=-]{8,}", re.IGNORECASE)


class Redactor:
    """Takes out of a text what no log may hold. `salt` makes an address the same token within a run, and
    another one in the next."""

    def __init__(self, salt: bytes, known: Callable[[], Iterable[str]] = lambda: ()) -> None:
        """`known` gives the secrets that there are."""
        self._salt = salt
        self._known = known

    def __call__(self, text: str) -> str:
        """The text without any of it. Line breaks stay."""
        known = tuple(sorted(self._known(), key=lambda one: (-len(one), one)))
        if known:  # all at once: one of them may be a word of what stands for another
            text = _any(known).sub(SECRET, text)
        text = _HEADER.sub(rf"\1{SECRET}", text)
        return _ADDRESS.sub(self._address, _WEB.sub(_host_alone, text))

    def _address(self, found: re.Match[str]) -> str:
        address = found.group().replace("%40", "@").casefold()
        return f"<address {hmac.new(self._salt, address.encode(), 'sha256').hexdigest()[:4]}>"


def of_this_run() -> Redactor:
    """One that knows the secrets of this process."""
    return Redactor(secrets.token_bytes(16), credentials.given)


def _host_alone(found: re.Match[str]) -> str:
    scheme, where, rest = found.groups()
    if scheme.lower() in _FILES:
        return found.group()
    return f"{scheme}://{where.rpartition('@')[2]}{'/…' if rest.strip('/') else rest}"


@lru_cache(maxsize=4)
def _any(known: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_pattern, known)))


@cache
def _pattern(secret: str) -> str:
    """A pattern of the secret as it may be written: as it is, escaped, in an address, in base64 (RFC 4616
    puts others in front of it, so at each of three places)."""
    forms = {secret, repr(secret)[1:-1], quote(secret), quote(secret, safe=""), quote_plus(secret)}
    written = [re.escape(form) for form in sorted(forms, key=len, reverse=True)]
    if len(secret) < _SHORT:
        return rf"(?<!\w)(?:{'|'.join(written)})(?!\w)" if secret else r"(?!)"
    coded = [re.escape(core) for place in range(3) if len(core := _core(secret.encode(), place)) >= 6]
    return "|".join([*written, *(rf"[\w+/]*{core}[\w+/=]*" for core in coded)])


def _core(secret: bytes, place: int) -> str:
    """What of its base64 depends on nothing else, where it begins at this octet of three."""
    coded = b64encode(b"\0" * place + secret).decode().rstrip("=")
    whole = (place + len(secret)) * 8 // 6
    return coded[-(-place * 8 // 6) : whole]

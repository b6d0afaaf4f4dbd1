"""Tokens that stand for correspondents, so that nothing personal stays behind of mail that is not kept."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING

from classify.names.domains import registrable, shared

if TYPE_CHECKING:
    from ingest.types import Address


def tokens(addresses: Iterable[Address]) -> tuple[str, ...]:
    """One token for every address and one for every domain of a house's own, in order, each once.

    "a:" and 16 hex digits for an address, "d:" and 16 for a registrable domain that is not shared.
    """
    out: dict[str, None] = {}
    for address in addresses:
        if not address.email:
            continue
        out[address_token(address.email)] = None
        if address.domain and not shared(address.domain):
            out[domain_token(address.domain)] = None
    return tuple(out)


def address_token(email: str) -> str:
    return "a:" + _digest(email.lower())


def domain_token(domain: str) -> str:
    return "d:" + _digest(registrable(domain))


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

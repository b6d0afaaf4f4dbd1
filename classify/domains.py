"""The part of a host name that somebody registered."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=True)


@lru_cache(maxsize=8192)
def registrable(domain: str) -> str:
    """The part of a host name that someone registered: "mail.acme.co.uk" -> "acme.co.uk"; "" for none."""
    host = domain.strip(".").lower()
    if not host or len(host) > 253 or "." not in host:
        return host
    return str(_suffixes().privatesuffix(host) or "")


def label(domain: str) -> str:
    """The name in a registrable domain: "mail.acme-hr.co.uk" -> "acme-hr"."""
    return registrable(domain).partition(".")[0]

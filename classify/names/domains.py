"""What a mail domain says about the house behind it."""

from __future__ import annotations

from functools import lru_cache

from classify.domains import label, registrable
from classify.names.fold import compact, tokens
from classify.names.same import trimmed
from classify.names.words import words
from classify.senders import kind

__all__ = ["house", "label", "pretty", "registrable", "shared", "tenant"]


@lru_cache(maxsize=1024)
def shared(domain: str) -> bool:
    """Whether many houses or anyone write from it: tracking systems, free mail, boards, services."""
    return bool(kind(domain)) or registrable(domain) in words("domains", "common")


def tenant(domain: str, local: str) -> str:
    """The customer's name in an address of a shared system: "acme@myworkday.com", "x@acme.greenhouse.io"."""
    base = registrable(domain)
    below = domain[: -len(base) - 1] if base and domain != base else ""
    for part in (*reversed(below.split(".")), local.partition("+")[0]):
        plain = "".join(tokens(part))
        if (
            len(plain) > 3
            and plain not in words("domains", "hosts")
            and not set(tokens(part)) & words("company", "desk")
        ):
            return part
    return ""


@lru_cache(maxsize=1024)
def pretty(name: str) -> str:
    """A label as a person would write it: parts at hyphens, a trade at its end split off, each capitalised.

    >>> pretty("canalsidehousing"), pretty("oak-and-amber")
    ('Canalside Housing', 'Oak & Amber')
    """
    parts = [piece for part in name.split("-") for piece in _split(part)]
    small = words("company", "inside")
    written = (part if at and part in small else _capital(part) for at, part in enumerate(parts) if part)
    return " ".join(written).replace(" and ", " & ")


def _split(part: str) -> list[str]:
    kinds = words("company", "kinds")
    for size in range(min(14, len(part) - 3), 2, -1):
        tail = part[-size:]
        if tail in kinds:
            return [part[:-size], tail]
    at = part.find("and", 3)
    if 3 <= at <= len(part) - 7 and part[at - 1] not in "lhr":  # land, hand, brand
        return [part[:at], "and", part[at + 3 :]]
    return [part]


def _capital(word: str) -> str:
    vowels = sum(c in "aeiouy" for c in word)
    return word.upper() if len(word) <= 4 and not vowels else word.capitalize()


@lru_cache(maxsize=1024)
def house(domain: str) -> str:
    """The best guess at a company's name from its domain alone; "" for a shared domain."""
    if shared(domain):
        return ""
    name = label(domain)
    if all(part in words("domains", "portal") for part in name.split("-")):
        return ""
    bare = trimmed(name)
    return pretty(name if compact(bare) == compact(name) else bare)

"""What a mail domain says about the house behind it."""

from __future__ import annotations

import re
from functools import lru_cache

from classify.domains import label, registrable
from classify.names.fold import compact, spellings, tokens
from classify.names.same import trimmed
from classify.names.words import either, pairs, words
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
def pretty(name: str, people: str = "") -> str:
    """A label as a person would write it: parts at hyphens, a trade at its end split off, each capitalised;
    the names of `people` in it as they write them.

    >>> pretty("canalsidehousing"), pretty("oak-and-amber"), pretty("mcbridesheep", "Lachlan McBride")
    ('Canalside Housing', 'Oak & Amber', 'McBride Sheep')
    """
    owners = {form: word for word in people.split() for form in spellings(word) if len(form) >= 4}
    parts = [piece for part in name.split("-") for piece in _split(part, owners)]
    small = words("company", "inside")
    written = (
        part if at and part in small else owners.get(part) or _capital(part, first=not at)
        for at, part in enumerate(parts)
        if part
    )
    return _AND.sub(" & ", " ".join(written))


_AND = re.compile(r" (?:and|und) ")
_STARTS = frozenset("aeiouy")  # "Fernand|ez", "Coromand|el"


def _split(part: str, owners: dict[str, str]) -> list[str]:
    for owner in owners:
        rest = part.removeprefix(owner)
        if part.startswith(owner) and len(rest) >= 3:
            if rest[0] == "s" and rest[1:] in either("company.kinds", "role.heads"):
                return [f"{owner}s", rest[1:]]
            joint = next((joint for joint in ("and", "und") if rest.startswith(joint) and len(rest) > 5), "")
            return [owner, *([joint] if joint else []), *_split(rest.removeprefix(joint), owners)]
        if part.endswith(owner) and len(part) >= len(owner) + 3:
            return [*_split(part.removesuffix(owner), {}), owner]
    kinds = words("company", "kinds")
    for size in range(min(14, len(part) - 3), 2, -1):
        if part[-size:] in kinds:
            return [*_common(part[:-size]), part[-size:]]
    at = part.find("and", 3)
    if 3 <= at <= len(part) - 7 and _parts_names(part[:at], part[at + 3 :]):
        return [part[:at], "and", part[at + 3 :]]
    for heirs in ("soehne", "sohn", "toechter", "partner"):
        if part.endswith(f"und{heirs}") and len(part) > len(heirs) + 5:
            return [part[: -len(heirs) - 3], "und", heirs]
    return _common(part)


def _parts_names(before: str, after: str) -> bool:
    """Whether an "and" between these is a word: not that of "land", "hand", "brand" or "Fernandez"."""
    if before[-1] in "lr" or (before[-1] == "h" and before[-2:] not in ("th", "ch", "sh")):
        return False
    return after[0] not in _STARTS or after in words("domains", "common_words")


def _common(part: str) -> list[str]:
    """The part in two or more words, where all of it is words that names are made of ("coralbay")."""
    known = words("domains", "common_words")
    split: dict[int, list[str]] = {0: []}
    for end in range(1, len(part) + 1):
        ways = [
            [*split[at], part[at:end]]
            for at in range(max(0, end - 12), end)
            if at in split and part[at:end] in known
        ]
        if ways:
            split[end] = min(ways, key=len)
    return split.get(len(part)) or [part]


def _capital(word: str, *, first: bool) -> str:
    foreign = pairs("domains", "spelt").get(word)
    if foreign and not (first and word == "uni"):  # "Uni Bern", "Bern University"
        return foreign
    vowels = sum(c in "aeiouy" for c in word)
    return word.upper() if len(word) <= 4 and not vowels else word.capitalize()


@lru_cache(maxsize=1024)
def house(domain: str, people: str = "") -> str:
    """The best guess at a company's name from its domain and its people's names; "" for a shared domain."""
    if shared(domain):
        return ""
    name = label(domain)
    if all(part in words("domains", "portal") for part in name.split("-")):
        return ""
    bare = trimmed(name)
    return pretty(name if compact(bare) == compact(name) else bare, people)

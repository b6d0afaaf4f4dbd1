"""Whether a phrase can be a company's name, a department's or a person's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from classify.names.fold import tokens
from classify.names.occupation import has_occupation
from classify.names.same import fits_label
from classify.names.words import either, words
from classify.senders import kind
from classify.types import Author

if TYPE_CHECKING:
    from ingest.types import Address

_DIGITS = re.compile(r"(?:\d\D{0,60}){5}")
_PRONOUN = re.compile(r"(?:I|[Ww]e|[Yy]ou|[Tt]hey|[Ii]t|He|She|That|There|Who|What)['’](?:m|ve|re|d|ll|s)\b")
# Departments that houses are called after ("Larkhill Services"): they may end a name.
_HOUSES_TOO = frozenset("services service search medical legal office people operations system".split())


def given_name(name: str, other: Address) -> bool:
    """Whether a name is a person's: a given name, alone or with one or two words behind it and no trade.

    A scheduling service writes of people ("30 minutes with Ann Lee"): there any two such words are a person.
    """
    parts = tokens(name)
    if len(parts) == 1:
        return parts[0] in words("company", "given")
    if len(parts) == 3 and parts[1] == "and" and {parts[0], parts[2]} <= words("company", "given"):
        return True
    if not 2 <= len(parts) <= 3 or "&" in name or " and " in name:
        return False
    ends = either("company.kinds", "company.legal", "company.weak")
    if parts[-1] in ends:
        return False
    return parts[0] in words("company", "given") or (kind(other.domain) == "scheduling" and len(parts) == 2)


@lru_cache(maxsize=1024)
def is_a_person(other: Address) -> bool:
    """Whether the address spells the display name, as a person's own does ("gillian.roper@…")."""
    parts = tuple(part for part in tokens(other.name) if part not in words("company", "address"))
    local = other.email.partition("@")[0]
    spelt = set(re.split(r"[._+-]", local)) & set(parts) or any(len(p) > 3 and p in local for p in parts[-1:])
    house = looks_like_a_house(other.name) or set(parts) & words("company", "desk") or "&" in other.name
    return 2 <= len(parts) <= 3 and not house and bool(spelt)


def is_a_desk(other: Address, author: Author) -> bool:
    """Whether a display name is a house's rather than a person's."""
    parts = set(tokens(other.name))
    if is_a_person(other):
        return False
    return author is Author.SYSTEM or bool(parts & words("company", "desk")) or looks_like_a_house(other.name)


def is_a_field(part: str) -> bool:
    """Whether a phrase is made of words for trades and fields of work alone: no name of a house."""
    known = either("company.kinds", "role.same.discipline", "role.fields")
    return all(token in known for token in tokens(part))


@lru_cache(maxsize=2048)
def looks_like_a_house(name: str) -> bool:
    """Whether a short capitalised phrase ends in a trade or a legal form, and is no title."""
    parts = tokens(name)
    if not 2 <= len(parts) <= 7 or has_occupation(name) or set(parts) & words("company", "desk"):
        return False
    ends = either("company.kinds", "company.legal")
    return capitalised(name) and parts[-1] in ends


def capitalised(name: str) -> bool:
    big = [word for word in name.split() if word.lower() not in words("company", "inside")]
    return bool(big) and all(word[0].isupper() or word[0].isdigit() or word == "&" for word in big)


@lru_cache(maxsize=2048)
def tidied(name: str, label: str = "") -> str:
    """A would-be name without what is no part of it: marks around it, a town or a country behind a comma or
    in brackets, words that no name ends in. "'s" stays where the sender's domain label has it."""
    text = _placeless(name.strip(" \t\n.,;:!?*\"'“”|-–"))
    saint = text.startswith(("St ", "St. ", "Saint "))
    if not saint and not (label and fits_label(text, label) == 1.0):
        text = re.sub(r"['’]s$", "", text).strip()
    text = re.sub(r"^(?:the|The)\s+(?=\w+$)", "", text)
    parts = text.split()
    while len(parts) > 1 and (parts[-1].lower() in _no_end() or _PRONOUN.match(parts[-1])):
        parts.pop()
    return " ".join(parts)


def _placeless(name: str) -> str:
    """ "Acme Dialysis, Leeds", "Acme (Leeds)" -> "Acme Dialysis", "Acme"; "Alder, Finch & Lowe" and
    "Acme, Inc." are names to the end."""
    text = re.sub(r"\s*[(\[][^()\[\]]{0,40}[)\]]?$", "", name) or name
    head, comma, tail = text.partition(", ")
    if not comma or re.search(r"&|\band\b", tail) or set(tokens(tail)) & words("company", "legal"):
        return text
    return head


@lru_cache(maxsize=1)
def _no_end() -> frozenset[str]:
    """Words that no company's name ends in."""
    desk = words("company", "desk") - _HOUSES_TOO
    return desk | words("company", "never") | words("company", "inside") | {"&"}


@lru_cache(maxsize=2048)
def believable(name: str) -> bool:
    """Whether a phrase can be a house's name: short, no title, no reference, no talk of the process."""
    parts = tokens(name)
    if not parts or len(parts) > 8 or len(name) > 70 or len("".join(parts)) < 2:
        return False
    if (
        _PRONOUN.match(name) or _DIGITS.search(name) or set(name) & set("[]@")
    ):  # a reference, a list, an address
        return False
    if (
        parts[0] in words("company", "never")
        or set(parts) <= words("role", "edges")
        or set(parts) <= words("company", "rounds")
        or re.match(r"\d+(?:am|pm|st|nd|rd|th)?$", parts[0])
        or all(p in words("company", "desk") or p.isdigit() for p in parts)
    ):
        return False
    if not has_occupation(name):
        return True
    kinds = words("company", "kinds")
    named = parts[-1] in kinds or (not has_occupation(parts[-1]) and bool(set(parts) & kinds))
    return named and not has_occupation(parts[0])

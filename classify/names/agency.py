"""Whether the other side is an agency, and what it is called."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from classify.anyof import any_of
from classify.names.believable import is_a_person
from classify.names.domains import label, pretty, shared
from classify.names.fold import fold, without_form
from classify.names.forms import found
from classify.names.kin import kin
from classify.names.same import fits_label
from classify.names.spelling import desk_name, spelled
from classify.names.words import entries, words
from classify.types import Author, Claim

if TYPE_CHECKING:
    from classify.types import Sections
    from ingest.types import Address


@lru_cache(maxsize=8)
def _any_of(kind: str, before: str = "") -> re.Pattern[str]:
    """Any of the folded phrases of one kind, as whole words."""
    return re.compile(rf"\b{before}{any_of(fold(phrase) for phrase in entries('agency', kind))}\b")


@lru_cache(maxsize=8)
def _marks(kind: str) -> tuple[str, ...]:
    """Words of which every text that holds such a phrase has one: the longest of each phrase."""
    longest = {max(fold(phrase).split(), key=len) for phrase in entries("agency", kind)}
    return tuple(word for word in longest if not any(other in word for other in longest - {word}))


def _holds(folded: str, kind: str, before: str = "") -> bool:
    return any(mark in folded for mark in _marks(kind)) and bool(_any_of(kind, before).search(folded))


@lru_cache(maxsize=1)
def _ends_written() -> tuple[str, ...]:
    """The words that an agency's name ends in, as they are written there."""
    return tuple(word.capitalize() for word in words("agency", "ends") | words("agency", "ends_with_form"))


_I_AM = r"(?:i am|i['’]m|ich bin|je suis) (?:an? )?(?:senior )?"


def agency(other: Address, author: Author, sections: Sections, text: str) -> Claim | None:
    """The agency, where the other side is one.

    A domain that says so ("basaltsearch.example"), or its name as it is signed, is enough for mail in either
    direction. Talk of "my client"
    or a consultant's title counts only in the agency's own words, and only from a domain of its own.
    """
    name = label(other.domain)
    if not shared(other.domain) and _says_so(name):
        return Claim(_name(other, text), "domain")
    theirs = sections.quoted[:6_000] if author is Author.CANDIDATE else sections.footer
    signed = f"{text}\n{theirs}"
    if not shared(other.domain) and _signs_so(signed, name):
        return Claim(_name(other, signed), "signature")
    if author is Author.CANDIDATE:
        return None
    new = sections.new[:6_000]
    said = fold(new)
    called = _holds(fold(sections.signature[:1_500]), "titles") or _holds(said, "titles", _I_AM)
    if called or _holds(said, "body") or _behalf(new, other, name, author):
        return Claim(_name(other, text) or other.name, "body") if _name(other, text) or other.name else None
    return None


@lru_cache(maxsize=1024)
def _says_so(name: str) -> bool:
    """Whether a domain label is an agency's: it ends in, or has as a part, one of the table's words."""
    parts = name.split("-")
    for word in entries("agency", "labels"):
        if word in parts or any(_ends(part, word) for part in parts):
            return True
    return any(word.replace(" ", "") in name for word in entries("agency", "words"))


def _signs_so(text: str, label: str) -> bool:
    """Whether the text writes the name behind the sender's domain as an agency's ("Finch & Dray Search").

    "Larkhill Health Recruitment" is a department where "Larkhill Health" is named by itself too.
    """
    if not any(word in text for word in _ends_written()):
        return False
    sure, unsure = words("agency", "ends"), words("agency", "ends_with_form")
    name = without_form(spelled(label, text)).split()
    if len(name) < 2:
        return False
    house, last = " ".join(name[:-1]), name[-1].lower()
    if last in sure:
        return True
    formed = re.search(
        rf"{re.escape(' '.join(name))},? (?:Ltd|Limited|LLP|LLC|Inc|GmbH|BV|B\.V\.|plc)\b", text
    )
    alone = re.search(rf"{re.escape(house)}\b(?!\s+{re.escape(name[-1])})", text)
    return last in unsure and (bool(formed) or (fits_label(house, label) < 1.0 and not alone))


def _ends(part: str, word: str) -> bool:
    return part.endswith(word) and len(part) > len(word) + 2 and not part.endswith("research")


def _behalf(new: str, other: Address, name: str, author: Author) -> bool:
    """Whether a person writes on behalf of a company that is not the one of their own domain."""
    if author is not Author.PERSON or shared(other.domain):
        return False
    return any(not fits_label(company, name) for company in found("company", new, "agency", "behalf"))


def _name(other: Address, text: str) -> str:
    """The agency's own name as it writes it, else as its domain has it; "" behind a shared domain."""
    if shared(other.domain):
        return ""
    known = label(other.domain)
    shown = "" if is_a_person(other) else other.name
    return without_form(
        spelled(known, f"{shown}\n{text}")
        or kin(known, f"{shown}\n{text}")
        or desk_name(other.name, known)
        or pretty(known)
    )

"""Companies that a message's subject, sentences and links name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from classify.names.believable import (
    believable,
    capitalised,
    given_name,
    is_a_field,
    is_a_person,
    looks_like_a_house,
    tidied,
)
from classify.names.domains import label, pretty
from classify.names.fold import compact, fold, tokens
from classify.names.forms import found_among
from classify.names.occupation import has_occupation
from classify.names.place import is_place
from classify.names.same import fits_label
from classify.names.vote import Vote
from classify.names.words import entries, table, words
from classify.senders import kind
from classify.types import Author

if TYPE_CHECKING:
    from ingest.types import Address

_PERSONS = ("company.direct", "company.soft", "company.service")
_SYSTEMS = (*_PERSONS, "company.system", "company.served")
_WEIGHTS = {"company.direct": 3.5, "company.soft": 2.5, "company.system": 3.0}
Said = tuple[tuple[str, str], ...]  # which forms of the table, and what they name


def said(text: str, author: Author, other: Address) -> Said:
    """What sentences of a text or a subject name. The candidate's, of other companies, are left out."""
    if author is Author.CANDIDATE:
        return tuple(found_among("company", _elsewhere().sub(" ", text), *_PERSONS[:2]))
    if author is not Author.SYSTEM and is_a_person(other):
        return tuple(found_among("company", text, *_PERSONS))
    return tuple(found_among("company", text, *_SYSTEMS))


def told(line: Said, body: Said, author: Author, other: Address) -> Iterator[Vote]:
    """The votes of what the bare subject's and the body's sentences name."""
    systems = author is Author.SYSTEM and kind(other.domain) != "boards"
    for form, name in body:
        if form in _WEIGHTS and (systems or form != "company.system"):
            yield Vote(name, "body", _WEIGHTS[form])
    for form, name in line if systems else ():
        if form == "company.system":
            yield Vote(name, "body", _WEIGHTS[form])


def served(body: Said, author: Author, other: Address, own: str, people: set[str]) -> Iterator[Vote]:
    """Companies for which the sender acts, as tests, checks and signatures are sent by services."""
    known = own or label(other.domain)
    service, _, behalf = other.name.partition(" on behalf of ")
    if behalf and fits_label(service, known):
        yield Vote(behalf, "sender", 6.0)
    sure = {"company.service": 6.0}
    if author is Author.SYSTEM or not is_a_person(other):
        sure["company.served"] = 5.5
    for form, captured in body:
        if form not in sure:
            continue
        name = tidied(captured, own)
        mine = fits_label(name, known) or compact(name) in compact(other.name)
        if form == "company.served" and not looks_like_a_house(name):
            mine = mine or author is not Author.SYSTEM or _two_words(name)
        if believable(name) and not mine and not given_name(name, other) and fold(name) not in people:
            yield Vote(name, "body", sure[form])


def _two_words(name: str) -> bool:
    """Whether a name has the shape of a person's."""
    return len(name.split()) == 2 and "&" not in name


def labelled(text: str, author: Author) -> Iterator[Vote]:
    """Names behind a colon: "Employer: Acme". A system's form leaves no doubt."""
    weight = 6.0 if author is Author.SYSTEM else 4.0
    for line in text.splitlines()[:60] if ":" in text else ():
        head, colon, value = line[:200].partition(":")
        known = colon and len(head) < 30 and fold(head.strip(" *-•\t")) in words("company", "labelled")
        if known and capitalised(value):
            yield Vote(value[:90], "body", weight)


def headed(parts: tuple[str, ...], new: str, trusted: bool, client: bool) -> Iterator[Vote]:
    """Segments of a subject that can be a company.

    Anywhere one that ends in a trade. Behind a trusted system or an agency also the first of several
    ("Brightloop | Checking in"), the one behind a title ("Head of Data - Oakhurst Foods"), and one alone that
    the text names too.
    """
    titled = False
    for index, part in enumerate(parts):
        title, comma, tail = part.partition(", ")
        if trusted and comma and has_occupation(title) and not has_occupation(tail):
            titled, part = True, tail
        part = re.sub(r"\s*\([^()]{0,40}\)$", "", part)
        if has_occupation(part):
            titled = True
        if not capitalised(part) or set(tokens(part)) & words("role", "edges") or is_place(part):
            continue
        named = len(tokens(part)) <= 4 and not has_occupation(part)
        if client and not looks_like_a_house(tidied(part)) and not _does_something(part, new):
            continue  # an agency writes of towns more often than of clients
        if titled and trusted and named and not is_a_field(part):
            yield Vote(part, "subject", 3.0 if looks_like_a_house(part) else 1.5)
        elif looks_like_a_house(part):
            yield Vote(part, "subject", 2.5)
        elif trusted and named and ((index == 0 and len(parts) > 1) or (len(parts) == 1 and part in new)):
            yield Vote(part, "subject", 1.5)


def _does_something(name: str, new: str) -> bool:
    """Whether the text speaks of the name as of a house rather than of a place."""
    there = re.escape(name)
    return bool(
        re.search(
            rf"\b{there}(?:['’]s? |\s(?:is|are|has|have|had|want|wants|would|will|can|like|liked|loved|took|"
            rf"need|said|say|says|came|plan)\b)|\b(?:with|from|for|client,?)\s{there}\b",
            new,
        )
    )


def listed(new: str) -> Iterator[Vote]:
    """A house behind a title, or on the line below one: how portals list an opening."""
    lines = [line.strip() for line in new.splitlines()[:60] if line.strip()]
    for line in lines:
        title, comma, rest = line.partition(", ")
        name = rest.partition(", ")[0].strip(" .")
        if comma and len(line) <= 110 and has_occupation(title) and looks_like_a_house(name):
            yield Vote(name, "body", 4.0)
    for title, below in pairwise(lines):
        if (
            len(title) <= 80
            and title[-1] not in ".!?:,"
            and has_occupation(title)
            and looks_like_a_house(below)
        ):
            yield Vote(below, "body", 4.0)


def linked(text: str) -> Iterator[Vote]:
    """Customers in the links to portals."""
    if "://" not in text and "www." not in text:
        return
    text = text[:20_000]
    lowered = text.lower()
    for hosts, pattern in _links():
        for match in pattern.finditer(text) if any(host in lowered for host in hosts) else ():
            if match.group(1).lower() not in words("domains", "hosts"):
                yield Vote(pretty(match.group(1).lower()), "link", 1.5)


@lru_cache(maxsize=1)
def _elsewhere() -> re.Pattern[str]:
    """A sentence in which the candidate speaks of another company."""
    told = table()["company"]["elsewhere"]
    return re.compile(rf"(?:(?<=[.!?\n])|^)[^.!?\n]{{0,200}}?\b{told}\b[^.!?\n]{{0,200}}", re.IGNORECASE)


@lru_cache(maxsize=1)
def _links() -> tuple[tuple[list[str], re.Pattern[str]], ...]:
    """Each form of a link, and its long words: one of them is in every host that it matches."""
    forms = entries("domains", "links")
    return tuple((re.findall("[a-z]{5,}", form), re.compile(form, re.IGNORECASE)) for form in forms)

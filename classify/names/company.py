"""The company that a message names: every place that may name it votes, and the best supported name wins."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from classify.names.believable import (
    believable,
    capitalised,
    given_name,
    is_a_desk,
    is_a_field,
    is_a_person,
    looks_like_a_house,
    tidied,
)
from classify.names.domains import house, label, pretty, shared, tenant
from classify.names.fold import compact, fold, tokens, without_form
from classify.names.forms import found
from classify.names.occupation import has_occupation
from classify.names.place import is_place
from classify.names.requisition import without
from classify.names.same import fits_label, same_company
from classify.names.spelling import desk_name, spelled
from classify.names.subject import bare, segments
from classify.names.words import DATA, entries, table, words
from classify.senders import kind
from classify.types import Author, Claim

if TYPE_CHECKING:
    from classify.types import Sections
    from ingest.types import Address, Message


@dataclass(frozen=True, slots=True)
class Vote:
    name: str
    basis: str
    weight: float


def company(
    message: Message, author: Author, sections: Sections, other: Address, agency: str, text: str
) -> Claim | None:
    """The employer. With `agency` given, its client or None: neither its name nor its domain counts.

    `text` is the new text with the signature; `other` the correspondent on the far side.
    """
    own = "" if agency or _speaks_for_others(other.domain) else label(other.domain)
    people = _people(message)
    votes: dict[str, list[Vote]] = {}
    for vote in _votes(message, author, sections, other, own, bool(agency), text):
        name = tidied(vote.name, own)
        if not (believable(name) or (own and fits_label(name, own) == 1.0)) or (
            agency and same_company(name, agency) > 0
        ):
            continue
        if not (own and fits_label(name, own)) and (
            _is_on(name, people, vote.basis) or (vote.basis != "sender" and given_name(name, other))
        ):
            continue
        fit = fits_label(name, own) if own else 0.0
        astray = own and not fit and author is not Author.SYSTEM and vote.basis != "sender"
        weight = vote.weight + (2.0 if fit >= 0.6 else 0.0) - (1.5 if astray else 0.0)
        votes.setdefault(compact(name), []).append(Vote(name, vote.basis, weight))
    if not votes:
        return None
    best = max(votes.values(), key=lambda group: (_support(group), group[0].name))
    top = max(best, key=lambda vote: (vote.weight, not vote.name.isupper(), vote.name))
    return Claim(without_form(top.name), top.basis)


def _is_on(name: str, people: set[str], basis: str) -> bool:
    """Whether the name is of somebody on the message; a house's display name is no person's."""
    return fold(name) in people and basis != "sender"


def _support(group: list[Vote]) -> float:
    """The strongest vote, and a little for each further one."""
    weights = sorted((vote.weight for vote in group), reverse=True)
    return weights[0] + 0.5 * min(len(weights) - 1, 4)


def _votes(
    message: Message, author: Author, sections: Sections, other: Address, own: str, client: bool, text: str
) -> Iterator[Vote]:
    line = without(bare(message.subject))
    new = _elsewhere().sub(" ", sections.new) if author is Author.CANDIDATE else sections.new
    for name in found("company", line, "company", "subject"):
        yield Vote(name, "subject", 4.0)
    for name in found("company", new, "company", "direct"):
        yield Vote(name, "body", 3.5)
    for name in found("company", new, "company", "soft"):
        yield Vote(name, "body", 2.5)
    if author is Author.SYSTEM and kind(other.domain) != "boards":
        for name in found("company", sections.new, "company", "system", above=line):
            yield Vote(name, "body", 3.0)
        for name in _listed(sections.new):
            yield Vote(name, "body", 4.0)
    for part in segments(line):
        if own and fits_label(part, own) >= 0.6:
            yield Vote(part, "subject", 2.5)
    if not own or author is Author.SYSTEM:
        yield from _headed(segments(line), sections.new, not own and (client or not _free(other)))
    if own:
        yield from _spelt(own, line, other.name, sections)
        named = desk_name(other.name, own)
        if named:
            yield Vote(named, "sender", 3.0)
        elif author is not Author.CANDIDATE and is_a_desk(other, author):
            name = desk_name(other.name)
            yield Vote(name, "sender", 2.6 if len(tokens(name)) > 1 else 1.5)
        yield Vote(house(other.domain), "domain", 0.5)
    elif not client and not _free(other):
        yield from _through_a_system(other, author)
    yield from _linked(sections.new)
    yield from _signed(sections.signature or _parted(new)[1], own, client)
    for event in message.events:
        for name in found("company", event.summary[:300], "company", "subject"):
            yield Vote(name, "invite", 3.0)


def _spelt(own: str, line: str, name: str, sections: Sections) -> Iterator[Vote]:
    """How the message writes the name in its sender's domain.

    People write the name that is in use in the subject and in sentences; the registered one stands in
    signatures and footers, so those are asked only where the rest is silent.
    """
    said, signed = _parted(sections.new)
    for basis, text in (
        ("body", f"{line}\n{name}"),
        ("body", said),
        ("signature", f"{signed}\n{sections.signature}"),
        ("signature", f"{sections.footer}\n{sections.quoted}"),
    ):
        spelt = spelled(own, text)
        if spelt:
            yield Vote(spelt, basis, 3.0)
            return


def _parted(new: str) -> tuple[str, str]:
    """New text in front of an unmarked signature, and the signature: the last short lines, of which none
    ends as a sentence does."""
    lines = new.rstrip().splitlines()
    at = len(lines)
    while at > max(len(lines) - 9, 1):
        last = lines[at - 1].strip()
        if (len(last) > 70 or last.endswith((".", "?", "!", ":"))) and not _ends_in_a_form(last):
            break
        at -= 1
    return "\n".join(lines[:at]), "\n".join(lines[at:])


def _ends_in_a_form(line: str) -> bool:
    return len(line) <= 70 and tokens(line)[-1:] != () and tokens(line)[-1] in words("company", "legal")


def _through_a_system(other: Address, author: Author) -> Iterator[Vote]:
    """What the sender's name and address say where a system writes for many houses."""
    named = desk_name(other.name)
    if (
        named
        and author is not Author.CANDIDATE
        and _not_a_service(named, other.domain)
        and not is_a_person(other)
        and not (kind(other.domain) in ("boards", "scheduling", "process") and given_name(named, other))
        and not (kind(other.domain) == "boards" and not looks_like_a_house(named))
    ):
        yield Vote(named, "sender", 3.0)
    customer = tenant(other.domain, other.email.partition("@")[0])
    if (
        customer
        and _not_a_service(customer, other.domain)
        and fold(customer.replace(".", " ")) != fold(other.name)
    ):
        alike = named and compact(customer).startswith(compact(named)[:4])
        yield Vote(named if alike else pretty(customer.lower()), "link", 1.5)


def _people(message: Message) -> set[str]:
    """Names of everyone on the message, whole and first names alone."""
    names = [a.name for a in (message.sender, *message.to, *message.cc) if a is not None and a.name]
    people = [
        name for name in names if len(tokens(name)) == 2 and not set(tokens(name)) & words("company", "desk")
    ]
    return {fold(name) for name in names} | {tokens(name)[0] for name in people}


def _headed(parts: tuple[str, ...], new: str, trusted: bool) -> Iterator[Vote]:
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
        if titled and trusted and named and not is_a_field(part):
            yield Vote(part, "subject", 3.0 if looks_like_a_house(part) else 1.5)
        elif looks_like_a_house(part):
            yield Vote(part, "subject", 2.5)
        elif trusted and named and ((index == 0 and len(parts) > 1) or (len(parts) == 1 and part in new)):
            yield Vote(part, "subject", 1.5)


def _listed(new: str) -> Iterator[str]:
    """A house on the line below a title: how portals list an opening."""
    lines = [line.strip() for line in new.splitlines()[:60] if line.strip()]
    for title, below in pairwise(lines):
        if (
            len(title) <= 80
            and title[-1] not in ".!?:,"
            and has_occupation(title)
            and looks_like_a_house(below)
        ):
            yield below


def _linked(text: str) -> Iterator[Vote]:
    if "://" not in text and "www." not in text:
        return
    text = text[:20_000]
    lowered = text.lower()
    for hosts, pattern in _links():
        for match in pattern.finditer(text) if any(host in lowered for host in hosts) else ():
            if match.group(1).lower() not in words("domains", "hosts"):
                yield Vote(pretty(match.group(1).lower()), "link", 1.5)


def _signed(signature: str, own: str, client: bool) -> Iterator[Vote]:
    """Lines of a signature that are a company's name: they fit the domain or end in a trade or legal form."""
    for raw in signature.splitlines()[:14]:
        for part in re.split(r"\s[|•·–-]\s|,\s(?!Inc|Ltd|LLC)", raw[:200]):
            name = part.strip(" *_-–|,")
            if not name or len(name) > 60:
                continue
            named = fits_label(name, own) >= 0.8 if own else not client and looks_like_a_house(name)
            if named:
                yield Vote(name, "signature", 2.0)


def _speaks_for_others(domain: str) -> bool:
    name = label(domain)
    return shared(domain) or any(word in name for word in entries("domains", "services"))


def _free(other: Address) -> bool:
    """Whether the address is a private person's at a free mail house rather than a system's."""
    return kind(other.domain) == "free_mail"


def _not_a_service(name: str, domain: str) -> bool:
    return (
        fold(name) not in _systems()
        and not same_company(name, pretty(label(domain)))
        and compact(name) not in label(domain).replace("-", "")
    )


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


@lru_cache(maxsize=1)
def _systems() -> frozenset[str]:
    """What applicant-tracking systems call themselves: never an employer where they write themselves."""
    table = tomllib.loads((DATA / "senders.toml").read_text(encoding="utf-8"))
    return frozenset(fold(name) for system in table["ats"].values() for name in system["names"])

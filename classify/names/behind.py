"""The house behind an address: what domain, display name and signature say of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from classify.names.believable import given_name, is_a_desk, is_a_person, looks_like_a_house
from classify.names.domains import house, label, pretty, shared, tenant
from classify.names.fold import compact, fold, tokens
from classify.names.kin import kin, nearest, turned
from classify.names.same import fits_label, same_company
from classify.names.spelling import desk_name, fitting, runs_of, spelled
from classify.names.vote import Vote
from classify.names.words import DATA, entries, words
from classify.senders import kind
from classify.types import Author

if TYPE_CHECKING:
    from classify.types import Sections
    from ingest.types import Address

_HOST = re.compile(r"(?:@|://)(?:www\.)?([a-z0-9-]{2,63}(?:\.[a-z0-9-]{2,63}){1,4})", re.IGNORECASE)


def speaks_for_others(domain: str) -> bool:
    """Whether mail from the domain is of many houses, or of a service for another."""
    name = label(domain)
    return shared(domain) or any(word in name for word in entries("domains", "services"))


def customer_of(other: Address, text: str) -> str:
    """The label by which a shared system knows its customer ("acme@myworkday.com"); "" for none.

    It stands below the system's domain, or before the "@" where the text writes a name so."""
    if kind(other.domain) not in ("ats", "process", "scheduling"):
        return ""
    name = tenant(other.domain, "")
    if name:
        return name
    name = tenant(other.domain, other.email.partition("@")[0])
    return name if name and (spelled(name, text) or kin(name, text)) else ""


def written(text: str) -> str:
    """The name that the text writes of the house behind an address or a link in it; "" for none."""
    hosts = dict.fromkeys(host.lower() for host in _HOST.findall(text[:20_000]))
    labels = (label(host) for host in islice(hosts, 8) if not speaks_for_others(host))
    return next((name for one in labels if one and (name := spelled(one, text))), "")


def behind(own: str, line: str, other: Address, author: Author, sections: Sections) -> Iterator[Vote]:
    """What the message says of the house whose label `own` is; `line` is the bare subject."""
    yield from _spelt(own, line, other, sections)
    named = desk_name(other.name, own)
    if named:
        yield Vote(named, "sender", 3.0)
    elif author is not Author.CANDIDATE and is_a_desk(other, author):
        name = desk_name(other.name)
        yield Vote(name, "sender", 2.6 if len(tokens(name)) > 1 else 1.5)
    guess = (pretty(own), "link") if shared(other.domain) else (house(other.domain, other.name), "domain")
    if guess[0]:
        yield Vote(*guess, 0.5, ours=True)


def _spelt(own: str, line: str, other: Address, sections: Sections) -> Iterator[Vote]:
    """How the message writes the name in its sender's domain.

    People write the name that is in use in the subject and in sentences; the registered one stands in
    signatures and footers, so those are asked only where the rest is silent.
    """
    said, signed = parted(sections.new)
    shown, named = ("", other.name) if is_a_person(other) else (other.name, "")
    for basis, text in (
        ("body", f"{line}\n{shown}"),
        ("body", said),
        ("signature", f"{signed}\n{sections.signature}"),
        ("signature", f"{sections.footer}\n{sections.quoted}"),
        ("sender", named),  # a house called after its owner
    ):
        runs = list(runs_of(own, text[:20_000]))
        spelt = fitting(own, runs) if runs else ""
        if spelt:
            yield Vote(spelt, basis, 3.0)
            return
        related = nearest(own, runs, signed=basis == "signature") if runs else ""
        if related:
            yield Vote(related, basis, 3.0, ours=True)
            return
    name = turned(own, f"{line}\n{sections.new[-1_500:]}\n{sections.signature}\n{sections.footer[:500]}")
    if name:
        yield Vote(name, "signature", 3.0, ours=True)


def through_a_system(other: Address, author: Author) -> Iterator[Vote]:
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


def signed(signature: str, own: str, client: bool) -> Iterator[Vote]:
    """Lines of a signature that are a company's name: they fit the domain or end in a trade or legal form."""
    for raw in signature.splitlines()[:14]:
        for part in re.split(r"\s[|•·–-]\s|,\s(?!Inc|Ltd|LLC)", raw[:200]):
            name = part.strip(" *_-–|,")
            if not name or len(name) > 60:
                continue
            named = fits_label(name, own) >= 0.8 if own else not client and looks_like_a_house(name)
            if named:
                yield Vote(name, "signature", 2.0)


def parted(new: str) -> tuple[str, str]:
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


def shown(other: Address, author: Author) -> str:
    """The house that a desk's display name gives as the sender; "" for a person's own name."""
    first, told, _ = re.split(r"\s(from|at|@)\s|$", other.name, maxsplit=1)[:3]
    informal = bool(told) and tokens(first) == tokens(other.email.partition("@")[0])
    signs = author is not Author.CANDIDATE and is_a_desk(other, author) and not informal
    return desk_name(other.name) if signs else ""


def is_free(other: Address) -> bool:
    """Whether the address is a private person's at a free mail house rather than a system's."""
    return kind(other.domain) == "free_mail"


def _not_a_service(name: str, domain: str) -> bool:
    return (
        fold(name) not in _systems()
        and not same_company(name, pretty(label(domain)))
        and compact(name) not in domain.replace("-", "").replace(".", "")  # "Cal.com" among them
    )


@lru_cache(maxsize=1)
def _systems() -> frozenset[str]:
    """What applicant-tracking systems call themselves: never an employer where they write themselves."""
    table = tomllib.loads((DATA / "senders.toml").read_text(encoding="utf-8"))
    return frozenset(fold(name) for system in table["ats"].values() for name in system["names"])

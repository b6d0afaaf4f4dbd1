"""Whom an agency's letters are about: what its other letters say of it and of its clients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from classify.applications.mentioned import mentions, mentions_short, spaced
from classify.applications.openings import goes_between
from classify.names.domains import label, registrable, shared
from classify.names.fold import core, fold, without_form
from classify.names.same import KIN, fits_label, likenesses, same_company
from classify.names.words import entries
from classify.types import Author, Claim

if TYPE_CHECKING:
    from classify.applications.types import Letter

_SURE = 3  # an agency where every so many-th conversation with its domain says so
_NAMING = frozenset({"sender", "subject", "body", "invite"})  # where a house is named as an employer
_TWICE = 2  # letters that must name a company before it is looked for in others


def clients(letters: Iterable[Letter], threads: Mapping[str, str]) -> list[Letter]:
    """The letters, in order of time, those of an agency with the agency's name out of the employer's place,
    and with the client that their subject names, or, where no subject of their conversation does, their text.

    One letter cannot tell: a consultant's footer names the agency alone, and "Acme: references please" is
    read as Acme's only by those who know Acme. `threads` are their `conversations`.
    """
    letters = list(letters)
    agencies = _agencies(letters, threads)
    if not agencies:
        return letters
    letters = [_agency(letter, agencies) for letter in letters]
    named: dict[str, list[str]] = {}
    for name in _named(letters, tuple(agencies.values())):
        named.setdefault(core(name)[0], []).append(name)
    out = [_client(letter, letter.subject, named, "subject") for letter in letters]
    told = {threads[letter.key] for letter in out if letter.agency and letter.company}
    out = [
        letter if threads[letter.key] in told else _client(letter, letter.mentions, named, "body")
        for letter in out
    ]
    return _from_the_first(out, threads)


def _from_the_first(letters: list[Letter], threads: Mapping[str, str]) -> list[Letter]:
    """The letters, an agency's that begins a conversation with the one client that the conversation names
    later: "I can't put the name in writing yet"."""
    spoken: dict[str, list[Claim]] = {}
    for letter in letters:
        if letter.agency and letter.company and letter.company.basis != "signature":
            spoken.setdefault(threads[letter.key], []).append(letter.company)
    seen: set[str] = set()
    out = []
    for letter in sorted(letters, key=lambda one: (one.at, one.key)):
        claims = spoken.get(threads[letter.key], ())
        if letter.agency and not letter.company and threads[letter.key] not in seen:
            there = _alone({claim.value for claim in claims})
            if there:
                letter = replace(letter, company=Claim(there, "body"))
        seen.add(threads[letter.key])
        out.append(letter)
    return out


def _agencies(letters: Iterable[Letter], threads: Mapping[str, str]) -> dict[str, str]:
    """The agencies' registrable domains and names: where a third of a domain's conversations says so, or some
    do and the name itself says it; or where one names a client besides.

    A house that only speaks of clients may be a consultancy that hires for itself. It is an agency where no
    letter calls it an employer but in signatures, which stand under every letter.
    """
    houses: dict[str, _House] = {}
    for letter in letters:
        base = registrable(letter.sender.domain) if letter.sender else ""
        if letter.author is Author.CANDIDATE or not base or shared(base):
            continue
        house = houses.setdefault(base, _House())
        thread = threads[letter.key]
        house.talks.add(thread)
        company = letter.company
        own = company is not None and fits_label(company.value, label(base)) >= 0.8
        if letter.agency:
            house.called[without_form(letter.agency.value)] += 1
            own = own or (company is not None and same_company(company.value, letter.agency.value) >= KIN)
        if letter.agency or goes_between(letter):
            house.saying.add(thread)
            house.places |= company is not None and company.basis in _NAMING and not own
        if company and own:
            house.signed[without_form(company.value)] += 1
            house.employs |= company.basis in _NAMING and letter.agency is None
    return {base: house.name(base) for base, house in houses.items() if house.is_agency()}


@dataclass(slots=True)
class _House:
    """What the letters of one domain say of it."""

    talks: set[str] = field(default_factory=set)  # conversations
    saying: set[str] = field(default_factory=set)  # those in which it speaks as an agency
    called: Counter[str] = field(default_factory=Counter)  # names that it has as an agency
    signed: Counter[str] = field(default_factory=Counter)  # names of its own
    places: bool = False  # names a client where it speaks as an agency
    employs: bool = False  # is named as an employer, not only in signatures

    def is_agency(self) -> bool:
        if not self.saying:
            return False
        often = len(self.saying) * _SURE >= len(self.talks)
        if not self.employs:
            return often or self.places or any(map(_says_so, self.called))
        return bool(self.called) and (often or any(map(_says_so, self.called)))

    def name(self, base: str) -> str:
        names = self.called or self.signed or Counter([label(base)])
        return max(names, key=lambda n: (names[n], n))


def _agency(letter: Letter, agencies: Mapping[str, str]) -> Letter:
    """The letter with the agency in its own place, where it is one of its letters."""
    bases = (registrable(address.domain) for address in letter.correspondents)
    base = next((base for base in bases if base in agencies), "")
    if not base:
        return letter
    company = letter.company
    if company and _is_agency(company.value, base, agencies[base]):
        company = None
    return replace(letter, company=company, agency=letter.agency or Claim(agencies[base], "domain"))


def _is_agency(name: str, base: str, agency: str) -> bool:
    return same_company(name, agency) >= KIN or fits_label(name, label(base)) >= 0.8


def _named(letters: Iterable[Letter], agencies: tuple[str, ...]) -> Iterator[str]:
    """The companies that several letters name, none of them an agency."""
    counted: Counter[str] = Counter(
        without_form(letter.company.value)
        for letter in letters
        if letter.company and letter.company.basis != "domain"
    )
    known: dict[str, list[str]] = {}
    for agency in agencies:
        for mark in likenesses(agency):
            known.setdefault(mark, []).append(agency)
    for name in sorted(name for name, times in counted.items() if times >= _TWICE and core(name)):
        near = (agency for mark in likenesses(name) for agency in known.get(mark, ()))
        if not any(same_company(name, agency) >= KIN for agency in near):
            yield name


def _client(letter: Letter, text: str, named: Mapping[str, list[str]], basis: str) -> Letter:
    """The letter with the one company that a text names in full, else, in a subject, by its first word.
    `named` are the companies by their first word."""
    if letter.agency is None or (basis != "subject" and letter.company):
        return letter
    near = [name for word in set(spaced(text).split()) for name in named.get(word, ())]
    there = _alone({name for name in near if mentions(text, name)})
    if not there and basis == "subject":
        there = _alone({name for name in near if mentions_short(text, name)})
    return replace(letter, company=Claim(there, basis)) if there else letter


def _alone(names: set[str]) -> str:
    """The one company that all names stand for, in its fullest form; "" where there are several or none."""
    full = max(names, key=lambda name: (len(name), name), default="")
    return full if all(same_company(name, full) >= KIN for name in names) else ""


@lru_cache(maxsize=1024)
def _says_so(name: str) -> bool:
    return any(fold(word) in fold(name) for word in entries("agency", "words"))

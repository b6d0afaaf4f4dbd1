"""Who sits in an interview, with which title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from classify.senders import local, named
from classify.titles.senior import is_senior
from classify.titles.title import fits, name_words
from classify.titles.told import beside, told
from ingest.types import Address
from reports.interviews.types import Interview
from reports.people import full_name
from reports.settings import Person
from reports.wordlists import folded, table, whole

if TYPE_CHECKING:
    from classify.types import Titled
    from ingest.types import Attendee
    from store.history import History

DECLINED = "DECLINED"
_NOT_PEOPLE = frozenset({"ROOM", "RESOURCE", "GROUP"})
_ABSENT = "NON-PARTICIPANT"  # told of it, and not there (RFC 5545 §3.2.16)
_PARTS = re.compile(r"[._+-]+|\d+")
_MOST = 40  # people
_READ = 8_000  # characters of a description
_LINES = 6  # below a cue in which names stand


@dataclass(frozen=True, slots=True)
class Interviewer:
    """Somebody whom the candidate meets. What is not known is "": of those whom the invite names in its words
    alone there is no address."""

    name: str
    email: str
    title: str
    is_senior: bool
    answer: str  # PARTSTAT in capitals: ACCEPTED, DECLINED, …
    organises: bool = False  # sent the invite, too

    @property
    def called(self) -> str:
        """ "Ana Lopes, VP Engineering"."""
        return ", ".join(part for part in (self.name or self.email, self.title) if part)


@dataclass(frozen=True, slots=True)
class Known:
    """The titles that an application's mail told, the latest last, and what its people are called."""

    titles: tuple[Titled, ...] = ()
    names: tuple[tuple[str, str], ...] = ()  # address -> name, from those who wrote
    role: str = ""  # the opening: no title of an interviewer

    def title(self, name: str, email: str) -> str:
        """Somebody's title, "" where none is known. What they sign with counts before what others say."""
        words = name_words(name)
        signed = (one for one in reversed(self.titles) if one.email and one.email == email)
        own = next((one.title for one in signed if not words or fits(words, name_words(one.name))), "")
        return own or titled(words, tuple(reversed(self.titles)))

    def name(self, email: str) -> str:
        return next((name for address, name in reversed(self.names) if address == email), "")


def known(history: History) -> Known:
    """What the history tells of the people at the company."""
    senders = (entry.sender for entry in history.entries if entry.sender is not None)
    names = tuple((one.email, full_name(one.name)) for one in senders if one.email and named(one))
    told_of = tuple(chain.from_iterable(entry.titles for entry in history.entries))
    return Known(told_of, tuple(pair for pair in names if pair[1]), history.role)


def titled(words: tuple[str, ...], titles: tuple[Titled, ...]) -> str:
    """The title of the first of these whose full name this may be."""
    if len(words) < 2:
        return ""
    spoken = ((name_words(one.name), one.title) for one in titles)
    return next((title for name, title in spoken if len(name) > 1 and fits(words, name)), "")


def attending(one: Interview, person: Person, facts: Known) -> tuple[Interviewer, ...]:
    """Those who interview, in the invite's order: people who are invited or named in its words, without the
    candidate, rooms, desks, and whoever only makes the appointment.

    The organiser is among them who is alone, who also stands among the guests and accepted, or who is senior
    by title: directors set up the talks that they lead. Those who declined are listed with that answer.
    """
    in_words, met = _words(one.description[:_READ], one.summary, facts.role)
    organiser = one.organiser.email if one.organiser is not None else ""
    every = [
        _interviewer(guest.address, guest.status, guest.address.email == organiser, facts, in_words)
        for guest in _guests(one, person)
    ]
    listed = {each.email for each in every}
    if one.organiser is not None and organiser not in listed and _is_person(one.organiser, person):
        every.append(_interviewer(one.organiser, "", True, facts, in_words))
    every += _named_in_words(met, every, person)
    leading = [each for each in every if not (_schedules(each) or (each.organises and not _takes_part(each)))]
    return tuple(_once(leading or every[:1]))[:_MOST]


def _guests(one: Interview, person: Person) -> Iterator[Attendee]:
    for guest in one.attendees[:200]:
        if guest.kind not in _NOT_PEOPLE and guest.role != _ABSENT and _is_person(guest.address, person):
            yield guest


def _interviewer(
    address: Address, answer: str, organises: bool, facts: Known, in_words: tuple[Titled, ...]
) -> Interviewer:
    shown, title = beside(address.name) if "@" not in address.name else ("", "")
    name = full_name(shown) or facts.name(address.email)
    title = title or facts.title(name, address.email) or titled(name_words(name), in_words)
    return Interviewer(name, address.email, title, is_senior(title), answer, organises)


@lru_cache(maxsize=256)  # a report looks at each interview more than once
def _words(description: str, summary: str, role: str) -> tuple[tuple[Titled, ...], tuple[Titled, ...]]:
    """The people whom an invite's words name with their titles, and those whom it says are met."""
    named_there = told(f"{description}\n{summary}", role)
    lines = _said_to_be_met(description) if named_there else ""
    return named_there, tuple(each for each in named_there if each.name in lines)


def _named_in_words(
    met: tuple[Titled, ...], every: list[Interviewer], person: Person
) -> Iterator[Interviewer]:
    """Those whom the description says are met, with their titles, though nobody invited them by address."""
    known_names = [name_words(each.name) for each in every] + [name_words(person.name)]
    for each in met:
        if not any(fits(name_words(each.name), other) for other in known_names):
            yield Interviewer(each.name, "", each.title, is_senior(each.title), "")


def _said_to_be_met(description: str) -> str:
    """The lines that speak of who is met, with the few below each, as far as the next empty line."""
    cues, others = (whole(tuple(table("kinds")["attending"][key])) for key in ("cues", "not_cues"))
    kept: list[str] = []
    left = 0
    for line in description.split("\n"):
        low = folded([line])
        if not low:
            left = left if left == _LINES else 0  # a heading has its names below an empty line
        elif others.search(low):
            left = 0
        elif cues.search(low):
            kept.append(line)
            left = _LINES
        elif left:
            kept.append(line)
            left -= 1
    return " ".join("\n".join(kept).split())


def _is_person(address: Address, person: Person) -> bool:
    """Whether an address may be an interviewer's: no desk's, no room's, no program's, not the candidate's."""
    email = address.email
    if not email or person.owns(email):
        return False
    lists = table("kinds")["attending"]
    if any(address.domain == one or address.domain.endswith(f".{one}") for one in lists["domains"]):
        return False
    if local(email, "unread"):
        return False
    first = next((part for part in _PARTS.split(email.partition("@")[0].lower()) if part), "")
    name = full_name(beside(address.name)[0])  # "Jo Li, VP Engineering"
    if not name:
        return first not in lists["desks"] and not local(email, "program")
    return named(Address(name, email)) and (first not in lists["desks"] or " " in name)


def _schedules(one: Interviewer) -> bool:
    """Whether somebody by title only makes the appointments."""
    schedulers = whole(tuple(table("kinds")["attending"]["schedulers"]))
    return bool(one.title) and not one.is_senior and bool(schedulers.search(folded([one.title])))


def _takes_part(organiser: Interviewer) -> bool:
    return organiser.answer == "ACCEPTED" or organiser.is_senior


def _once(every: list[Interviewer]) -> Iterator[Interviewer]:
    seen: set[str] = set()
    for one in every:
        key = one.email or one.name
        if key not in seen:
            seen.add(key)
            yield one

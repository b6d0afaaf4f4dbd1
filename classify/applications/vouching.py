"""What the letters of an application vouch for in a calendar: its rooms, people, names, for a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from classify.applications.entry import full_name, table
from classify.applications.houses import houses
from classify.applications.mentioned import beginning, shortened, spaced
from classify.names.domains import registrable, shared
from classify.types import Author

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classify.applications.houses import Houses
    from classify.applications.types import Application, Letter
    from classify.types import Me

_SHORT = 4  # letters of a name that is looked for as written


@dataclass(frozen=True, slots=True)
class Search:
    """One application, as events may name it."""

    names: tuple[str, ...]  # of company and agency, and the short forms that letters use
    role: str
    people: tuple[str, ...]  # first and last names, as written
    since: datetime  # UTC; it vouches for no event before
    until: datetime  # nor for one after

    def vouches(self, at: datetime | None) -> bool:
        """Whether an event at this time may be of it. An event without a time may."""
        return at is None or self.since <= at <= self.until


@dataclass(frozen=True, slots=True)
class Known:
    """What the letters have shown: enough to tell a job-search event from a private one.

    `marks` leads from whatever an event may hold to the applications that vouch for it: "room …",
    "address …" (exact, lower case), "domain …" (registrable; of companies and agencies, never shared ones).
    `names` does so from the `beginning` of a company's or an agency's name, `people` of a person's.
    """

    uids: frozenset[str]  # of invites that came by mail
    marks: Mapping[str, tuple[Search, ...]]
    names: Mapping[str, tuple[Search, ...]]
    people: Mapping[str, tuple[Search, ...]]
    own: frozenset[str] = frozenset()  # the candidate's own addresses
    mine: tuple[str, ...] = ()  # the candidate's own name, as written

    def named(self, text: str) -> list[Search]:
        """The applications of which a text may name the company or the agency."""
        words = spaced(text)
        short = (name for name in self.names if len(name) <= _SHORT and name in words)
        return _each(self.names, {*words.split(), *short})

    def met(self, title: str) -> list[Search]:
        """The applications of which a title may name a person."""
        return _each(self.people, set(spaced(title).split()))

    def of(self, mark: str, at: datetime | None) -> tuple[Search, ...]:
        """The applications that vouch for what has this mark, at a time."""
        return tuple(one for one in self.marks.get(mark, ()) if one.vouches(at))


def known(applications: Iterable[Application], letters: Iterable[Letter], me: Me | None = None) -> Known:
    """What is known from applications and their letters. `me` adds the candidate's name and addresses where
    no letter of theirs shows them."""
    applications = list(applications)
    members = {member.key for application in applications for member in application.members}
    mine = {letter.key: letter for letter in letters if letter.key in members}
    seen = houses(mine.values())
    foreign = not_own_rooms(mine.values())
    marks: defaultdict[str, dict[int, Search]] = defaultdict(dict)
    names: defaultdict[str, dict[int, Search]] = defaultdict(dict)
    people: defaultdict[str, dict[int, Search]] = defaultdict(dict)
    for number, application in enumerate(applications):
        own = [mine[member.key] for member in application.members if member.key in mine]
        if own:
            search = _search(application, own, seen)
            for mark in _marks(own, seen, foreign):
                marks[mark][number] = search
            for name in search.names:
                names[beginning(name)][number] = search
            for name in search.people:
                people[beginning(name)][number] = search
    senders = (one.sender for one in mine.values() if one.author is Author.CANDIDATE and one.sender)
    called = {full_name(sender) for sender in senders} | {me.name if me else ""}
    return Known(
        frozenset(uid for letter in mine.values() for uid in letter.uids)
        | frozenset(uid for application in applications for uid in application.uids),
        _frozen(marks),
        _frozen(names),
        _frozen(people),
        seen.own | (me.addresses if me else frozenset()),
        tuple(sorted(called - {""})),
    )


def _frozen(marked: Mapping[str, dict[int, Search]]) -> dict[str, tuple[Search, ...]]:
    return {mark: tuple(found.values()) for mark, found in marked.items()}


def _each(known: Mapping[str, tuple[Search, ...]], words: set[str]) -> list[Search]:
    found = {id(one): one for word in sorted(words & known.keys() - {""}) for one in known[word]}
    return list(found.values())


def not_own_rooms(letters: Iterable[Letter]) -> frozenset[str]:
    """The rooms that the other side named first. One that the candidate did is theirs, and may be used for
    anything."""
    first: dict[str, tuple[datetime, bool]] = {}
    for letter in letters:
        named = (letter.at, letter.author is not Author.CANDIDATE)
        for room in letter.rooms:
            first[room] = min(first.get(room, named), named)
    return frozenset(room for room, (_, theirs) in first.items() if theirs)


def _search(application: Application, letters: Sequence[Letter], seen: Houses) -> Search:
    window = table()["window"]
    shorts = (shortened(letter.mentions, application.company) for letter in letters)
    names = (application.company, application.also, application.agency, *shorts)
    people = (full_name(person) for letter in letters for person in seen.far(letter) if seen.personal(person))
    times = [letter.at for letter in letters]
    offered = min((letter.at for letter in letters if "offer" in letter.signals), default=max(times))
    taken = [one.at for one in letters if one.at > offered and "offer_accepted" in one.signals]
    until = max(times) + timedelta(days=window["after_days"])
    if taken:
        until = min(until, max(taken) + timedelta(days=window["accepted_days"]))
    return Search(
        tuple(dict.fromkeys(name for name in names if name)),
        application.role,
        tuple(dict.fromkeys(name for name in people if name)),
        min(times) - timedelta(days=window["before_days"]),
        until,
    )


def _marks(letters: Sequence[Letter], seen: Houses, rooms: frozenset[str]) -> set[str]:
    people = [person for letter in letters for person in seen.far(letter)]
    marks = {f"room {room}" for letter in letters for room in letter.rooms & rooms}
    marks |= {f"address {person.email}" for person in people if seen.personal(person)}
    domains = {registrable(person.domain) for person in people if person.domain and not shared(person.domain)}
    return marks | {f"domain {domain}" for domain in domains - seen.services - seen.home - {""}}

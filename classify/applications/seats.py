"""Which messages the person put together, set apart, and gave a name: the last word on each counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classify.applications.draft import Name
from classify.said import APART, LINK, MERGE, NAMES, keys, moved

if TYPE_CHECKING:
    from classify.applications.draft import Draft
    from classify.applications.types import Verdict


@dataclass(slots=True, eq=False)
class Party:
    """Messages that are of one application, by the person's word."""

    members: set[str]
    followers: set[str] = field(default_factory=set)  # who were moved there, and never decide where it is
    own: bool = False  # an application that was set apart; else where its messages belong by themselves
    without: set[str] = field(default_factory=set)  # who were left behind when it was set apart
    founder: str = ""  # the first message of the application of which was spoken; "" where none was
    home: Draft | None = None

    def leads(self, key: str) -> bool:
        """Whether this member may decide where the party is: any, where all were moved to one another."""
        return key not in self.followers or self.followers >= self.members


@dataclass(frozen=True, slots=True)
class Seats:
    party: dict[str, Party] = field(default_factory=dict)  # letter key -> its party
    names: dict[str, list[Name]] = field(default_factory=dict)  # letter key -> what its application is called
    left: dict[str, list[Party]] = field(default_factory=dict)  # letter key -> parties that it is never of

    def barred(self, key: str, draft: Draft) -> bool:
        """Whether the person said that a letter is not of this application."""
        return any(party.home is draft for party in self.left.get(key, ()))


def seats(said: Iterable[Verdict], ordered: Sequence[str]) -> Seats:
    """What was said, in that order, of the letters that are there; their keys in order of time."""
    said = tuple(said)
    if not said:
        return Seats()
    found = Seats()
    place = {key: at for at, key in enumerate(ordered)}
    last = {key: number for number, verdict in enumerate(said) for key in moved(verdict)}
    for number, one in enumerate(said):
        if one.kind == MERGE:
            _together(found.party, keys(one))
        elif one.kind == APART:
            _apart(found.party, set(moved(one)), one.value.split(), place)
        elif one.kind == LINK:
            anchors = [key for key in keys(one)[1:] if key in place and key != one.key]
            stayed = [key for key in anchors if last.get(key, -1) < number]
            for anchor in (stayed or anchors)[:1]:
                _follow(found.party, one.key, anchor)
        elif one.kind in NAMES:
            _together(found.party, [key for key in keys(one) if last.get(key, -1) < number])
            of = [key for key in keys(one) if key in place and last.get(key, -1) < number]
            for first in sorted(of, key=place.__getitem__)[:1]:
                found.names.setdefault(first, []).append(Name(one.kind, number, one.value))
    for party in {id(party): party for party in found.party.values()}.values():
        if party.founder and (party.founder not in place or party.founder not in party.members):
            party.own = True  # an application of which the person spoke does not vanish into another one
        for key in party.without - party.members:
            found.left.setdefault(key, []).append(party)
    return found


def _together(party: dict[str, Party], some: Sequence[str]) -> None:
    """Makes one party of these and of all that are in a party with one of them; the first is its founder."""
    new = set(some)
    if not new:
        return
    old = list({id(party[key]): party[key] for key in sorted(new & party.keys())}.values())
    one = Party(
        new.union(*(other.members for other in old)),
        set().union(*(other.followers for other in old)),
        own=new <= party.keys() and all(other.own for other in old),
        without=set().union(*(other.without for other in old)),
        founder=some[0],
    )
    party.update(dict.fromkeys(one.members, one))


def _apart(party: dict[str, Party], some: set[str], stay: Sequence[str], place: Mapping[str, int]) -> None:
    """Sets these apart from those that stay; where none are named, from those who were in a party with them.
    `place` orders those that are there."""
    left = set[str]().union(*[_leave(party, key) for key in some]) - some
    rest = [key for key in stay if key not in some]
    _together(party, rest)
    first = min(some.union(rest) & place.keys(), key=place.__getitem__, default="")
    if rest and first in some:
        party[rest[0]].own = True  # it has lost the message that it began with
    one = Party(some, own=True, without=set(rest) or left)
    party.update(dict.fromkeys(some, one))


def _follow(party: dict[str, Party], key: str, anchor: str) -> None:
    """Puts one message where the other is."""
    _leave(party, key)
    there = party.setdefault(anchor, Party({anchor}))
    there.members.add(key)
    there.followers.add(key)
    party[key] = there


def _leave(party: dict[str, Party], key: str) -> set[str]:
    """Who stays in the party that it was in."""
    if key not in party:
        return set()
    left = party.pop(key)
    left.members.discard(key)
    left.followers.discard(key)
    return set(left.members)

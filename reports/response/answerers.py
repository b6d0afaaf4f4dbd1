"""Who answers how fast: the turns of all applications by company, by recruiter and by stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from classify.domains import registrable
from classify.names.fold import compact
from classify.senders import kind
from ingest.types import Address
from reports.overview import Card
from reports.response.responsiveness import Asked, Pace, pace
from reports.standing.stage import ORDER, Stage


@dataclass(frozen=True, slots=True)
class Answerer:
    """A company, a recruiter or a stage, with the turns that it answered or was to answer.

    `name` is as it was last written, "" where none is known; `house` is a recruiter's company or agency;
    `agency` is whether it is one, or writes for one.
    """

    name: str
    house: str
    agency: bool
    pace: Pace


@dataclass(frozen=True, slots=True)
class _Owed:
    """One turn with whom it belongs to."""

    asked: Asked
    name: str
    house: str
    agency: bool


def by_company(cards: Iterable[Card], enough: int) -> tuple[Answerer, ...]:
    """The companies, the fastest first: all applications at one together, an agency apart from its clients.

    A turn belongs to the side that answered it; one that waits, to the side that wrote last, and where nobody
    has written yet, to the agency if there is one.
    """
    groups: defaultdict[Hashable, list[_Owed]] = defaultdict(list)
    for card in cards:
        for asked in card.response.pace.asked:
            owed = _side(card, asked)
            groups[owed.agency, compact(owed.name) or card.id].append(owed)
    return tuple(sorted(_answerers(groups, enough), key=_speed))


def by_recruiter(cards: Iterable[Card], enough: int) -> tuple[Answerer, ...]:
    """The persons, the fastest first. A turn that waits is owed by whoever wrote last.

    One person may write from two addresses: where the name and the domain agree, and the domain is its
    company's own.
    """
    written = [
        (card, asked, asked.other.sender)
        for card in cards
        for asked in card.response.pace.asked
        if asked.other is not None and asked.other.sender is not None and asked.other.sender.email
    ]
    same = _persons(sender for _, _, sender in written)
    groups: defaultdict[Hashable, list[_Owed]] = defaultdict(list)
    for card, asked, sender in written:
        side = _side(card, asked)
        owed = _Owed(asked, sender.name or sender.email, side.name or sender.domain, side.agency)
        groups[same(sender)].append(owed)
    return tuple(sorted(_answerers(groups, enough), key=_speed))


def by_stage(cards: Iterable[Card], enough: int) -> tuple[Answerer, ...]:
    """The stages in their order, each with the turns that began in it."""
    groups: defaultdict[Stage, list[_Owed]] = defaultdict(list)
    for card in cards:
        for asked in card.response.pace.asked:
            stage = stage_at(card, asked)
            groups[stage].append(_Owed(asked, stage.value, "", False))
    order = [*ORDER, *(stage for stage in Stage if stage not in ORDER)]
    return tuple(_answerers({stage: groups[stage] for stage in order if stage in groups}, enough))


TABLES: Mapping[str, Callable[[Iterable[Card], int], tuple[Answerer, ...]]] = {
    "company": by_company,
    "recruiter": by_recruiter,
    "stage": by_stage,
}
"""By what turns can be told apart."""


def sides(card: Card, enough: int) -> tuple[Answerer, ...]:
    """The agency and its client in one application, each with its own answers, or the one that is asked."""
    return by_company([card], enough)


def stage_at(card: Card, asked: Asked) -> Stage:
    """The stage in which the turn began."""
    begun = asked.turn.first.at
    first, *later = card.progress.steps  # a turn has a message, and the first message is a step
    reached = [step for step in later if step.at <= begun]
    return (reached or [first])[-1].stage


def _side(card: Card, asked: Asked) -> _Owed:
    known = card.history
    agency = asked.other.agency if asked.other is not None else bool(known.agency)
    name = known.agency if agency else known.company
    return _Owed(asked, name, name, agency)


def _answerers(
    groups: Mapping[Hashable, list[_Owed]] | Mapping[Stage, list[_Owed]], enough: int
) -> Iterator[Answerer]:
    for owed in groups.values():
        every = sorted(owed, key=lambda one: one.asked.turn.first.at)
        last = every[-1]
        yield Answerer(last.name, last.house, last.agency, pace((one.asked for one in every), enough))


def _persons(senders: Iterable[Address]) -> Callable[[Address], Hashable]:
    """What tells who a sender is. An address without a name is whoever alone writes from it by name."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for sender in senders:
        if sender.name:
            names[sender.email].add(_folded(sender.name))

    def person(sender: Address) -> Hashable:
        known = names[sender.email]
        name = _folded(sender.name) or (next(iter(known)) if len(known) == 1 else "")
        shared = not name or kind(sender.domain) != ""
        return name, sender.email if shared else registrable(sender.domain)

    return person


def _folded(name: str) -> str:
    """A name whatever the order of its words: "Mills, Kate" is "Kate Mills"."""
    return " ".join(sorted(name.casefold().replace(",", " ").split()))


def _speed(one: Answerer) -> tuple[bool, float, str, str]:
    median = one.pace.plain.median
    return median is None, median if median is not None else -one.pace.n, one.name.casefold(), one.house

"""What the second reader leans to and the person has not decided: it counts for nothing until they do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from classify.types import Signal
from reports.overview import Card
from reports.standing.score import default_strengths
from store.history import Entry

_SLIGHTEST = 0.5  # what adds nothing to the score still dates and orders what happened
_EVEN = 1.0  # how likely each is, where nobody said


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggested signal of one message. `weight` is how much it tells: strength times how likely."""

    card: Card
    entry: Entry
    signal: Signal
    weight: float


def suggestions(
    cards: Iterable[Card],
    strengths: Mapping[str, float] | None = None,
    likely: Mapping[tuple[str, str], float] | None = None,
) -> tuple[Suggestion, ...]:
    """The suggestions in these applications, the most telling first, of equal ones the newest.

    `strengths` are those that the person set; `likely` is how likely (message key, signal name) is, 0 to 1.
    """
    own, chances = strengths or {}, likely or {}
    found = [
        Suggestion(
            card,
            entry,
            signal,
            telling(signal.name, own) * chances.get((entry.key, signal.name), _EVEN),
        )
        for card in cards
        for entry in card.history.entries
        for signal in entry.signals
        if not signal.firm
    ]
    return tuple(sorted(found, key=_place))


def _place(one: Suggestion) -> tuple[float, float, str, str]:
    return -one.weight, -one.entry.at.timestamp(), one.entry.key, one.signal.name


def telling(name: str, own: Mapping[str, float]) -> float:
    """How much a signal can change: what ends an application or answers an offer, like the strongest."""
    if name in _ending():
        return max(abs(strength) for strength in default_strengths().values())
    return max(abs(own.get(name, default_strengths().get(name, 1.0))), _SLIGHTEST)


@cache
def _ending() -> frozenset[str]:
    from classify.signals.table import signal_table

    return frozenset(name for name, kind in signal_table().items() if kind.ends) | {
        "withdrawal",
        "offer_accepted",
    }

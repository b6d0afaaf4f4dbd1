"""The suggestions that await the person's word, with all that is needed to decide one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classify.judge import weigh
from classify.read import context_of
from classify.signals.find import explain
from reports.suggestions import suggestions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from classify.signals.bank import Bank
    from classify.types import Reading
    from reports.overview import Card
    from reports.suggestions import Suggestion
    from store.history import Entry
    from store.store import Store

AROUND = 160  # characters before and after the evidence that are shown with it


@dataclass(frozen=True, slots=True)
class Undecided:
    """One suggestion. `likely` is how likely it is, 0 to 1; `before` and `after` stand around its words."""

    suggestion: Suggestion
    reading: Reading  # by the rules alone
    likely: float
    before: str
    after: str


def undecided(
    store: Store,
    candidate: int,
    cards: Iterable[Card],
    strengths: Mapping[str, float],
    bank: Bank | None,
) -> tuple[Undecided, ...]:
    """The suggestions in the messages of these applications, the most telling first. Raises StoreError."""
    known = tuple(cards)
    entries = {one.entry.key: one.entry for one in suggestions(known)}
    readings = {one.key: one for one in store.bare_readings(candidate, set(entries))} if entries else {}
    likely: dict[tuple[str, str], float] = {}
    for key, reading in readings.items():
        likely.update(_likely(reading, entries[key], bank))
    return tuple(
        Undecided(one, found, likely.get((one.entry.key, one.signal.name), 0.0), *_around(one, found))
        for one in suggestions(known, strengths, likely)
        if (found := readings.get(one.entry.key)) is not None
    )


def _likely(reading: Reading, entry: Entry, bank: Bank | None) -> Mapping[tuple[str, str], float]:
    """How likely each signal of a message is."""
    speaker = reading.author.speaker
    context = context_of(reading.author, entry.subject)
    fired = explain(reading.text, speaker, bank)
    found = weigh(reading.text, speaker, context, fired, bank.taught if bank else None)
    return {(reading.key, one.signal.name): one.probability for one in found}


def _around(one: Suggestion, reading: Reading) -> tuple[str, str]:
    """The words before the evidence and after it, none of them cut."""
    evidence = one.signal.evidence
    before = reading.text[max(0, evidence.start - AROUND) : evidence.start]
    after = reading.text[evidence.end : evidence.end + AROUND]
    if evidence.start > AROUND:
        before = "…" + before[before.find(" ") :]
    if evidence.end + AROUND < len(reading.text):
        after = after[: after.rfind(" ") + 1] + "…"
    return before, after

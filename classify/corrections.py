"""What the person said of a message's signals, put onto what the rules read in it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from classify.asks import CLOSING, OPENING, asks
from classify.signals.table import signal_table
from classify.types import Author, Confidence, Evidence, Signal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classify.applications.types import Verdict
    from classify.types import Reading

SIGNAL = "signal"
"""The kind of verdict that is about a signal: "+name" says that the message shows it, "-name" that not."""

SAID = "said by you"
"""Stands in place of the phrase where the person said it."""


def corrected(reading: Reading, verdicts: Iterable[Verdict]) -> Reading:
    """The reading with the signals that the person says it has; of two verdicts on one the later counts.

    A signal that was accepted or added is certain. Its evidence is the words given with it, where they stand
    in the text; else those of the rules; else none, at 0. What refines what is the person's own business.
    """
    last = _last(reading.key, verdicts)
    if not last:
        return reading
    found = {signal.name: signal for signal in reading.signals}
    for name, verdict in last.items():
        if verdict.value.startswith("-"):
            found.pop(name, None)
        else:
            found[name] = _said(name, verdict.words, reading.text, found.get(name))
    order = {name: place for place, name in enumerate(signal_table())}
    names = sorted(found, key=lambda name: (order.get(name, len(order)), name))
    return replace(
        reading, signals=tuple(found[name] for name in names), asks=_asks(reading, _firm(found.values()))
    )


def contradicted(reading: Reading, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts on signals that a reading by the rules alone does not agree with."""
    found = {signal.name for signal in reading.signals}
    last = _last(reading.key, verdicts)
    return tuple(said for name, said in last.items() if (name in found) is said.value.startswith("-"))


def place_of(words: str, text: str) -> tuple[int, int] | None:
    """Where words stand in a text, however it breaks its lines and in whatever case."""
    parts = words.split()
    if not parts:
        return None
    found = re.search(r"\s+".join(map(re.escape, parts)), text, re.IGNORECASE)
    return found.span() if found else None


def _last(key: str, verdicts: Iterable[Verdict]) -> dict[str, Verdict]:
    """The last verdict on each signal of a message."""
    return {one.value[1:]: one for one in verdicts if one.kind == SIGNAL and one.key == key}


def _said(name: str, words: str, text: str, known: Signal | None) -> Signal:
    span = place_of(words, text)
    if span is not None:
        evidence = Evidence(*span, text[slice(*span)])
    else:
        evidence = known.evidence if known else Evidence(0, 0, "")
    return Signal(name, Confidence.CERTAIN, evidence, SAID)


def _firm(signals: Iterable[Signal]) -> frozenset[str]:
    """The names of those that count: a suggestion does not."""
    return frozenset(one.name for one in signals if one.firm)


def _asks(reading: Reading, names: frozenset[str]) -> bool:
    """Whether it opens a wait: a thank-you note of the candidate's does not, what chases an answer does."""
    before = _firm(reading.signals)
    if reading.author is not Author.CANDIDATE or not (before ^ names) & (OPENING | CLOSING):
        return reading.asks
    return asks(reading.sections.new, reading.author, names)

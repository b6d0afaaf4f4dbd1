"""How hiring-shaped a mail looks that was left out: a sum over everything that reading finds, and no more.

It decides nothing. It puts what a person looks through into an order, the likeliest first, and says why.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from classify.gate import why
from classify.gate.sender import sender
from classify.gate.subject import said
from classify.judge import leaning
from classify.relevance.standing import Evidence, evidence
from classify.types import Author, Me, Reading
from ingest.types import Message

_TABLE = tomllib.loads(Path(__file__).with_name("shape.toml").read_text(encoding="utf-8"))
_WEIGHTS: dict[str, float] = _TABLE["weights"]
_GATE: dict[str, str] = _TABLE["gate"]
_LITTLE = 0.9  # what weighs less is no reason to tell


@dataclass(frozen=True, slots=True)
class Shape:
    """How hiring-shaped a mail looks, and why, the weightiest first."""

    score: float
    reasons: tuple[str, ...]


def shape(message: Message, reading: Reading) -> Shape:
    """The sum of everything that speaks for a job search, less what speaks against it. `reading` is the whole
    one (`read(…, whole=True)`)."""
    weighed = list(_weighed(message, reading))
    telling = sorted((one for one in weighed if one.weight >= _LITTLE), key=lambda one: -one.weight)
    return Shape(sum(one.weight for one in weighed), tuple(one.reason for one in telling))


def left_by_the_gate(message: Message, me: Me) -> str:
    """Why the gate leaves a mail after a look at its header; "" where it does not."""
    return _GATE.get(why(message, me, calendar=bool(message.events)), "")


def _weighed(message: Message, reading: Reading) -> Iterator[Evidence]:
    firm = tuple(signal for signal in reading.signals if signal.firm)
    for one in evidence(message, reading.author, reading.sections, firm, reading.role):
        if (
            one.kind in _WEIGHTS
        ):  # a signal, which weighs little in the rule where other words speak against it
            yield one._replace(weight=_WEIGHTS[one.kind])
        else:
            yield one if one.weight > 0 else one._replace(weight=one.weight * _WEIGHTS["against"])
    most = _WEIGHTS["leaning_most"]
    odds = max(-most, min(most, leaning(reading.text, reading.author.speaker)))
    yield Evidence("leaning", odds * _WEIGHTS["leaning"], "it reads like mail about a job search")
    suggested = [signal.name for signal in reading.signals if not signal.firm]
    for name in suggested[: int(_WEIGHTS["suggested_most"])]:
        yield Evidence("suggested", _WEIGHTS["suggested"], f"may show {name}")
    told = said(message.subject)
    for kind, holds, reason in (
        ("sure", told.sure, "its subject speaks of an application"),
        ("post", told.post and not told.sure, "its subject names a position"),
        ("maybe", told.maybe and not told.sure, "its subject may be about an application"),
    ):
        if holds:
            yield Evidence(kind, _WEIGHTS[kind], reason)
    if message.sender is not None and reading.author is not Author.CANDIDATE and sender(message.sender).hires:
        yield Evidence("hires", _WEIGHTS["hires"], "its sender hires, by name")

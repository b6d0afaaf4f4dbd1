"""Which signals a message shows, once the phrases and the second reader have both read it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from classify.model.blend import Context, blend, clues
from classify.model.score import Scores, scores
from classify.model.taught import alike, heard, sentence_at
from classify.signals.bank import OWN_VETO
from classify.signals.find import Fired, best_of_each, by_signal, explain
from classify.signals.words import Words, words_of
from classify.types import Confidence, Evidence, Signal, Speaker

if TYPE_CHECKING:
    from classify.model.taught import Taught
    from classify.signals.bank import Bank

SECOND_READER = "second reader"
"""Stands in place of the phrase where no phrase fired."""

_LONGEST = 240  # characters of evidence


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was made of one signal: how likely it is, from 0 to 1."""

    signal: Signal
    probability: float


@dataclass(frozen=True, slots=True)
class Limits:
    certain: float
    likely: float
    suggested: float
    contrary: float
    alone: dict[str, float]  # in place of `likely`, for these signals, where no phrase fired


@cache
def limits() -> Limits:
    """The probabilities from which a signal is certain, likely, suggested, or none in spite of a phrase."""
    with Path(__file__).with_name("model").joinpath("thresholds.toml").open("rb") as file:
        return Limits(**tomllib.load(file))


def judge(text: str, speaker: Speaker, context: Context, extra: Bank | None = None) -> tuple[Signal, ...]:
    """The signals of a text, in the order of the signal table, one at most of each name.

    Where phrase and second reader agree a signal is certain; where one of them outweighs the other, likely;
    where they lean to it, suggested. A phrase of the person's own is certain whatever the second reader says.
    What the person taught (`extra.taught`) speaks with the second reader.
    """
    fired = explain(text, speaker, extra)
    found = [one.signal for one in fired if one.own and not one.stops]
    said = {signal.name for signal in found} | _stopped(fired)
    weighed = weigh(text, speaker, context, fired, extra.taught if extra else None)
    found += [one.signal for one in weighed if one.signal.name not in said]
    return best_of_each(found)


def _stopped(fired: tuple[Fired, ...]) -> set[str]:
    """The signals that the person's own words stop, whatever the second reader says: no phrase is left."""
    stopped = {one.signal.name for one in fired if any(stop.veto == OWN_VETO for stop in one.stops)}
    return stopped - {one.signal.name for one in fired if not one.stops}


def weigh(
    text: str, speaker: Speaker, context: Context, fired: tuple[Fired, ...], known: Taught | None = None
) -> list[Weighed]:
    """Every signal that is at least suggested, the more certain first."""
    by = blend(speaker)
    scored = scores_of(text, speaker)
    phrases = by_signal(fired)
    said = alike(known, words_of(text), speaker) if known else {}
    found = []
    for name in scored.signals:
        probability = by.probability(name, clues(name, scored, phrases[name], context))
        free = next((one.signal for one in phrases[name] if not one.stops), None)
        spoken = None
        if name in said:
            resting = _convincing(scored, name) if free is None else _holding(text, free.evidence)
            firm = free is not None and probability >= limits().likely
            probability, spoken = heard(probability, said[name], resting, firm=firm)
        confidence = confidence_of(name, probability, free is not None)
        if confidence is None:
            continue
        shown = free.evidence if free else convincing(text, scored, name, spoken)
        phrase = free.phrase if free else SECOND_READER
        found.append(Weighed(Signal(name, confidence, shown, phrase), probability))
    return sorted(found, key=lambda one: -one.probability)


def leaning(text: str, speaker: Speaker) -> float:
    """The log odds, by the second reader alone, that a text is about this candidate's job search."""
    return scores_of(text, speaker).relevant


@lru_cache(maxsize=4)  # signals and standing ask of the same text, one after the other
def scores_of(text: str, speaker: Speaker) -> Scores:
    return scores(words_of(text), speaker)


def confidence_of(name: str, probability: float, fired: bool) -> Confidence | None:
    """How sure a signal of this probability is, where a phrase of it fired or not; None where it is none."""
    by = limits()
    if probability >= (by.likely if fired else by.alone.get(name, by.likely)):
        return Confidence.CERTAIN if fired and probability >= by.certain else Confidence.LIKELY
    if probability >= (by.contrary if fired else by.suggested):
        return Confidence.SUGGESTED
    return None


def convincing(text: str, scored: Scores, name: str, sentence: int | None = None) -> Evidence:
    """The sentence that convinced the second reader, or the one that the person's words name."""
    words = words_of(text)
    if not len(scored.sentences):
        return Evidence(0, 0, "")
    return _quoted(words, text, _convincing(scored, name) if sentence is None else sentence)


def _convincing(scored: Scores, name: str) -> int:
    return int(scored.sentences[:, scored.signals.index(name)].argmax())


def _holding(text: str, evidence: Evidence) -> int | None:
    return sentence_at(words_of(text), evidence.start, evidence.end)


def _quoted(words: Words, text: str, sentence: int) -> Evidence:
    begin, end, after = words.places[sentence]
    folded = words.folded.text
    begin += len(folded[begin:end]) - len(folded[begin:end].lstrip())
    stop = after if folded[end:after].startswith(("?", "!")) else end
    first, last = words.folded.origin(begin, min(max(stop, begin), begin + _LONGEST))
    return Evidence(first, last, text[first:last])

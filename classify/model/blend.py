"""Phrases and second reader weighed together: how likely each signal is, once both have spoken."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from classify.types import Confidence, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classify.model.score import Scores
    from classify.signals.find import Fired

FOLDER = Path(__file__).parent
_LOWEST, _HIGHEST = -8.0, 4.0  # log odds beyond these say nothing more


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a message beside its words."""

    system: bool  # no person wrote it
    reply: bool  # it answers another


def clues(name: str, scores: Scores, fired: Iterable[Fired], context: Context) -> dict[str, float]:
    """All that speaks for or against one signal, each clue a number. `fired` are its phrases."""
    at = scores.signals.index(name)
    whole = _clipped(float(scores.whole[at]))
    best, second, together = (_clipped(row[at]) for row in _best_sentences(scores))
    found = list(fired)
    free = {one.signal.phrase: one.signal.confidence for one in found if not one.stops}
    sure = min(free.values(), key=tuple(Confidence).index, default=None)
    return {
        "whole": whole,
        "sentence": best,
        "second_sentence": second,
        "all_sentences": together,
        "rival": _clipped(_rival(at, scores)),
        "relevant": _clipped(scores.relevant),
        "length": math.log1p(max(len(scores.sentences), 1)),
        "system": float(context.system),
        "reply": float(context.reply),
        "certain": float(sure is Confidence.CERTAIN),
        "likely": float(sure is Confidence.LIKELY),
        "suggested": float(sure is Confidence.SUGGESTED),
        "several": float(len(free) > 1),
        "stopped": float(any(one.stops for one in found)),
    }


def _rival(at: int, scores: Scores) -> float:
    """The strongest of the other signals."""
    both = _strengths(scores)
    return max((value for number, value in enumerate(both) if number != at), default=_LOWEST)


@lru_cache(maxsize=2)  # asked for each signal of a text
def _strengths(scores: Scores) -> tuple[float, ...]:
    """How strong each signal is by the whole and by its best sentence together."""
    top = scores.sentences.max(axis=0) if len(scores.sentences) else scores.whole
    both = (scores.whole.clip(_LOWEST, _HIGHEST) + top.clip(_LOWEST, _HIGHEST)) / 2
    return tuple(both.tolist())


@lru_cache(maxsize=2)
def _best_sentences(scores: Scores) -> tuple[list[float], list[float], list[float]]:
    """Of each signal its best sentence, its second best, and all added up as likelihoods are."""
    import numpy as np

    lowest = [_LOWEST] * len(scores.signals)
    if not len(scores.sentences):
        return lowest, lowest, lowest
    ordered = np.sort(scores.sentences.astype(np.float64), axis=0)[::-1]
    added = ordered[0] + np.log(np.exp(ordered - ordered[0]).sum(axis=0))
    return ordered[0].tolist(), ordered[1].tolist() if len(ordered) > 1 else lowest, added.tolist()


def _clipped(value: float) -> float:
    return min(max(value, _LOWEST), _HIGHEST)


@dataclass(frozen=True, slots=True)
class Blend:
    """How much each clue counts; and for each signal how readily it is believed, and its scores with it."""

    weights: Mapping[str, float]
    bias: Mapping[str, float]
    slope: Mapping[str, float]

    def probability(self, name: str, found: Mapping[str, float]) -> float:
        """How likely a signal is, from 0 to 1, by all its clues."""
        scored = (found["whole"] + found["sentence"]) / 2
        odds = self.bias[name] + self.slope[name] * scored
        odds += sum(weight * found[clue] for clue, weight in self.weights.items())
        return 1 / (1 + math.exp(-odds))


@cache
def blend(speaker: Speaker) -> Blend:
    """What `make model` learned of how far phrases and second reader are to be trusted."""
    with (FOLDER / "blend.toml").open("rb") as file:
        table = tomllib.load(file)[speaker.value]
    return Blend(table["weights"], table["bias"], table["slope"])

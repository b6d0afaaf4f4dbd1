"""What the person taught the second reader by accepting and rejecting: it weighs their words beside its own.

Each sentence that they accepted or rejected for a signal, and as a counterweight the sentences beside it,
are the examples of a ridge regression over runs of words: 1, -1, and 0. So it tells of any sentence how alike
it is to what was accepted (towards 1) or rejected (towards -1); what is not much alike says nothing.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from classify.corrections import place_of
from classify.model.features import MOST_SENTENCES, runs, sentences_of
from classify.model.weights import weights
from classify.signals.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classify.signals.words import Words
    from classify.types import Speaker

    Features = dict[str, float]

CODE = "1"  # raise it when the same lessons teach otherwise

ALIKE = 0.5  # from here on a sentence is taken for one that was accepted or rejected; half its words, about
ACCEPTED, REJECTED = 2.0, -8.0  # log odds of what is wholly alike: likely for sure, and not even suggested
_RIDGE = 0.05  # how strongly a weight is held at 0, where the shipped reader speaks alone
_STEPS = 25  # of conjugate gradients; they come to rest far earlier
_FEWEST = 3  # words of a sentence that may be accepted: "Kind regards" shows nothing anywhere else


@dataclass(frozen=True, slots=True, order=True)
class Lesson:
    """What the person said of one signal of one message, with the words that it was about."""

    signal: str
    speaker: Speaker
    shows: bool
    words: str
    text: str  # what was read of the message


@dataclass(frozen=True, slots=True)
class Taught:
    """Lessons in an order of their own. Two are the same if they teach the same."""

    fingerprint: str
    lessons: tuple[Lesson, ...] = field(compare=False, repr=False)


def taught(lessons: Iterable[Lesson]) -> Taught | None:
    """What these lessons teach, in whatever order they come; None where none says about which words it is."""
    known = tuple(sorted({one for one in lessons if one.words.strip()}))
    if not known:
        return None
    every = hashlib.sha256(CODE.encode())
    for one in known:
        every.update(repr((one.signal, one.speaker.value, one.shows, one.words, one.text)).encode())
    return Taught(every.hexdigest()[:16], known)


def alike(known: Taught, words: Words, speaker: Speaker) -> Mapping[str, tuple[float, ...]]:
    """Signal -> of each sentence, how alike it is to what was accepted (up to 1) or rejected (down to -1) for
    it, 0 where it is not much alike. Only signals of which something is."""
    learned = _learned(known, speaker)
    if not learned:
        return {}
    rows = [_features(sentence, speaker) for sentence in sentences_of(words)]
    found: dict[str, tuple[float, ...]] = {}
    for signal, by in learned.items():
        values = tuple(_limited(sum(value * by.get(run, 0.0) for run, value in row.items())) for row in rows)
        if any(values):
            found[signal] = values
    return found


def heard(
    probability: float, sentences: Sequence[float], resting: int | None, *, firm: bool
) -> tuple[float, int | None]:
    """The probability of a signal after what `alike` says of the sentences, and the one that speaks for it.

    What was accepted speaks wherever it stands; what was rejected against a signal that is `resting` on it,
    but for a `firm` one, which a phrase shows and nothing doubts.
    """
    best = max(range(len(sentences)), key=sentences.__getitem__)
    if sentences[best] > 0:
        return _towards(probability, ACCEPTED, sentences[best]), best
    against = 0.0 if resting is None else sentences[resting]
    if against < 0 and not firm:
        return min(probability, _towards(probability, REJECTED, -against)), None
    return probability, None


def sentence_at(words: Words, start: int, end: int) -> int | None:
    """The sentence that holds most of `text[start:end]`, of those that are looked at."""
    shared = [
        min(end, last) - max(start, first)
        for first, last in (words.folded.origin(one[0], one[2]) for one in words.places[:MOST_SENTENCES])
    ]
    best = max(range(len(shared)), key=shared.__getitem__, default=None)
    return best if best is not None and shared[best] > 0 else None


def _towards(probability: float, aim: float, share: float) -> float:
    """A probability moved towards the log odds `aim`; one that is beyond it stays."""
    odds = math.log(max(probability, 1e-9) / max(1 - probability, 1e-9))
    if (odds - aim) * aim >= 0:
        return probability
    return 1 / (1 + math.exp(-(odds + share * (aim - odds))))


def _limited(value: float) -> float:
    return 0.0 if abs(value) < ALIKE else max(-1.0, min(1.0, value))


@lru_cache(maxsize=4)
def _learned(known: Taught, speaker: Speaker) -> Mapping[str, Features]:
    """Signal -> weight of each run of words."""
    signals = weights(speaker).signals
    examples: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    beside: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for one in known.lessons:
        if one.speaker is not speaker or one.signal not in signals:
            continue
        words = words_of(one.text)
        span = place_of(one.words, one.text)
        at = sentence_at(words, *span) if span else None
        if at is None:
            continue
        sentences = sentences_of(words)
        shown = {sentences[at], *sentences_of(words_of(one.words))}
        for sentence in shown:
            if len(sentence) >= _FEWEST or not one.shows:
                examples[one.signal][sentence] += 1 if one.shows else -1
        if examples[one.signal]:
            beside[one.signal].update(sentences[max(0, at - 1) : at] + sentences[at + 1 : at + 2])
    return {
        signal: _fitted(
            {**dict.fromkeys(beside[signal], 0), **{one: _sign(said) for one, said in counted.items()}},
            speaker,
        )
        for signal, counted in sorted(examples.items())
    }


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _fitted(examples: Mapping[tuple[str, ...], int], speaker: Speaker) -> Features:
    """Weights of a ridge regression, by conjugate gradients. The order of the examples does not matter."""
    import numpy as np

    ordered = sorted(examples)
    rows = [_features(one, speaker) for one in ordered]
    names = sorted({run for row in rows for run in row})
    number = {name: at for at, name in enumerate(names)}
    row = np.repeat(np.arange(len(rows)), [len(one) for one in rows])
    column = np.array([number[run] for one in rows for run in one], np.int64)
    value = np.array([weight for one in rows for weight in one.values()], np.float64)
    aim = np.array([examples[one] for one in ordered], np.float64)

    def back(residual: np.ndarray) -> np.ndarray:
        return np.bincount(column, value * residual[row], len(names))

    found = np.zeros(len(names))
    rest = back(aim)
    step = rest.copy()
    size = float(rest @ rest)
    for _ in range(_STEPS):
        if size < 1e-12:
            break
        moved = back(np.bincount(row, value * step[column], len(rows))) + _RIDGE * step
        share = size / float(step @ moved)
        found += share * step
        rest -= share * moved
        before, size = size, float(rest @ rest)
        step = rest + (size / before) * step
    return {name: float(weight) for name, weight in zip(names, found, strict=True) if abs(weight) > 1e-4}


def _features(sentence: Sequence[str], speaker: Speaker) -> Features:
    """The runs of words of a sentence, weighed by how rare they are, brought to length one."""
    rarity, rarest = _rarity(speaker)
    found = {
        run: (1 + math.log(times)) * rarity.get(run, rarest) for run, times in Counter(runs(sentence)).items()
    }
    length = math.sqrt(sum(weight * weight for weight in found.values())) or 1.0
    return {run: weight / length for run, weight in found.items()}


@lru_cache(maxsize=2)
def _rarity(speaker: Speaker) -> tuple[Mapping[str, float], float]:
    """How rare each known run of words is, and how rare an unknown one is taken to be."""
    by = weights(speaker)
    found = by.sentence_idf[0].tolist()
    return {run: found[number] for run, number in by.words.items()}, max(found, default=1.0)

"""Which words of a text the second reader was moved by, and how far: read off its weights."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from classify.model.features import MOST_SENTENCES, pieces, sentences_of
from classify.model.weights import weights
from classify.signals.words import words_of
from classify.types import Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classify.model.features import Floats
    from classify.signals.words import Words
    from classify.types import Speaker

_SLIGHT = 0.3  # of the strongest word's weight: what weighs less than that is not worth telling


@dataclass(frozen=True, slots=True)
class Pull:
    """Words that follow each other and speak for a thing (above zero) or against it, in log odds."""

    evidence: Evidence
    weight: float


_Feature = tuple[str, tuple[int, ...]]  # as the vocabulary names it, and the words it stands in


def of_sentence(text: str, speaker: Speaker, signal: str, sentence: int) -> tuple[Pull, ...]:
    """What in one sentence of the text spoke for or against a signal, the strongest first."""
    by, words = weights(speaker), words_of(text)
    column = by.signals.index(signal)
    every = _shares(
        sentences_of(words)[sentence : sentence + 1],
        (by.words, by.sentence_words, by.sentence_idf[0], by.scales[0], column),
        (by.pieces, by.sentence_pieces, by.sentence_idf[1], by.scales[1], column),
    )
    return _pulls(text, words, every, sentence)


def of_relevance(text: str, speaker: Speaker) -> tuple[Pull, ...]:
    """What in the text spoke for or against its being about this job search, the strongest first."""
    return _pulls(text, words_of(text), relevance(text, speaker), 0)


def relevance(text: str, speaker: Speaker) -> list[list[float]]:
    """How much each word of each sentence adds to `Scores.relevant`: all of it, together with the bias."""
    by = weights(speaker)
    count = len(by.signals)
    return _shares(
        sentences_of(words_of(text)),
        (by.words, by.whole_words, by.whole_idf[0], by.scales[2], 2 * count),
        (by.pieces, by.whole_pieces, by.whole_idf[1], by.scales[3], count),
    )


_Asked = tuple["Mapping[str, int]", Any, "Floats", "Floats", int]  # vocabulary, matrix, idf, scale, column


def _shares(sentences: Sequence[Sequence[str]], runs: _Asked, letters: _Asked) -> list[list[float]]:
    """The weight of each word of each sentence, all of them together one row of the model. A feature of
    several words weighs on each alike; the edge of a sentence is no word."""
    starts = [0]
    for sentence in sentences:
        starts.append(starts[-1] + len(sentence))
    flat = [0.0] * starts[-1]
    for features, asked in ((_runs, runs), (_pieces, letters)):
        for places, weight in _weighed(_placed(sentences, starts, features), asked):
            for place in places:
                flat[place] += weight / len(places)
    return [flat[start:end] for start, end in pairwise(starts)]


def _placed(
    sentences: Sequence[Sequence[str]], starts: Sequence[int], features: Callable[..., Iterator[_Feature]]
) -> Iterator[_Feature]:
    for start, sentence in zip(starts, sentences, strict=False):
        for name, places in features(sentence):
            yield name, tuple(start + place for place in places)


def _weighed(found: Iterable[_Feature], asked: _Asked) -> Iterator[tuple[tuple[int, ...], float]]:
    """What each occurrence of a feature adds to the sum, as `score` adds it up."""
    vocabulary, matrix, idf, scale, column = asked
    known = [(vocabulary[name], places) for name, places in found if name in vocabulary]
    times = Counter(number for number, _ in known)
    values = {number: (1 + math.log(count)) * float(idf[number]) for number, count in times.items()}
    length = math.sqrt(sum(value * value for value in values.values())) or 1.0
    for number, places in known:
        share = values[number] / length / times[number]
        yield places, share * float(matrix[number, column]) * float(scale[column])


def _runs(sentence: Sequence[str]) -> Iterator[_Feature]:
    """Every run of one to three words with the words it holds, as `features.runs` has them."""
    edged, last = ("^", *sentence, "$"), len(sentence)
    for size in (1, 2, 3):
        for at in range(len(edged) - size + 1):
            places = tuple(place for place in range(at - 1, at - 1 + size) if 0 <= place < last)
            if places:
                yield " ".join(edged[at : at + size]), places


def _pieces(sentence: Sequence[str]) -> Iterator[_Feature]:
    for place, word in enumerate(sentence):
        for piece in pieces(word):
            yield piece, (place,)


def _pulls(text: str, words: Words, shares: Sequence[Sequence[float]], first: int) -> tuple[Pull, ...]:
    """Words side by side that pull the same way, each far enough to be worth telling."""
    least = _SLIGHT * max((abs(weight) for row in shares for weight in row), default=0.0)
    found: list[Pull] = []
    for number, row in enumerate(shares, first):
        start = words.sentences[number][0] if number < MOST_SENTENCES else 0
        at = 0
        while at < len(row):
            end = at + 1
            if abs(row[at]) >= least and row[at]:
                while end < len(row) and row[end] * row[at] > 0 and abs(row[end]) >= least:
                    end += 1
                found.append(Pull(_quoted(text, words, start + at, start + end), sum(row[at:end])))
            at = end
    return tuple(sorted(found, key=lambda one: (-abs(one.weight), one.evidence.start)))


def _quoted(text: str, words: Words, start: int, end: int) -> Evidence:
    first, last = words.folded.origin(words.span(start)[0], words.span(end - 1)[1])
    return Evidence(first, last, text[first:last])

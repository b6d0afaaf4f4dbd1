"""How much a text, and each of its sentences, resembles those that showed a signal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from classify.model.features import MOST_SENTENCES, Counts, numbers, pieces, plain, tallied, tally, weighed
from classify.model.weights import weights

if TYPE_CHECKING:
    from collections.abc import Callable

    from classify.model.features import Floats, Ints
    from classify.signals.words import Words
    from classify.types import Speaker


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Log odds. `whole[i]` is of the text and `sentences[j, i]` of its sentence j, for `signals[i]`;
    `relevant` is of the text's being about this candidate's job search."""

    signals: tuple[str, ...]
    whole: Floats
    sentences: Floats
    relevant: float


def scores(words: Words, speaker: Speaker) -> Scores:
    """The scores of a text. Pure, and the same each time; a text without words resembles nothing."""
    import numpy as np

    by = weights(speaker)
    count = len(by.signals)
    spans = words.sentences[:MOST_SENTENCES]
    height = len(spans)
    sizes = [end - start for start, end in spans]
    see = _reader(speaker)
    seen = [see(word) for start, end in spans for word in words.words[start:end]]
    rows, run = by.runs.found(np.array([one.hash for one in seen], np.int64).view(np.uint64), sizes)
    places = np.repeat(np.repeat(np.arange(height), sizes), [len(one.pieces) for one in seen])
    letters = np.concatenate([one.pieces for one in seen]) if seen else run[:0]
    around, whole = np.split(
        _product(tally(run), by.whole_words, by.whole_idf[0], 1)[0] * by.scales[2], [count]
    )
    whole = whole + by.whole_bias
    whole += _product(tally(letters), by.whole_pieces, by.whole_idf[1], 1)[0] * by.scales[3]
    own = np.zeros((height, count), np.float32) + by.sentence_bias + around
    if height:
        beside = _product(tallied(rows, run), by.sentence_words, by.sentence_idf[0], height) * by.scales[0]
        own += beside[:, :count]
        own[1:] += beside[:-1, count : 2 * count]
        own[:-1] += beside[1:, 2 * count :]
        own += (
            _product(tallied(places, letters), by.sentence_pieces, by.sentence_idf[1], height) * by.scales[1]
        )
    return Scores(by.signals, whole[:count], own, float(whole[count]))


def _product(counts: Counts, matrix: Any, idf: Floats, height: int) -> Any:
    """Each row's features times the matrix."""
    import numpy as np

    product = np.zeros((height, matrix.shape[1]), np.float32)
    if len(counts.rows):
        rows = counts.rows
        starts = np.flatnonzero(np.concatenate((rows[:1] >= 0, rows[1:] != rows[:-1])))
        taken = matrix.take(counts.ids, axis=0).astype(np.float32)
        taken *= weighed(counts, idf, height)[:, None]
        product[rows[starts]] = np.add.reduceat(taken, starts, axis=0)
    return product


class _Seen(NamedTuple):
    """A word as the model sees it."""

    hash: int
    pieces: Ints  # the numbers of those that the model knows


@cache
def _reader(speaker: Speaker) -> Callable[[str], _Seen]:
    """What tells how a word is seen by this speaker's model; it remembers most of those that are in use."""
    import numpy as np

    known = weights(speaker).pieces

    @lru_cache(maxsize=32768)
    def seen(word: str) -> _Seen:
        written = plain(word)
        return _Seen(hash(written), np.array(numbers(pieces(written), known), np.int64))

    return seen

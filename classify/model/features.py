"""What the second reader looks at: words that follow each other, and pieces of words.

A text becomes rows of numbers: one for each sentence and one for the whole. Each row counts the features that
stand there, weighed as usual (1 + log of the count, times the idf) and brought to length one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from classify.signals.words import shaped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from classify.signals.words import Words

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]
    Hashes = NDArray[np.uint64]

PIECES = (3, 4, 5)  # letters
MOST_SENTENCES = 150  # of one mail; nobody writes a signal after that
_BITS = 32  # of a feature's number, where it stands beside that of its row


def sentences_of(words: Words) -> list[tuple[str, ...]]:
    """The sentences of a text, each as words, with the names of their shapes for figures."""
    return [tuple(map(plain, words.words[start:end])) for start, end in words.sentences[:MOST_SENTENCES]]


def plain(word: str) -> str:
    """A word of a text as the model knows it."""
    return shaped(word).replace("’", "'")


def runs(words: Sequence[str]) -> Iterator[str]:
    """Every run of one to three words of a sentence, whose edges count as words."""
    edged = ("^", *words, "$")
    yield from words
    yield from map(" ".join, pairwise(edged))
    yield from map(" ".join, zip(edged, edged[1:], edged[2:], strict=False))


def pieces(word: str) -> list[str]:
    """Every piece of three to five letters of a word, whose edges count as letters."""
    edged = f" {word} "
    return [edged[at : at + size] for size in PIECES for at in range(len(edged) - size + 1)]


@dataclass(frozen=True, slots=True)
class Counts:
    """Features counted: in row `rows[i]`, feature `ids[i]` stands `times[i]` times. Rows ascend."""

    rows: Ints
    ids: Ints
    times: Floats


def numbers(names: Iterable[str], vocabulary: Mapping[str, int]) -> list[int]:
    """The numbers of those features that the vocabulary knows."""
    return [number for number in map(vocabulary.get, names) if number is not None]


def counted(found: Sequence[Sequence[int]]) -> Counts:
    """The feature numbers of each row, counted."""
    import numpy as np

    sizes = [len(one) for one in found]
    flat = np.fromiter(chain.from_iterable(found), np.int64, sum(sizes))
    return tallied(np.repeat(np.arange(len(found), dtype=np.int64), sizes), flat)


def tallied(rows: Ints, ids: Ints) -> Counts:
    """Features counted: in row `rows[i]` stands `ids[i]`, and each as often as there are such pairs."""
    import numpy as np

    keys = np.sort(rows << _BITS | ids)
    begins = np.flatnonzero(np.concatenate((keys[:1] >= 0, keys[1:] != keys[:-1])))
    times = np.diff(np.append(begins, len(keys)))
    keys = keys[begins]
    return Counts(keys >> _BITS, keys & ((1 << _BITS) - 1), times.astype(np.float32))


def tally(ids: Ints) -> Counts:
    """Features counted, all in one row."""
    import numpy as np

    times = np.bincount(ids)
    known = np.flatnonzero(times)
    return Counts(np.zeros(len(known), np.int64), known, times[known].astype(np.float32))


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs that a model knows, by keys made of the hashes of their words: of 64 bits, so that no two are
    taken for one another. Hashes differ from process to process, so keys are never written down.

    Smaller than a dictionary of strings, and faster: no run of a text is put together as a string.
    """

    keys: Hashes  # ascending
    numbers: Ints  # of the features, in this order

    def found(self, hashes: Hashes, sizes: Sequence[int]) -> tuple[Ints, Ints]:
        """Row and number of each known run in rows of so many words each, which have these hashes. Rows are
        not in order."""
        import numpy as np

        keys, rows = _keys(hashes, np.array(sizes, np.int64))
        if not len(keys) or not len(self.keys):
            return rows[:0], rows[:0]
        order = np.argsort(keys)
        keys, rows = keys[order], rows[order]
        at = np.searchsorted(self.keys, keys)
        known = self.keys[np.minimum(at, len(self.keys) - 1)] == keys
        return rows[known], self.numbers[at[known]]


def known_runs(names: str) -> Runs:
    """The runs of which each line names one; they are numbered as they stand there."""
    import numpy as np

    if not names:
        return Runs(np.empty(0, np.uint64), np.empty(0, np.int64))
    words = names.replace("\n", " ").split(" ")
    hashes = np.fromiter(map(hash, words), np.int64, len(words)).view(np.uint64)
    sizes = np.array([name.count(" ") + 1 for name in names.split("\n")])
    begins = np.cumsum(sizes) - sizes
    keys = np.empty(len(sizes), np.uint64)
    for size in (1, 2, 3):
        here = np.flatnonzero(sizes == size)
        keys[here] = _key(*(hashes[begins[here] + step] for step in range(size)))
    numbers = np.argsort(keys)
    return Runs(keys[numbers], numbers)


# Odd, and otherwise of no meaning: for runs of one, two and three words.
_FACTORS = (
    (0x9E3779B97F4A7C15,),
    (0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9),
    (0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB),
)


def _key(*hashes: Hashes) -> Hashes:
    """The keys of runs whose first words have these hashes, and whose second and third have those."""
    import numpy as np

    factors = _FACTORS[len(hashes) - 1]
    keys = np.zeros(len(hashes[0]), np.uint64)
    for one, by in zip(hashes, factors, strict=True):
        keys += one * np.uint64(by)
    return keys


def _keys(hashes: Hashes, sizes: Ints) -> tuple[Hashes, Ints]:
    """The key of every run of `runs`, and the row it stands in."""
    import numpy as np

    row = np.repeat(np.arange(len(sizes)), sizes)
    rows = np.repeat(np.arange(len(sizes)), sizes + 2)
    edged = np.empty(len(rows), np.uint64)
    ends = np.cumsum(sizes + 2)
    edged[ends - sizes - 2], edged[ends - 1] = (np.int64(hash(edge)).view(np.uint64) for edge in "^$")
    edged[np.arange(len(hashes)) + 2 * row + 1] = hashes
    two, three = rows[1:] == rows[:-1], rows[2:] == rows[:-2]
    pairs = _key(edged[:-1], edged[1:])[two]
    triples = _key(edged[:-2], edged[1:-1], edged[2:])[three]
    keys = np.concatenate((_key(hashes), pairs, triples))
    return keys, np.concatenate((row, rows[:-1][two], rows[:-2][three]))


def weighed(counts: Counts, idf: Floats, height: int) -> Floats:
    """The value of each count: (1 + log of the count) times the idf, each row brought to length one."""
    import numpy as np

    values = (1 + np.log(counts.times)) * idf[counts.ids]
    lengths = np.sqrt(np.bincount(counts.rows, values * values, height))
    weights: Floats = (values / np.maximum(lengths, 1e-9)[counts.rows]).astype(np.float32)
    return weights

"""The second reader, learned: features counted over the examples, one logistic regression a signal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import scipy.sparse as sparse
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression

from benchmarks.training.examples import Example
from classify.model.features import counted, numbers, pieces, runs, weighed
from classify.model.weights import RELEVANT

RARE_RUN, RARE_PIECE = 2, 3  # sentences; features in fewer are left out
BESIDE, AROUND = 0.7, 0.8  # how much a sentence's neighbours, and all of its text, count beside itself
STRENGTH = 30.0  # of the fit, against regularisation


@dataclass(frozen=True, slots=True)
class Vocabulary:
    words: dict[str, int]
    pieces: dict[str, int]
    sentence_idf: tuple[Any, Any]
    whole_idf: tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Columns are signals, and one more for relevance in `whole`; rows are features, block by block."""

    signals: tuple[str, ...]
    vocabulary: Vocabulary
    sentence: Any  # here, pieces, before, after, around
    sentence_bias: Any
    whole: Any  # words, pieces
    whole_bias: Any


def vocabulary(of: Sequence[Example]) -> Vocabulary:
    found = [list(runs(sentence)) for one in of for sentence in one.sentences]
    words = _numbered(found, RARE_RUN)
    letters = [_letters(sentence) for one in of for sentence in one.sentences]
    known = _numbered(letters, RARE_PIECE)
    wholes = [list(chain.from_iterable(runs(sentence) for sentence in one.sentences)) for one in of]
    whole_letters = [list(chain.from_iterable(map(_letters, one.sentences))) for one in of]
    return Vocabulary(
        words,
        known,
        (_idf(found, words), _idf(letters, known)),
        (_idf(wholes, words), _idf(whole_letters, known)),
    )


def features(of: Sequence[Example], by: Vocabulary) -> tuple[Any, Any]:
    """The rows of all sentences, one after the other, and those of all texts."""
    run = [[numbers(runs(sentence), by.words) for sentence in one.sentences] for one in of]
    letters = [[numbers(_letters(sentence), by.pieces) for sentence in one.sentences] for one in of]
    here = _block([row for one in run for row in one], by.words, by.sentence_idf[0])
    small = _block([row for one in letters for row in one], by.pieces, by.sentence_idf[1])
    whole = _block([list(chain.from_iterable(one)) for one in run], by.words, by.whole_idf[0])
    whole_small = _block([list(chain.from_iterable(one)) for one in letters], by.pieces, by.whole_idf[1])
    text_of = np.repeat(np.arange(len(of)), [len(one.sentences) for one in of])
    before, after = _neighbours(here, text_of)
    around = whole[text_of]
    sentence = sparse.hstack([here, small, BESIDE * before, BESIDE * after, AROUND * around]).tocsr()
    return sentence, sparse.hstack([whole, whole_small]).tocsr()


def fit(of: Sequence[Example], signals: tuple[str, ...]) -> Fitted:
    by = vocabulary(of)
    sentence, whole = features(of, by)
    columns = [*signals, RELEVANT]
    known = np.array([[one.asked in ("", name) for name in columns] for one in of])
    held = np.array([[name in one.signals for name in signals] + [one.relevant] for one in of])
    known[:, -1] = [not one.asked for one in of]
    text_of = np.repeat(np.arange(len(of)), [len(one.sentences) for one in of])
    noted = np.array([one.shown is not None for one in of])
    shown = np.array(
        [
            [at in (one.shown or {}).get(name, ()) for name in signals]
            for one in of
            for at in range(len(one.sentences))
        ]
    )
    sentence_weights, sentence_bias = _regressions(sentence, shown, (known[:, :-1] & noted[:, None])[text_of])
    whole_weights, whole_bias = _regressions(whole, held, known)
    return Fitted(signals, by, sentence_weights, sentence_bias, whole_weights, whole_bias)


def _regressions(rows: Any, wanted: Any, known: Any) -> tuple[Any, Any]:
    """A column of weights, and a bias, for each column of `wanted`, learned from the rows `known` in it."""
    rows.sum_duplicates()  # once, before threads share it
    fitted = Parallel(n_jobs=-1, prefer="threads")(
        delayed(_regression)(rows[known[:, number]], wanted[known[:, number], number])
        for number in range(wanted.shape[1])
    )
    return np.array([one for one, _ in fitted]).T, np.array([bias for _, bias in fitted])


def _regression(rows: Any, wanted: Any) -> tuple[Any, float]:
    if not wanted.any():
        return np.zeros(rows.shape[1]), -9.0
    model = LogisticRegression(
        C=STRENGTH, solver="liblinear", class_weight="balanced", tol=0.01, random_state=0
    )
    model.fit(rows, wanted)
    return model.coef_[0], float(model.intercept_[0])


def _letters(sentence: Sequence[str]) -> list[str]:
    return [piece for word in sentence for piece in pieces(word)]


def _numbered(rows: Sequence[Sequence[str]], least: int) -> dict[str, int]:
    spread = Counter(chain.from_iterable(map(set, rows)))
    return {
        name: at for at, name in enumerate(sorted(name for name, times in spread.items() if times >= least))
    }


def _idf(rows: Sequence[Sequence[str]], known: dict[str, int]) -> Any:
    spread = np.zeros(len(known))
    for row in rows:
        spread[list({known[name] for name in row if name in known})] += 1
    return (np.log((1 + len(rows)) / (1 + spread)) + 1).astype(np.float32)


def _block(rows: Sequence[Sequence[int]], known: dict[str, int], idf: Any) -> Any:
    counts = counted(rows)
    values = weighed(counts, idf, len(rows))
    return sparse.csr_matrix((values, (counts.rows, counts.ids)), shape=(len(rows), len(known)))


def _neighbours(here: Any, text_of: Any) -> tuple[Any, Any]:
    """The row of the sentence before, and of the one after, in the same text; nothing at its ends."""
    size = len(text_of)
    nothing = sparse.csr_matrix((1, here.shape[1]))
    rows = sparse.vstack([here, nothing]).tocsr()
    at = np.arange(size)
    same = text_of[1:] == text_of[:-1]
    before = np.where(np.concatenate([[False], same]), at - 1, size)
    after = np.where(np.concatenate([same, [False]]), at + 1, size)
    return rows[before], rows[after]

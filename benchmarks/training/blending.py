"""How far phrases and second reader are to be trusted: learned from mail that it had not seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.training.examples import Example
from benchmarks.training.fit import Fitted, features, fit
from classify.model.blend import Blend, clues
from classify.model.score import Scores
from classify.signals.find import by_signal

FOLDS = 3
STRENGTH = 0.3


def scores_of(model: Fitted, of: Sequence[Example]) -> list[Scores]:
    """What the model says of each example."""
    sentence, whole = features(of, model.vocabulary)
    sentences = (sentence @ model.sentence + model.sentence_bias).astype(np.float32)
    wholes = (whole @ model.whole + model.whole_bias).astype(np.float32)
    ends = np.cumsum([len(one.sentences) for one in of])
    return [
        Scores(model.signals, row[:-1], sentences[end - len(one.sentences) : end], float(row[-1]))
        for one, row, end in zip(of, wholes, ends, strict=True)
    ]


def unseen_scores(
    of: Sequence[Example], signals: tuple[str, ...], folds: int = FOLDS
) -> tuple[list[Example], list[Scores]]:
    """The mails among the examples, and what a model says of each that has seen no mail of its house."""
    mails = [one for one in of if not one.asked]
    found: dict[str, Scores] = {}
    for fold in range(folds):
        inside = [one for one in mails if one.fold(folds) == fold]
        model = fit([one for one in of if one.asked or one.fold(folds) != fold], signals)
        found.update(zip((one.id for one in inside), scores_of(model, inside), strict=True))
    return mails, [found[one.id] for one in mails]


def table(of: Sequence[Example], scores: Sequence[Scores], signals: tuple[str, ...]) -> tuple[list[str], Any]:
    """The names of the clues, and a row of them for each example and signal."""
    rows = []
    names: list[str] = []
    for one, scored in zip(of, scores, strict=True):
        fired = by_signal(one.fired)
        for signal in signals:
            found = clues(signal, scored, fired[signal], one.context)
            names = list(found)
            rows.append(list(found.values()))
    return names, np.array(rows)


def blended(of: Sequence[Example], scores: Sequence[Scores], signals: tuple[str, ...]) -> Blend:
    """The blend that fits the examples best."""
    names, rows = table(of, scores, signals)
    wanted = np.array([signal in one.signals for one in of for signal in signals])
    mean, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    scored = (rows[:, names.index("whole")] + rows[:, names.index("sentence")]) / 2
    which = np.tile(np.eye(len(signals)), (len(of), 1))
    columns = np.hstack([(rows - mean) / spread, which * 0.5, which * (scored / 6)[:, None]])
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(columns, wanted)
    own, bias, slope = np.split(model.coef_[0], [len(names), len(names) + len(signals)])
    weights = own / spread
    base = float(model.intercept_[0] - (weights * mean).sum())
    return Blend(
        dict(zip(names, weights.tolist(), strict=True)),
        dict(zip(signals, (base + bias * 0.5).tolist(), strict=True)),
        dict(zip(signals, (slope / 6).tolist(), strict=True)),
    )

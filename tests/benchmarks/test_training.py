"""What is trained is what is read: the files hold the model that was fitted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from benchmarks.labelled import corpus, labelled, single_sentences
from benchmarks.training.blending import blended, scores_of, unseen_scores
from benchmarks.training.examples import Example, examples, sentences
from benchmarks.training.fit import Fitted, fit
from benchmarks.training.pack import write
from classify.model import score, weights
from classify.signals.words import words_of
from classify.types import Speaker

SIGNALS = ("interview_invitation", "rejection")
MAILS = 120


@pytest.fixture(scope="module")
def learned() -> tuple[list[Example], Fitted]:
    mails = (mail for mail in labelled(corpus()[1:2]) if mail.speaker is Speaker.COMPANY)
    of = examples(islice(mails, MAILS))
    return of, fit(of, SIGNALS)


def test_the_same_model_is_written_in_the_same_bytes(
    learned: tuple[list[Example], Fitted], tmp_path: Path
) -> None:
    of, model = learned
    write(model, tmp_path / "one.npz")
    write(fit(of, SIGNALS), tmp_path / "other.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "other.npz").read_bytes()


@pytest.fixture
def shipped(
    learned: tuple[list[Example], Fitted], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The learned model in place of the shipped one."""
    write(learned[1], tmp_path / "company.npz")
    monkeypatch.setattr(weights, "FOLDER", tmp_path)
    for cached in (weights.weights, score._reader):
        cached.cache_clear()
    yield
    for cached in (weights.weights, score._reader):
        cached.cache_clear()


def test_what_is_read_from_the_files_scores_as_what_was_fitted(
    learned: tuple[list[Example], Fitted], shipped: None
) -> None:
    of, model = learned
    for example, wanted in islice(zip(of, scores_of(model, of), strict=True), 30):
        found = score.scores(words_of(example.text), Speaker.COMPANY)
        assert np.abs(found.whole - wanted.whole).max() < 0.35
        assert np.abs(found.sentences - wanted.sentences).max() < 0.35
        assert abs(found.relevant - wanted.relevant) < 0.35


def test_no_house_is_on_both_sides_of_a_fold(learned: tuple[list[Example], Fitted]) -> None:
    folds: dict[str, set[int]] = {}
    for one in learned[0]:
        folds.setdefault(one.house, set()).add(one.fold(4))
    assert [house for house, of in folds.items() if len(of) > 1] == []


def test_a_sentence_teaches_its_own_signal_alone(learned: tuple[list[Example], Fitted]) -> None:
    single = [one for path in single_sentences() for one in sentences(path) if one.speaker is Speaker.COMPANY]
    mails, unseen = unseen_scores([*learned[0], *single[:200]], SIGNALS, folds=2)
    assert [one.id for one in mails] == [one.id for one in learned[0]]
    blend = blended(mails, unseen, SIGNALS)
    assert set(blend.bias) == set(SIGNALS)
    assert blend.weights["certain"] > 0


def test_every_line_of_the_corpus_is_a_mail_with_its_evidence_in_it() -> None:
    lost = []
    for one in examples(labelled(corpus())):
        if one.shown is not None:
            lost += [(one.id, name) for name in one.signals if name not in one.shown]
    assert lost == []

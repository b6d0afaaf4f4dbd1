"""What the second reader says of a text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.model.features import counted, pieces, runs, weighed
from classify.model.score import scores
from classify.model.weights import weights
from classify.signals.table import Kind, signal_table
from classify.signals.words import words_of
from classify.types import Speaker


@pytest.mark.parametrize("speaker", Speaker)
def test_it_knows_every_signal_that_words_can_show(speaker: Speaker) -> None:
    known = {
        name for name, kind in signal_table().items() if kind.kind is Kind.TEXT and kind.speaker is speaker
    }
    assert set(weights(speaker).signals) == known


@pytest.mark.parametrize(
    ("text", "speaker", "signal"),
    [
        ("When could you start with us?", Speaker.COMPANY, "notice_period"),
        ("We have decided to go with another candidate.", Speaker.COMPANY, "rejection"),
        ("Please send us the names of two referees.", Speaker.COMPANY, "reference_request"),
        ("I am delighted to accept your offer.", Speaker.CANDIDATE, "offer_accepted"),
        ("Thank you for taking the time to interview me yesterday.", Speaker.CANDIDATE, "thank_you_note"),
    ],
)
def test_a_plain_sentence_resembles_its_signal_most(text: str, speaker: Speaker, signal: str) -> None:
    found = scores(words_of(text), speaker)
    assert found.signals[int(found.sentences.max(axis=0).argmax())] == signal
    assert found.signals[int(found.whole.argmax())] == signal


def test_a_sentence_is_heard_among_others() -> None:
    text = "Hello Ann.\n\nThe train is at nine. How long is your notice period? Bring a coat."
    found = scores(words_of(text), Speaker.COMPANY)
    assert int(found.sentences[:, found.signals.index("notice_period")].argmax()) == 2


@given(st.text(max_size=300), st.sampled_from(Speaker))
def test_any_text_has_finite_scores_and_the_same_each_time(text: str, speaker: Speaker) -> None:
    words = words_of(text)
    found, again = scores(words, speaker), scores(words, speaker)
    assert np.isfinite(found.whole).all()
    assert np.isfinite(found.sentences).all()
    assert np.isfinite(found.relevant)
    assert (found.whole == again.whole).all()
    assert found.sentences.shape == (len(words.sentences), len(found.signals))


def test_what_stands_far_below_in_endless_mail_is_not_read() -> None:
    found = scores(words_of("Yes. " * 4_000), Speaker.COMPANY)
    assert len(found.sentences) == 150


def test_runs_reach_over_the_edges_of_a_sentence_and_pieces_over_those_of_a_word() -> None:
    assert list(runs(["we", "met"])) == ["we", "met", "^ we", "we met", "met $", "^ we met", "we met $"]
    assert " me" in set(pieces("met"))
    assert "et " in set(pieces("met"))


@given(st.lists(st.lists(st.integers(0, 20), max_size=12), max_size=6))
def test_every_row_that_holds_something_has_length_one(rows: list[list[int]]) -> None:
    counts = counted(rows)
    values = weighed(counts, np.linspace(1, 3, 21, dtype=np.float32), len(rows))
    lengths = np.bincount(counts.rows, values.astype(float) ** 2, len(rows)) if rows else np.zeros(0)
    assert [bool(row) for row in rows] == [bool(length) for length in lengths > 0.5]
    assert np.allclose(lengths[lengths > 0.5], 1, atol=1e-4)

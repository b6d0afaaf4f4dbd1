"""Why a message was read as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.applications.types import Verdict
from classify.corrections import corrected
from classify.explanation import Considered, Explanation, explanation
from classify.judge import scores_of
from classify.model.weights import weights
from classify.model.why import of_sentence, relevance
from classify.read import read
from classify.signals.bank import own_bank
from classify.types import Confidence, Speaker, Standing
from tests.classify.messages import ME, message

ASKED = "Hi Max,\n\nThanks for your time. What is your notice period, and when could you start?\n\nJane"
ROLE = "Your application for Data Engineer at Acme"


def explained(text: str, subject: str = ROLE, **more: object) -> Explanation:
    mail = message(text, subject, **more)
    return explanation(mail, read(mail, ME))


def of(name: str, told: Explanation) -> Considered:
    (found,) = [one for one in told.considered if one.name == name]
    return found


def test_it_names_the_phrase_the_sentence_and_the_words_that_show_a_signal() -> None:
    told = of("notice_period", explained(ASKED))
    assert told.signal is not None and told.opinion is not None
    assert told.signal.confidence is Confidence.CERTAIN
    assert told.because == "a phrase fired, and the second reader agrees"
    assert any("notice period" in one.signal.evidence.text for one in told.fired)
    assert told.opinion.together > 0.8
    assert "notice period" in told.opinion.evidence.text
    assert told.opinion.pulls[0].weight > 0


def test_every_place_is_a_place_in_the_text_that_was_read() -> None:
    told = explained(ASKED)
    text = told.reading.text
    quoted = [pull.evidence for pull in told.pulls]
    for one in told.considered:
        quoted += [fired.signal.evidence for fired in one.fired]
        quoted += (
            [one.opinion.evidence, *(pull.evidence for pull in one.opinion.pulls)] if one.opinion else []
        )
    assert quoted
    assert all(text[one.start : one.end] == one.text for one in quoted)


def test_a_veto_is_named_with_its_words_and_the_signal_is_not_shown() -> None:
    told = of("reference_request", explained("Hi Max,\n\nThere is no need to send references yet.\n\nJane"))
    assert told.signal is None
    assert told.fired and all(one.stops for one in told.fired)
    assert told.because == "a veto stopped every phrase"


def test_what_the_person_said_decides() -> None:
    mail = message(ASKED, ROLE)
    bare = read(mail, ME)
    said = [Verdict("signal", bare.key, "-notice_period"), Verdict("signal", bare.key, "+offer", "your time")]
    told = explanation(mail, corrected(bare, said), None, said)
    assert (of("offer", told).because, of("notice_period", told).because) == (
        "you said so",
        "you said that it does not",
    )
    assert [one.name for one in told.considered if one.signal] == [one.name for one in told.reading.signals]


def test_a_phrase_of_the_persons_own_is_called_so() -> None:
    bank = own_bank({"notice_period": {"speaker": "company", "phrases": ["thanks for your time"]}})
    mail = message(ASKED, ROLE)
    told = of("notice_period", explanation(mail, read(mail, ME, bank), bank))
    assert told.because == "a phrase of your own"
    assert any(one.own for one in told.fired)


def test_a_reading_by_older_rules_is_said_to_be_one() -> None:
    mail = message(ASKED, ROLE)
    older = replace(read(mail, ME), signals=(), rules="older")
    told = explanation(mail, older)
    assert told.outdated
    assert of("notice_period", told).because == "older rules read it so"
    assert not explained(ASKED).outdated


def test_signals_of_irrelevant_mail_were_not_looked_for() -> None:
    mail = message(ASKED, ROLE)
    told = explanation(mail, replace(read(mail, ME), standing=Standing.IRRELEVANT, signals=()))
    assert of("notice_period", told).because.startswith("not looked for")


def test_signals_that_it_shows_come_first() -> None:
    shown = [one.signal is not None for one in explained(ASKED).considered]
    assert shown == sorted(shown, reverse=True)


@pytest.mark.parametrize("text", [ASKED, "Sorry, sorry: we went with another. Any questions, Max?", ""])
@pytest.mark.parametrize("speaker", Speaker)
def test_what_the_words_weigh_adds_up_to_what_the_second_reader_thinks(text: str, speaker: Speaker) -> None:
    by = weights(speaker)
    words = sum(weight for sentence in relevance(text, speaker) for weight in sentence)
    thought = scores_of(text, speaker).relevant
    assert words + float(by.whole_bias[len(by.signals)]) == pytest.approx(thought, abs=1e-3)


@settings(deadline=None)  # the first text waits for the phrases to be loaded
@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_be_explained(text: str) -> None:
    told = explained(text, "")
    assert 0 <= told.leaning <= 1
    words = scores_of(told.reading.text, Speaker.COMPANY)
    for sentence in range(len(words.sentences)):
        of_sentence(told.reading.text, Speaker.COMPANY, "offer", sentence)

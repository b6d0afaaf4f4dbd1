"""What the person said of signals, put onto a reading."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from classify.applications.types import Verdict
from classify.corrections import SAID, contradicted, corrected, place_of
from classify.types import Author, Confidence, Evidence, Reading, Signal
from tests.store.samples import key, reading

TEXT = "When could you start, 1?"
FOUND = Signal("notice_period", Confidence.LIKELY, Evidence(0, 20, TEXT[:20]), "when could you start")


def said(value: str, words: str = "", number: int = 1) -> Verdict:
    return Verdict("signal", key(number), value, words)


def names(one: Reading) -> list[str]:
    return [signal.name for signal in one.signals]


def test_nothing_said_changes_nothing() -> None:
    one = reading(1)
    assert corrected(one, ()) is one
    assert corrected(one, [said("-notice_period", number=2), Verdict("relevant", key(1))]) is one


def test_what_was_removed_is_gone() -> None:
    assert names(corrected(reading(1, signals=(FOUND,)), [said("-notice_period")])) == []


def test_what_was_accepted_is_certain_and_keeps_its_evidence() -> None:
    (signal,) = corrected(reading(1, signals=(FOUND,)), [said("+notice_period")]).signals
    assert signal == Signal("notice_period", Confidence.CERTAIN, FOUND.evidence, SAID)


def test_what_was_added_has_the_words_given_as_evidence() -> None:
    one = reading(1, text="Hello,\n\nthe team would\n love to meet you.", signals=())
    (signal,) = corrected(one, [said("+team_introduction", "The team would love")]).signals
    assert signal.evidence.text == "the team would\n love"
    assert one.text[signal.evidence.start : signal.evidence.end] == signal.evidence.text


def test_without_words_that_stand_there_the_evidence_is_empty() -> None:
    for words in ("", "words of another mail"):
        (signal,) = corrected(reading(1, signals=()), [said("+offer", words)]).signals
        assert signal.evidence == Evidence(0, 0, "")


def test_the_later_of_two_verdicts_counts() -> None:
    both = [said("+offer"), said("-offer"), said("-notice_period"), said("+notice_period")]
    assert names(corrected(reading(1), both)) == ["notice_period"]


def test_signals_stand_in_the_order_of_the_table() -> None:
    one = corrected(reading(1), [said("+offer"), said("+interview_invitation"), said("+mine")])
    assert names(one) == ["interview_invitation", "notice_period", "offer", "mine"]


def test_a_thank_you_note_of_the_candidates_opens_no_wait() -> None:
    sections = replace(reading(1).sections, new="It was a pleasure to meet you all, and I learned a lot.")
    one = reading(1, author=Author.CANDIDATE, signals=(), sections=sections, asks=True)
    assert not corrected(one, [said("+thank_you_note")]).asks
    assert corrected(replace(one, asks=False), [said("+candidate_follow_up")]).asks
    assert corrected(one, [said("+offer_preparation")]).asks


@given(st.lists(st.tuples(st.sampled_from("+-"), st.sampled_from(["offer", "rejection", "notice_period"]))))
def test_a_corrected_reading_contradicts_nobody(marks: list[tuple[str, str]]) -> None:
    verdicts = [said(f"{sign}{name}") for sign, name in marks]
    one = corrected(reading(1), verdicts)
    assert contradicted(one, verdicts) == ()
    assert corrected(one, verdicts) == one


def test_the_rules_contradict_a_label_that_they_do_not_agree_with() -> None:
    verdicts = [said("+notice_period"), said("+offer"), said("-rejection")]
    assert contradicted(reading(1), verdicts) == (said("+offer"),)
    assert contradicted(reading(1, signals=()), verdicts) == (said("+notice_period"), said("+offer"))


@given(st.text(), st.text())
def test_words_are_looked_for_in_any_text(words: str, text: str) -> None:
    found = place_of(words, text)
    assert found is None or text[slice(*found)].split()

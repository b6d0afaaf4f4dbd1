"""Phrases and second reader, weighed together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.judge import SECOND_READER, confidence_of, judge, leaning, limits
from classify.model.blend import Context
from classify.signals.bank import own_bank
from classify.signals.table import Kind, signal_table
from classify.types import Confidence, Signal, Speaker

PERSON = Context(system=False, reply=True)
ORDER = (None, Confidence.SUGGESTED, Confidence.LIKELY, Confidence.CERTAIN)


def said(text: str, speaker: Speaker = Speaker.COMPANY) -> dict[str, Signal]:
    return {signal.name: signal for signal in judge(text, speaker, PERSON)}


def test_where_phrase_and_second_reader_agree_a_signal_is_certain() -> None:
    found = said("Thanks again for coming in.\n\nCould you tell me what notice period you have to give?")
    assert found["notice_period"].confidence is Confidence.CERTAIN
    assert found["notice_period"].phrase != SECOND_READER


def test_what_no_phrase_says_may_still_be_found_with_the_sentence_that_convinced() -> None:
    asked = "How much rope must you give your present lot before you can come over to us?"
    text = f"Hi Ann,\n\nThe bench is oiled.\n\n{asked}"
    found = said(text)["notice_period"]
    assert found.confidence is not Confidence.CERTAIN or found.phrase != SECOND_READER
    assert "present lot" in found.evidence.text
    assert text[found.evidence.start : found.evidence.end] == found.evidence.text


def test_a_phrase_of_ones_own_is_certain_whatever_the_second_reader_says() -> None:
    bank = own_bank({"visa": {"speaker": "company", "phrases": ["blue elephants"]}})
    (found,) = (
        s for s in judge("We keep blue elephants.", Speaker.COMPANY, PERSON, bank) if s.name == "visa"
    )
    assert found.confidence is Confidence.CERTAIN


def test_a_finer_signal_replaces_the_more_general_one() -> None:
    found = said("We are delighted to offer you the position. Your offer letter is attached.")
    assert "offer" in found
    assert "offer_preparation" not in found


def test_two_signals_stand_side_by_side() -> None:
    found = said("Could you send us two referees?\n\nAnd what is your notice period?")
    assert {"reference_request", "notice_period"} <= found.keys()


NAMES = st.sampled_from([name for name, kind in signal_table().items() if kind.kind is Kind.TEXT])


@given(NAMES, st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_more_likely_is_never_less_sure(name: str, one: float, other: float, fired: bool) -> None:
    low, high = sorted((one, other))
    assert ORDER.index(confidence_of(name, low, fired)) <= ORDER.index(confidence_of(name, high, fired))


@given(NAMES, st.floats(0, 1))
def test_a_phrase_never_makes_it_less_sure_and_is_hidden_only_by_the_contrary(
    name: str, probability: float
) -> None:
    with_phrase = confidence_of(name, probability, True)
    assert ORDER.index(with_phrase) >= ORDER.index(confidence_of(name, probability, False))
    assert (with_phrase is None) == (probability < limits().contrary)


@given(NAMES, st.floats(0, 1))
def test_nothing_is_certain_without_a_phrase(name: str, probability: float) -> None:
    assert confidence_of(name, probability, False) is not Confidence.CERTAIN


def test_what_ends_an_application_needs_more_where_no_phrase_says_so() -> None:
    assert confidence_of("rejection", 0.5, True) is Confidence.LIKELY
    assert confidence_of("rejection", 0.5, False) is Confidence.SUGGESTED
    assert confidence_of("notice_period", 0.5, False) is Confidence.LIKELY


@given(st.text(max_size=200), st.sampled_from(Speaker), st.booleans(), st.booleans())
def test_any_text_is_judged_with_words_that_stand_in_it(
    text: str, speaker: Speaker, system: bool, reply: bool
) -> None:
    found = judge(text, speaker, Context(system, reply))
    assert [s for s in found if text[s.evidence.start : s.evidence.end] != s.evidence.text] == []
    assert [s.name for s in found if signal_table()[s.name].speaker is not speaker] == []


@pytest.mark.parametrize(
    ("text", "about_the_search"),
    [
        ("Your interview for the post of nurse is on Monday at ten. Please bring your certificates.", True),
        ("10 new jobs for you this week. See all jobs. Unsubscribe from job alerts.", False),
    ],
)
def test_it_leans_to_the_search_or_away_from_it(text: str, about_the_search: bool) -> None:
    assert (leaning(text, Speaker.COMPANY) > 0) is about_the_search

"""Why a phrase of one's own can never match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.signals.bank import BadBank, own_bank, shipped_bank
from classify.signals.doubts import doubts, of_bank
from classify.signals.find import explain
from classify.types import Speaker

MANY_FORMS = f"({' '.join(['(a|b|c|d|e|f|g|h)'] * 4)})"
NEGATION = own_bank({"mine": {"speaker": "company", "phrases": ["all good"]}}).rules[0].vetoes


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("when could you {mont}", "did you mean {month}?"),
        ("when could you {zzzzz}", "no class {zzzzz}"),
        ("when (could you start", "a bracket that is not closed"),
        ("when could) you start", "a bracket that is not closed, or one too many"),
        ("!!!", "nothing is left of it"),
        ("https://jobs.example/apply", "no link or address is read"),
        ("see www.jobs.example/apply today", "no link or address is read"),
        ("write to jobs@acme.example", "no link or address is read"),
        ("thanks. when can you start", 'never reaches beyond its sentence, and "thanks." ends one'),
        ("(thanks.|cheers) when can you start", "never reaches beyond its sentence"),
        ("how are you? we liked it", 'and "you?" ends one'),
        ("when ... start", 'write "…"'),
        ("[maybe] [so]", "words that may all be left out"),
        ("", "a phrase without a word"),
        (MANY_FORMS, "more than 3000 forms"),
        ("no {interview}", 'its own veto "negation" always stops it'),
    ],
)
def test_a_phrase_that_never_matches_is_explained_in_one_line(source: str, said: str) -> None:
    line = doubts(source, Speaker.COMPANY, "rejection", NEGATION)
    assert line is not None and said in line
    assert "\n" not in line


def test_a_phrase_that_is_shipped_says_nothing_new() -> None:
    line = doubts(shipped_phrase(), Speaker.COMPANY, "rejection", NEGATION)
    assert line is not None and "rejection has this phrase already" in line
    assert doubts(shipped_phrase(), Speaker.COMPANY, "on_hold", NEGATION) is None


def shipped_phrase() -> str:
    rules = next(one for one in shipped_bank().rules if one.signal == "rejection")
    return rules.phrases[0].pattern.source


@pytest.mark.parametrize(
    "source",
    [
        "when could you start?",
        "(thanks.|cheers)",
        "cheers|thanks.",
        "approx. when could you start",
        "do you need sponsorship",
        "not moving on",
        "{weekday} … works",
        "we … 85k",
    ],
)
def test_a_good_phrase_raises_no_doubt(source: str) -> None:
    assert doubts(source, Speaker.COMPANY, "mine", NEGATION) is None


def test_who_must_say_it_is_not_the_persons_choice() -> None:
    assert "said by the company" in (doubts("hooray", Speaker.CANDIDATE, "offer") or "")
    assert "read off times" in (doubts("so quiet", Speaker.COMPANY, "silence") or "")


def test_a_phrase_that_its_own_veto_stops_never_counts() -> None:
    with pytest.raises(BadBank, match="always stops it"):
        own_bank({"mine": {"speaker": "company", "phrases": ["no {interview}"]}})
    assert doubts("no {interview}", Speaker.COMPANY, "mine") is None


def test_a_veto_that_stands_in_one_wording_of_two_stops_no_phrase() -> None:
    assert doubts("(no|another) {interview}", Speaker.COMPANY, "mine", NEGATION) is None
    mine = own_bank({"mine": {"speaker": "company", "phrases": ["(no|another) {interview}"]}})
    fired = explain("There will be another interview.", Speaker.COMPANY, mine)
    assert any(one.signal.name == "mine" and not one.stops for one in fired)


def test_what_does_nothing_is_no_mistake_but_is_remarked_on() -> None:
    bank = own_bank({"rejection": {"phrases": [shipped_phrase()], "without": ["no such phrase at all"]}})
    told = of_bank(bank)
    assert len(told) == 2
    assert "rejection has this phrase already" in told[0]
    assert "no phrase 'no such phrase at all'" in told[1]


@given(st.text(st.sampled_from("ab .?!…|()[]{}9w\u200b@/:"), max_size=25))
def test_any_text_is_answered(source: str) -> None:
    doubts(source, Speaker.COMPANY, "mine", NEGATION)

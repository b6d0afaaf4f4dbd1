"""The wording of a sentence that would do as a phrase."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from classify.signals.bank import own_bank
from classify.signals.find import find
from classify.signals.wording import Spread, best, count, likeliest, sentences, telling, wordings
from classify.types import Speaker

LETTER = (
    "Hi Max,\n\nThe weather is fine here. Could you tell us how soon you might start with us? "
    "Lunch is at 2pm."
)
OTHERS = [
    "The weather is fine here. Could you tell us more?",
    "Could you tell us how the weather is?",
    "We start with us.",
]


def spread_over(wanted: set[tuple[str, ...]], texts: list[str]) -> Spread:
    spread = Spread()
    for number, text in enumerate(texts):
        count(spread, wanted, text, str(number))
    return spread


def test_the_sentence_that_tells_most_of_a_signal_is_found() -> None:
    assert "start" in likeliest(LETTER, telling("notice_period"))
    assert likeliest("The weather is fine.", telling("notice_period")) == ()
    assert likeliest("", telling("notice_period")) == ()


def test_the_wording_is_short_telling_and_rare_and_finds_its_letter() -> None:
    shares = telling("notice_period")
    wanted = set(wordings(likeliest(LETTER, shares)))
    chosen = best(wanted, spread_over(wanted, OTHERS), shares, 1)
    assert chosen is not None and 2 <= len(chosen) <= 5
    assert "soon" in chosen or "start" in chosen
    mine = own_bank({"mine": {"speaker": "company", "phrases": [" ".join(chosen)]}})
    assert "mine" in [one.name for one in find(LETTER, Speaker.COMPANY, mine)]


def test_a_wording_that_stands_in_many_texts_is_none() -> None:
    sentence = sentences("Could you tell us")[0]
    wanted = set(wordings(sentence))
    spread = spread_over(wanted, OTHERS)
    assert spread.counts["could", "you", "tell"] == 2
    assert spread.keys["could", "you", "tell"] == ["0", "1"]
    assert best(wanted, spread, {}, 1) is None


def test_names_stand_in_no_wording() -> None:
    assert all("max" not in one for one in wordings(("hello", "max", "when", "could", "you"), {"max"}))


def test_figures_stand_for_their_shape() -> None:
    assert sentences("Lunch at 2pm?") == [("lunch", "at", "<clock>")]


@given(st.text(max_size=60))
def test_any_sentence_gives_phrases_that_find_it(text: str) -> None:
    for sentence in sentences(text)[:1]:
        for wording in list(wordings(sentence))[:2]:
            mine = own_bank({"mine": {"speaker": "company", "phrases": [" ".join(wording)], "vetoes": []}})
            assert "mine" in [one.name for one in find(text, Speaker.COMPANY, mine)]

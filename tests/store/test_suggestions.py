"""What is only suggested counts in nothing that the store gives out for grouping, until it is accepted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from classify.applications.types import Verdict
from classify.corrections import corrected
from classify.types import Author, Confidence, Evidence, Me, Signal
from tests.store.samples import NOW, intake, key, read, reading

if TYPE_CHECKING:
    from store.store import Store

ME = Me("Sam", frozenset({"sam@postbox.example"}))


def leaning(name: str) -> Signal:
    return Signal(name, Confidence.SUGGESTED, Evidence(0, 4, "When"), "second reader")


def test_a_letter_shows_no_suggestion_until_it_is_accepted(store: Store, candidate: int) -> None:
    one = read(1)
    both = (*one.reading.signals, leaning("offer"))
    store.commit(candidate, intake(replace(one, reading=replace(one.reading, signals=both))), NOW)

    def shown() -> frozenset[str]:
        (letter,) = store.letters(candidate, ME)
        return letter.signals

    assert shown() == {"notice_period"}
    store.say(candidate, Verdict("signal", key(1), "-notice_period"), NOW)
    assert shown() == frozenset()
    store.say(candidate, Verdict("signal", key(1), "+offer"), NOW)
    assert shown() == {"offer"}


def test_a_suggestion_that_is_accepted_opens_the_wait_that_it_asks_for() -> None:
    own = reading(1, author=Author.CANDIDATE, signals=(leaning("candidate_follow_up"),), asks=False)
    assert not corrected(own, [Verdict("signal", key(1), "-thank_you_note")]).asks
    assert corrected(own, [Verdict("signal", key(1), "+candidate_follow_up")]).asks

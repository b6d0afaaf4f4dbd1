"""The notation of the bank."""

from __future__ import annotations

import pytest

from classify.signals.match import matcher
from classify.signals.pattern import BadPattern, parse
from classify.signals.sieve import sieve
from classify.signals.words import EDGE, words_of

CLASSES = {"weekday": frozenset({("friday",), ("next", "monday")})}


def occurs(pattern: str, text: str) -> bool:
    patterns = parse(pattern, CLASSES)
    words = words_of(text)
    found = bool(matcher(patterns)(words, range(len(words.sentences))))
    assert not found or matcher(patterns)(words, sieve(patterns)(words))
    return found


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("when could you start", "So, WHEN could you start?"),
        ("we won't be", "we won’t be"),
        ("follow-up call", "a follow up call"),
        ("(when|how soon) could you [possibly] start", "How soon could you possibly start"),
        ("(when|how soon) could you [possibly] start", "when could you start"),
        ("we … offer you", "we would very much like to offer you"),
        ("we …1 offer you", "we now offer you"),
        ("on {weekday} at <clock>", "see you on Friday at 10:30"),
        ("on {weekday} at <clock>", "on next Monday, at 3pm"),
        ("<money> a year", "£45,000 a year"),
        ("yours if you want it|job is yours", "The job is yours!"),
        ("still interested ?", "Are you still interested?"),
        ("unfortunately we", "Unfortunately, we"),
    ],
)
def test_a_pattern_occurs(pattern: str, text: str) -> None:
    assert occurs(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("when could you start", "when you could start"),
        ("we … offer you", "we. Offer you"),
        ("we …1 offer you", "we would like to offer you"),
        ("still interested ?", "You are still interested."),
        ("no offer", "Is it a no? Offer it to me"),
    ],
)
def test_a_pattern_does_not_occur(pattern: str, text: str) -> None:
    assert not occurs(pattern, text)


@pytest.mark.parametrize("wrong", ["(when|how", "when)", "[maybe]", "… you", "we … … you", "on {month}", ""])
def test_a_pattern_that_cannot_be_read_is_refused(wrong: str) -> None:
    with pytest.raises(BadPattern):
        parse(wrong, CLASSES)


def test_a_pattern_with_too_many_forms_is_refused() -> None:
    many = "[" + "|".join(f"word{'x' * n}" for n in range(60)) + "] "
    with pytest.raises(BadPattern, match="forms"):
        parse(f"{many * 3} end", CLASSES)


def test_short_forms_end_no_sentence() -> None:
    assert words_of("Dr. Roe and Mr. Poe at 3.30 p.m. today").words.count(EDGE) == 0


def test_the_place_of_a_word_is_told_in_the_folded_text() -> None:
    words = words_of("Hello,\n\nwe’re   glad")
    assert [
        words.folded.text[start:end] for start, end in words.spans if words.folded.text[start:end].strip()
    ] == [
        "Hello",
        "we're",
        "glad",
    ]

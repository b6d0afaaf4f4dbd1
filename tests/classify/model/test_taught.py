"""What the person accepts and rejects teaches the second reader, and nothing else moves."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path

import pytest

from classify.fingerprint import fingerprint
from classify.judge import judge, limits, weigh
from classify.model.blend import Context
from classify.model.taught import Lesson, Taught, alike, heard, taught
from classify.signals.changed import changed_patterns, packed
from classify.signals.find import explain
from classify.signals.rules import Bank
from classify.signals.words import words_of
from classify.types import Confidence, Signal, Speaker

CORPUS = Path(__file__).parents[3] / "benchmarks" / "corpus"
COMPANY = Speaker.COMPANY
HERE = Context(system=False, reply=True)
ELSEWHERE = "Hi Sam,\n\nThanks for your time on Tuesday, it was good to talk.\n\n{}\n\nBest wishes,\nKim\n"
ODD = "the marmalade committee has nodded you through to the pantry round"
"""Nobody's words for anything."""


@cache
def texts() -> tuple[str, ...]:
    """Mails by companies."""
    lines = (CORPUS / "dev.jsonl").read_text("utf-8").splitlines()
    mails = [json.loads(line) for line in lines if line.strip()]
    return tuple(f"{one['subject']}\n\n{one['body']}" for one in mails if one["direction"] == "in")


def read(text: str, known: Taught | None = None) -> dict[str, tuple[Signal, float]]:
    found = weigh(text, COMPANY, HERE, explain(text, COMPANY), known)
    return {one.signal.name: (one.signal, one.probability) for one in found}


@cache
def suggested() -> tuple[tuple[str, Signal], ...]:
    """Every suggestion in them."""
    return tuple(
        (text, signal)
        for text in texts()
        for signal, _ in read(text).values()
        if signal.confidence is Confidence.SUGGESTED
    )


def lesson(text: str, signal: str, words: str, *, shows: bool) -> Lesson:
    return Lesson(signal, COMPANY, shows, words, text)


def own(known: Taught | None) -> Bank | None:
    return Bank((), known.fingerprint, taught=known) if known else None


def test_nothing_said_changes_nothing() -> None:
    assert taught(()) is None
    assert taught([lesson("Hello there", "offer", "  ", shows=True)]) is None  # about which words?
    elsewhere = taught([Lesson("withdrawal", Speaker.CANDIDATE, True, ODD, ODD)])
    for text in texts()[:40]:
        assert judge(text, COMPANY, HERE, own(elsewhere)) == judge(text, COMPANY, HERE)


def test_words_that_stand_nowhere_teach_nothing() -> None:
    known = taught([lesson("Hello Sam, all is well here", "offer", ODD, shows=True)])
    assert known is not None
    assert alike(known, words_of(ELSEWHERE.format(ODD)), COMPANY) == {}


def test_a_rejected_suggestion_is_no_longer_suggested_in_the_same_and_nearly_the_same_wording() -> None:
    rejected = suggested()[:40]
    known = taught(lesson(text, one.name, one.evidence.text, shows=False) for text, one in rejected)
    for text, one in rejected:
        for again in (text, f"{text}\n\nPS: mind the step."):
            found = read(again, known).get(one.name)
            assert found is None or found[0].confidence is not Confidence.SUGGESTED, (one, again)
        found = read(ELSEWHERE.format(one.evidence.text), known).get(one.name)
        # There other words may be suggested, and phrases that nothing doubts stand.
        if found is not None and found[0].confidence is Confidence.SUGGESTED:
            assert one.evidence.text not in found[0].evidence.text


def test_nearly_the_same_wording_is_wording_that_shares_most_of_its_words() -> None:
    said = f"As of today {ODD}, well done."
    known = taught([lesson(said, "offer", said, shows=True)])
    assert known is not None
    for near in (f"Today {ODD}, congratulations.", f"I hear that {ODD}."):
        assert max(alike(known, words_of(near), COMPANY)["offer"]) >= 0.5
    assert alike(known, words_of("The committee meets in the pantry today, well."), COMPANY) == {}


@pytest.mark.parametrize("name", ["notice_period", "offer", "team_introduction", "application_received"])
def test_an_accepted_wording_makes_the_same_wording_elsewhere_likely_with_these_words(name: str) -> None:
    known = taught([lesson(f"Dear Sam,\n\n{ODD}.\n\nJo", name, ODD, shows=True)])
    assert name not in read(ELSEWHERE.format(ODD))
    signal, probability = read(ELSEWHERE.format(ODD), known)[name]
    assert (signal.confidence, signal.evidence.text) == (Confidence.LIKELY, ODD)
    assert probability >= limits().likely


def test_what_a_phrase_shows_and_nothing_doubts_is_not_taken_away() -> None:
    text = ELSEWHERE.format("We are delighted to offer you the position.")
    signal, _ = read(text)["offer"]
    known = taught([lesson(text, "offer", signal.evidence.text, shows=False)])
    assert read(text, known)["offer"][0] == signal


def test_accepted_and_rejected_as_often_teaches_nothing() -> None:
    both = [lesson(ODD, "offer", ODD, shows=shows) for shows in (True, False)]
    known = taught(both)
    assert known is not None
    assert alike(known, words_of(ODD), COMPANY) == {}


def test_other_texts_hardly_move() -> None:
    chosen = random.Random(7).sample(suggested(), 40)
    known = taught(
        lesson(text, one.name, one.evidence.text, shows=at % 2 == 0) for at, (text, one) in enumerate(chosen)
    )
    moved = []
    for text in set(texts()) - {text for text, _ in chosen}:
        before, after = read(text), read(text, known)
        moved += [
            abs((after[name][1] if name in after else 0.0) - (before[name][1] if name in before else 0.0))
            for name in before.keys() | after.keys()
        ]
    assert sum(moved) / len(moved) < 0.02


def test_the_order_of_what_was_said_does_not_matter() -> None:
    lessons = [
        lesson(text, one.name, one.evidence.text, shows=at % 3 == 0)
        for at, (text, one) in enumerate(suggested()[:30])
    ]
    mixed = [*lessons, *lessons[:5]]
    random.Random(3).shuffle(mixed)
    one, other = taught(lessons), taught(mixed)
    assert one == other
    assert one is not None
    assert one.fingerprint != taught(lessons[1:]).fingerprint  # type: ignore[union-attr]
    alone = Taught("another name, so that it is learned anew", other.lessons)  # type: ignore[union-attr]
    for text in texts()[:60]:
        assert alike(one, words_of(text), COMPANY) == alike(alone, words_of(text), COMPANY)


def test_ten_thousand_corrections_are_learned() -> None:
    said = random.Random(5)
    words = sorted({word for text in texts() for word in text.split() if word.isalpha()})
    lessons = []
    for number in range(10_000):
        sentence = " ".join(said.sample(words, 8))
        text = f"Hi Sam,\n\n{sentence}.\n\n{' '.join(said.sample(words, 8))}.\n"
        lessons.append(lesson(text, "offer", sentence, shows=number % 2 == 0))
    known = taught(lessons)
    assert known is not None
    (found,) = alike(known, words_of(lessons[0].text), COMPANY).values()
    assert max(found) >= 0.5
    unmoved = sum(read(text, known).keys() == read(text).keys() for text in texts()[:60])
    assert unmoved >= 57


def test_it_is_part_of_the_fingerprint_and_everything_is_read_again() -> None:
    known = taught([lesson(ODD, "offer", ODD, shows=True)])
    assert fingerprint(own(known)) != fingerprint(None)
    assert changed_patterns(packed(None), own(known)) is None
    assert changed_patterns(packed(own(known)), own(known)) == dict.fromkeys(Speaker, ())


def test_a_probability_never_moves_away_from_what_was_said() -> None:
    for before in (0.0, 0.001, 0.3, 0.9, 0.999, 1.0):
        for share in (0.5, 0.8, 1.0):
            up, at = heard(before, [0.0, share], 0, firm=False)
            assert (up >= before, at) == (True, 1)
            assert 0 <= heard(before, [-share], 0, firm=False)[0] <= before <= 1
            assert heard(before, [-share], 0, firm=True)[0] == before
            assert heard(before, [-share, 0.0], 1, firm=False)[0] == before

"""The bank itself: every phrase can fire, every file is read strictly."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from classify.signals.bank import BadBank, Guard, Phrase, own_bank, shipped_bank
from classify.signals.find import explain, find, rules_fingerprint
from classify.signals.pattern import Pattern
from classify.signals.table import Kind, signal_table
from classify.types import Speaker

SHAPES = {
    "<clock>": "3pm",
    "<money>": "£45,000",
    "<number>": "30",
    "<ordinal>": "14th",
    "<date>": "12.03.2026",
}

Case = Callable[[str], str]


def sample(pattern: Pattern) -> str:
    """One wording of a pattern: the first form of each slot, nothing in the gaps."""
    return " ".join(SHAPES.get(word, word) for slot in pattern.slots for word in min(slot.forms))


def sentence(phrase: Phrase) -> str:
    needed: Guard | None = phrase.needs
    return sample(phrase.pattern) + (f" {sample(needed.patterns[0])}" if needed else "")


def phrases(speaker: Speaker) -> Iterator[tuple[str, Phrase]]:
    for rules in shipped_bank().rules:
        if rules.speaker is speaker:
            yield from ((rules.signal, phrase) for phrase in rules.phrases)


@pytest.mark.parametrize("speaker", list(Speaker))
@pytest.mark.parametrize(
    "shown",
    [str.lower, str.upper, lambda text: f"Well. And so, {text}."],
    ids=["lower case", "upper case", "at the end of a sentence"],
)
def test_every_phrase_fires(speaker: Speaker, shown: Case) -> None:
    known = list(phrases(speaker))
    missing = []
    for at in range(0, len(known), 40):
        some = known[at : at + 40]
        text = "\n\n".join(shown(sentence(phrase)) for _, phrase in some)
        fired = {(one.signal.name, one.signal.phrase) for one in explain(text, speaker)}
        missing += [
            (signal, phrase.pattern.source)
            for signal, phrase in some
            if (signal, phrase.pattern.source) not in fired
        ]
    assert missing == []


def test_every_text_signal_of_the_table_has_phrases() -> None:
    with_rules = {rules.signal for rules in shipped_bank().rules if rules.phrases}
    assert with_rules == {name for name, kind in signal_table().items() if kind.kind is Kind.TEXT}


def test_every_signal_can_be_vetoed() -> None:
    assert [rules.signal for rules in shipped_bank().rules if not rules.vetoes] == []


def test_a_phrase_stands_once_in_its_signal() -> None:
    with pytest.raises(BadBank, match="twice"):
        own_bank({"mine": {"speaker": "company", "phrases": ["all good", "all  good"]}})


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(BadBank, match="unknown key phrase"):
        own_bank({"mine": {"speaker": "company", "phrase": ["all good"]}})


def test_an_unknown_speaker_is_refused() -> None:
    with pytest.raises(BadBank, match="speaker"):
        own_bank({"mine": {"speaker": "nobody", "phrases": ["all good"]}})


def test_an_unknown_veto_is_refused() -> None:
    with pytest.raises(BadBank, match="no veto"):
        own_bank({"mine": {"speaker": "company", "phrases": ["all good"], "vetoes": ["maybe"]}})


def test_a_person_can_add_a_signal() -> None:
    mine = own_bank(
        {"visa_sponsorship": {"speaker": "company", "strength": 1, "phrases": ["do you need sponsorship"]}}
    )
    found = find("Hello\n\nOne thing: do you need sponsorship?", Speaker.COMPANY, mine)
    assert [one.name for one in found] == ["visa_sponsorship"]
    assert find("Hello\n\nDo you need sponsorship?", Speaker.CANDIDATE, mine) == ()


def test_a_person_can_add_phrases_to_a_shipped_signal() -> None:
    mine = own_bank({"rejection": {"phrases": ["the ship has sailed"]}})
    assert [one.name for one in find("I fear the ship has sailed.", Speaker.COMPANY, mine)] == ["rejection"]


def test_the_fingerprint_changes_with_the_phrases_of_a_person() -> None:
    mine = own_bank({"mine": {"speaker": "company", "phrases": ["all good"]}})
    assert rules_fingerprint() == rules_fingerprint()
    assert rules_fingerprint(mine) != rules_fingerprint()
    assert len(rules_fingerprint()) == 16


OFFER = "We are delighted to offer you the role."


def test_a_person_can_do_without_a_shipped_phrase() -> None:
    fired = [one.signal.phrase for one in explain(OFFER, Speaker.COMPANY) if one.signal.name == "offer"]
    assert fired
    mine = own_bank({"offer": {"without": fired}})
    assert "offer" not in [one.name for one in find(OFFER, Speaker.COMPANY, mine)]
    some = own_bank({"offer": {"without": fired[:1]}})
    assert ("offer" in [one.name for one in find(OFFER, Speaker.COMPANY, some)]) is (len(set(fired)) > 1)


def test_a_person_can_stop_a_signal_by_words_of_their_own() -> None:
    mine = own_bank({"offer": {"unless": ["playing the (host|guest)"], "phrases": ["the gig is yours"]}})
    assert "offer" in [one.name for one in find(OFFER, Speaker.COMPANY, mine)]
    for stopped in (
        "In our play we are delighted to offer you the role of Hamlet, playing the host.",
        "Playing the guest, the gig is yours.",
    ):
        assert "offer" not in [one.name for one in find(stopped, Speaker.COMPANY, mine)]
        (stop,) = {stop.veto for one in explain(stopped, Speaker.COMPANY, mine) for stop in one.stops}
        assert stop == "your own words"
    apart = f"You were playing the host. {OFFER}"
    assert "offer" in [one.name for one in find(apart, Speaker.COMPANY, mine)]


def test_a_signal_of_ones_own_needs_phrases() -> None:
    with pytest.raises(BadBank, match="phrases: missing"):
        own_bank({"mine": {"speaker": "company", "without": ["all good"]}})


def test_the_fingerprint_of_an_own_bank_is_the_same_in_every_process() -> None:
    code = (
        "from classify.signals.bank import own_bank;"
        "print(own_bank({'offer': {'phrases': ['(one|two|three) {weekday}']}}).fingerprint)"
    )
    root = Path(__file__).parents[3]
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    assert len(said) == 1

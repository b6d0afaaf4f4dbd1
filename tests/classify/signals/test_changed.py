"""Which texts a change of phrases can touch."""

from __future__ import annotations

import json
import zlib

import pytest

from classify.signals.bank import Bank, own_bank
from classify.signals.changed import changed_patterns, packed

MINE = {"mine": {"speaker": "company", "phrases": ["all good"]}}


def sources(old: bytes, new: Bank | None) -> set[str]:
    found = changed_patterns(old, new)
    assert found is not None
    return {pattern.source for patterns in found.values() for pattern in patterns}


def edited(name: str, old: str, new: str) -> bytes:
    """The shipped rules as they were when a file of the bank read otherwise."""
    content = json.loads(zlib.decompress(packed()))
    assert old in content["files"][name]
    content["files"][name] = content["files"][name].replace(old, new)
    return zlib.compress(json.dumps(content).encode())


def test_the_same_rules_differ_in_nothing() -> None:
    assert sources(packed(), None) == set()
    assert sources(packed(own_bank(MINE)), own_bank(MINE)) == set()


def test_a_new_signal_differs_in_its_phrases_and_not_in_what_vetoes_them() -> None:
    assert sources(packed(), own_bank(MINE)) == {"all good"}
    assert sources(packed(own_bank(MINE)), None) == {"all good"}


def test_a_phrase_more_differs_in_that_phrase() -> None:
    more = own_bank({"mine": {"speaker": "company", "phrases": ["all good", "all fine"]}})
    assert sources(packed(own_bank(MINE)), more) == {"all fine"}


def test_a_phrase_given_up_and_a_veto_of_ones_own_differ_in_their_words() -> None:
    given_up = own_bank({"offer": {"without": ["your offer from"], "unless": ["red herring"]}})
    assert sources(packed(), given_up) == {"your offer from", "red herring"}


def test_another_veto_differs_in_its_words() -> None:
    assert sources(edited("vetoes.toml", '"hardly", ', '"hardly", "scarcely", '), None) == {"scarcely"}


def test_another_word_of_a_class_differs_in_the_patterns_that_hold_the_class() -> None:
    found = sources(edited("words.toml", '"monday"', '"moonday"'), None)
    assert "on {weekday}" in found
    assert "your offer from" not in found


@pytest.mark.parametrize(
    "old",
    [
        b"",
        b"nonsense",
        zlib.compress(b"[]"),
        zlib.compress(b"{}"),
        zlib.compress(b'{"apart": "older code", "files": {}, "own": ""}'),
        edited("vetoes.toml", "[negation]", "[negation"),
        edited("process.toml", "yields_to = [", 'yields_to = ["silence", '),
    ],
)
def test_of_anything_else_nobody_can_tell(old: bytes) -> None:
    assert changed_patterns(old) is None

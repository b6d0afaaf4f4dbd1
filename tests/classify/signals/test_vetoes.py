"""What each veto must stop, and what looks alike and must be let through (`cases_vetoes.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from classify.signals.bank import shipped_bank, shipped_texts
from classify.signals.find import explain, find
from classify.signals.table import signal_table
from classify.types import Speaker

CASES = Path(__file__).with_name("cases_vetoes.toml")
UNTESTED = {"question"}  # for a person's own signals: no shipped one names it


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(CASES.read_text("utf-8"))


def _cases(kind: str) -> list[tuple[str, str, str]]:
    found = []
    for veto, table in _tables().items():
        for line in table[kind]:
            signal, _, text = line.partition(": ")
            found.append((veto, signal, text))
    return found


def _speaker(signal: str) -> Speaker:
    speaker = signal_table()[signal].speaker
    assert speaker is not None
    return speaker


@pytest.mark.parametrize(("veto", "signal", "text"), _cases("stops"))
def test_a_veto_stops_a_phrase_that_would_have_shown_the_signal(veto: str, signal: str, text: str) -> None:
    fired = [one for one in explain(text, _speaker(signal)) if one.signal.name == signal]
    name = veto.rpartition(".")[2]
    assert any(stop.veto == name for one in fired for stop in one.stops), "its words are not there"
    assert signal not in {one.name for one in find(text, _speaker(signal))}


@pytest.mark.parametrize(("veto", "signal", "text"), _cases("lets"))
def test_a_veto_lets_through_what_only_looks_alike(veto: str, signal: str, text: str) -> None:
    assert veto
    assert signal in {one.name for one in find(text, _speaker(signal))}


@pytest.mark.parametrize("veto", sorted(_tables()))
def test_every_veto_has_four_sentences_to_stop_and_three_to_let_through(veto: str) -> None:
    assert len(_tables()[veto]["stops"]) >= 4
    assert len(_tables()[veto]["lets"]) >= 3


def test_every_shared_veto_has_its_sentences() -> None:
    shared = set(tomllib.loads(shipped_texts()["vetoes.toml"]))
    assert shared - UNTESTED <= _tables().keys()


def test_every_shared_veto_is_used_by_a_signal() -> None:
    used = {guard.name for rules in shipped_bank().rules for guard in rules.vetoes}
    assert set(tomllib.loads(shipped_texts()["vetoes.toml"])) - UNTESTED <= used


@pytest.mark.parametrize(("veto", "signal"), sorted({case[:2] for case in _cases("stops")}))
def test_a_signal_uses_the_veto_that_is_said_to_stop_it(veto: str, signal: str) -> None:
    (rules,) = (one for one in shipped_bank().rules if one.signal == signal)
    assert veto.rpartition(".")[2] in {guard.name for guard in rules.vetoes}

"""Sentences that nobody fitted a phrase to when they were written: what shows a signal, and what does not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from classify.signals.find import find
from classify.signals.table import signal_table

# Not found, or found wrongly. A sentence that is read rightly one day must leave this list.
ALLOWED = {
    "You should have an offer from us by the end of the week.",
    "Would it be possible for you to drop in on Thursday around lunchtime to meet Sam and me?",
}


def _cases() -> list[tuple[str, str, bool]]:
    cases = []
    for file in ("cases_fresh.toml", "cases_second.toml", "cases_third.toml"):
        with (Path(__file__).parent / file).open("rb") as opened:
            tables = tomllib.load(opened)
        for signal, table in tables.items():
            cases += [(signal, text, True) for text in table["shown"]]
            cases += [(signal, text, False) for text in table["near"]]
    return cases


@pytest.mark.parametrize(("signal", "text", "shown"), _cases())
def test_a_sentence_shows_its_signal_and_its_near_miss_does_not(signal: str, text: str, shown: bool) -> None:
    speaker = signal_table()[signal].speaker
    assert speaker is not None
    found = signal in {one.name for one in find(text, speaker)}
    assert (found is shown) is (text not in ALLOWED)

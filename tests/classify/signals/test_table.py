"""The signal table."""

from __future__ import annotations

from classify.signals.table import Kind, signal_table
from classify.types import Speaker


def test_strengths_are_those_of_the_guide() -> None:
    table = signal_table()
    assert (table["offer"].strength, table["offer"].refines) == (6, "offer_preparation")
    assert (table["notice_period"].strength, table["on_hold"].strength) == (4, -4)
    assert (table["rejection"].ends, table["rejection"].strength) == (True, 0)


def test_a_text_signal_has_a_speaker_and_an_observed_one_has_none() -> None:
    for kind in signal_table().values():
        assert (kind.speaker is None) == (kind.kind is Kind.OBSERVED), kind.name


def test_the_candidate_speaks_five_signals() -> None:
    spoken = {kind.name for kind in signal_table().values() if kind.speaker is Speaker.CANDIDATE}
    assert spoken == {
        "application_sent",
        "thank_you_note",
        "candidate_follow_up",
        "withdrawal",
        "offer_accepted",
    }

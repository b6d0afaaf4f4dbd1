"""Notes stand in order of the times for which they were said, and change nothing else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reports.overview import overview
from reports.remarks.notes import Note, notes
from reports.settings import Person
from store.history import History, Remark
from tests.reports.conversations import UNTIMED, conversations
from tests.reports.searches import at, quarry

NOW = at("04-10 08:00")


def noted(known: History, when: str, number: int, text: str) -> History:
    remark = Remark("note", at(when), known.entries[-1].key, "", text, number)
    return replace(known, remarks=(*known.remarks, remark))


def test_notes_are_in_order_of_their_times():
    known = noted(noted(quarry(), "11-20 09:00", 1, "later"), "11-19 09:00", 2, "earlier")
    assert notes(known) == (Note(2, at("11-19 09:00"), "earlier"), Note(1, at("11-20 09:00"), "later"))


@UNTIMED
@given(conversations(least=1), st.text(min_size=1))
def test_a_note_never_counts(known, text):
    (bare,) = overview([known], Person(), NOW)
    (card,) = overview([noted(known, "02-01 08:00", 1, text)], Person(), NOW)
    assert [one.text for one in card.notes] == [text]
    assert replace(card, history=known, notes=()) == replace(bare, history=known)

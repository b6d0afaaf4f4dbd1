"""What the labelled mails of heldout/ must give; the figures may only rise."""

from __future__ import annotations

import tomllib

import pytest

from classify.newtext.split import split
from tests.classify.newtext.heldout import FOLDER, Misplaced, mails, misplaced

SENTENCES = tomllib.loads((FOLDER / "sentences.toml").read_text(encoding="utf-8"))["sentences"]
PLACES = {
    "before the closing": "Dear Tom,\n\nIt was good to speak.\n\n{}\n\nBest,\nDana Pike\nHead of People",
    "between sentences": "Dear Tom,\n\nIt was good to speak.\n\n{}\n\nTell me what you think.\n\nBest,\nDana",
    "at the top": "{}\n\nBest wishes,\nDana Pike",
    "above a quote": "Hi Tom,\n\n{}\n\nOn 3 Feb 2026 at 16:41, Tom <t@b.c> wrote:\n> Any news?",
    "between lines": "Hi Tom\n{}\nDana",
    "at the end": "Hi Tom\n\nIt was good to speak.\n\n{}",
}


def wrong() -> list[Misplaced]:
    return [one for mail in mails() for one in misplaced(mail)]


def test_no_line_that_is_new_is_cut() -> None:
    assert [f"{one.mail}: {one.line}" for one in wrong() if one.part == "new"] == []


def test_nothing_quoted_or_forwarded_is_read() -> None:
    assert [f"{one.mail}: {one.line}" for one in wrong() if one.part in ("quoted", "forwarded")] == []


def test_most_lines_are_in_their_part() -> None:
    misread = [one for one in wrong() if one.misread]
    assert len(mails()) == 285
    assert len(misread) <= 15
    assert len(wrong()) <= 22


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_was_the_message_stays(sentence: str, place: str) -> None:
    assert sentence in split(PLACES[place].format(sentence)).new

"""Does a text ask its reader for an answer?"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from classify.anyof import any_of
from classify.normalise import fold
from classify.types import Author

if TYPE_CHECKING:
    from ingest.types import Event

# Signals of the candidate's own that close a matter unless a question stands beside them.
CLOSING = frozenset({"thank_you_note", "offer_accepted", "withdrawal"})
OPENING = frozenset({"candidate_follow_up", "application_sent"})


class _Words(NamedTuple):
    requests: re.Pattern[str]
    confirmations: re.Pattern[str]
    settled: re.Pattern[str]
    times: re.Pattern[str]
    leaves_open: re.Pattern[str]
    courtesies: re.Pattern[str]
    longest: int
    longest_settled: int
    longest_bare: int


_DIGIT = re.compile(r"\d")


def asks(text: str, author: Author, signals: frozenset[str], events: tuple[Event, ...] = ()) -> bool:
    """Whether the new text wants an answer.

    The candidate's mail opens a wait unless it is a thank-you note, an acceptance, a withdrawal, or a plain
    confirmation of a time (design: "Response time"). The company's mail asks where it puts a question or a
    request. A system's mail never does.
    """
    if author is Author.SYSTEM:
        return False
    folded = fold(text).lower()
    question = "?" in folded
    if author is Author.PERSON:
        return question or _words().requests.search(folded) is not None
    if any(event.method == "REPLY" for event in events):
        return False
    if signals & OPENING:
        return True
    if signals & CLOSING:
        return question
    return question or not _confirms(folded)


def _confirms(folded: str) -> bool:
    """Whether a text says no more than that a thing is settled or understood."""
    words = _words()
    length = len(folded.split())
    if length > words.longest or words.requests.search(words.courtesies.sub(" ", folded)):
        return False
    if words.confirmations.search(folded):
        return True
    if not words.times.search(folded) or words.leaves_open.search(folded):
        return False
    bare = length <= words.longest_bare and _DIGIT.search(folded) is not None  # "Thursday at 10, please."
    return bare or (length <= words.longest_settled and words.settled.search(folded) is not None)


@cache
def _words() -> _Words:
    read = tomllib.loads((Path(__file__).parent / "data" / "asks.toml").read_text("utf-8"))
    return _Words(
        _any(read["requests"]),
        _any(read["confirmations"]),
        _any(read["settled"]),
        _any(read["times"]),
        _any(read["leaves_open"]),
        _any(read["courtesies"]),
        int(read["longest_confirmation"]),
        int(read["longest_settled"]),
        int(read["longest_bare_time"]),
    )


def _any(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(fold(phrase).lower() for phrase in phrases)}(?!\w)")

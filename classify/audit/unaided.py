"""What gate and relevance rule take in of themselves, without anything that the person said."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from classify.applications.types import Fact
from classify.relevance.closure import included
from classify.relevance.tied import to_read
from classify.types import Standing


def unaided(facts: Iterable[Fact], gated: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The keys of the messages that would be of the job search, and of those that would be unread, had the
    person said nothing. `gated` are messages that the gate leaves, and that may have been read only because
    of something that the person said.

    So a message that was found by an audit goes on counting as missed, in the part of the mail where it was.
    """
    known = tuple(facts)
    closed = {fact.key for fact in known if fact.key in gated}
    while True:
        supposed = tuple(
            replace(fact, standing=Standing.UNREAD) if fact.key in closed else fact for fact in known
        )
        tied = to_read(supposed) & closed
        if not tied:
            break
        closed -= tied
    unread = frozenset(fact.key for fact in supposed if fact.standing is Standing.UNREAD)
    return included(supposed), unread

"""Who and what is known to belong to the job search so far, while mail is still coming in."""

from __future__ import annotations

from collections.abc import Iterable

from classify.relevance.taught import HOUSE
from classify.types import OPEN, Standing


class Met:
    """The tokens of relevant messages, one message after the other (see `ties` and `closure`).

    What shares one of them belongs to the job search whatever comes later: more messages never take one
    away. So its words can be kept at once, and it need not be read a second time.
    """

    def __init__(self) -> None:
        self._sure: set[str] = set()
        self._once: set[str] = set()

    def add(self, standing: Standing, tokens: Iterable[str]) -> None:
        """Takes in a message; one that is not relevant by itself tells nothing."""
        if standing is not Standing.RELEVANT:
            return
        for token in set(tokens):
            if token[:2] == HOUSE:
                continue
            bare = token.removeprefix("?")
            # A mark says that the message barely is relevant: it takes two of them.
            if bare == token or bare in self._once:
                self._sure.add(bare)
            self._once.add(bare)

    def has(self, standing: Standing, tokens: Iterable[str]) -> bool:
        """Whether a message that only may be about the job search is, by whom or what it shares."""
        return standing in OPEN and not self._sure.isdisjoint(tokens)

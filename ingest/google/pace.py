"""How many requests go at once, and how long is waited after one that was not answered.

https://developers.google.com/workspace/gmail/api/guides/handle-errors asks for exponential waits, and
https://developers.google.com/workspace/gmail/api/guides/batch for no more than 50 requests in a batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.google.faults import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.google.faults import Trouble

MOST_AT_ONCE = 50
STEP = 5
"""So many more are asked at once after a batch that went well."""

ATTEMPTS = 6  # at a request that fails
BREAKS = 14  # of batches in a row that break as a whole, while they get smaller and smaller
FEW = 3
"""Requests that all fail, before it is the server that fails and not they."""

PATIENCE_SECONDS = 600.0
"""Of being refused for asking too fast, with nothing coming meanwhile, before the sync ends."""

FIRST_PAUSE_SECONDS = 1.0  # then twice as long each time
LONGEST_PAUSE_SECONDS = 24.0  # the minute of a quota slides: who waits longer wastes it
LONGEST_WAIT_SECONDS = 300.0
"""A server that asks for more than this is left alone until the next sync."""


@dataclass(slots=True)
class Pace:
    """How many requests go at once: half as many after a failure, a few more after each success."""

    at_once: int = MOST_AT_ONCE

    def slower(self) -> None:
        self.at_once = max(1, self.at_once // 2)

    def faster(self) -> None:
        self.at_once = min(MOST_AT_ONCE, self.at_once + STEP)


@dataclass(slots=True)
class Patience:
    """How long to wait after each trouble, and when to give up; it begins anew when something came.

    `chance` gives numbers from 0 to 1. Each wait is a part of what it could be at most, so that two programs
    that were refused together do not come back together.
    """

    attempts: int  # at a connection that breaks, or a server that fails, one after another
    chance: Callable[[], float]
    seconds: float = PATIENCE_SECONDS
    _refused: int = 0
    _failed: int = 0
    _waited: float = 0.0

    def begin_anew(self) -> None:
        self._refused = self._failed = 0
        self._waited = 0.0

    def before_next(self, trouble: Trouble) -> float | None:
        """Seconds to wait before the next attempt; None to give up.

        What counts as waited is the wait that chance gives on average, so that luck does not decide when to
        give up.
        """
        if trouble.kind is Kind.RATE:
            if trouble.seconds is not None:
                return self._stated(trouble.seconds)
            most = _most(self._refused)
            self._refused += 1
            self._waited += most / 2
            return self.chance() * most if self._waited <= self.seconds else None
        if trouble.kind is Kind.PASSING:
            self._failed += 1
            return self.chance() * _most(self._failed - 1) if self._failed < self.attempts else None
        return None

    def _stated(self, seconds: float) -> float | None:
        wait = max(seconds, 0) + self.chance()
        self._waited += max(wait, FIRST_PAUSE_SECONDS)
        return wait if seconds <= LONGEST_WAIT_SECONDS and self._waited <= self.seconds else None


def _most(times: int) -> float:
    """The longest wait after so many others."""
    return min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0 ** min(times, 30))

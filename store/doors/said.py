"""What the person decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import said
from store.door import Door

if TYPE_CHECKING:
    from datetime import datetime

    from classify.applications.types import Verdict


class Said(Door):
    """What was said. Each method is one transaction; each may raise StoreError."""

    def verdicts(self, candidate: int) -> tuple[Verdict, ...]:
        """What the person said and did not take back, in that order."""
        with self._reading() as connection:
            return said.verdicts(connection, candidate)

    def say(self, candidate: int, verdict: Verdict, now: datetime) -> None:
        """Adds what the person said; `now` is when."""
        with self._writing() as connection:
            said.say(connection, candidate, verdict, now)

    def unsay(self, candidate: int, verdict: Verdict, now: datetime) -> bool:
        """Takes back what the person said; False if it was not said."""
        with self._writing() as connection:
            return said.unsay(connection, candidate, verdict, now)

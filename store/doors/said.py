"""What the person decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import said
from store.door import Door

if TYPE_CHECKING:
    from datetime import datetime

    from classify.applications.types import Verdict
    from store.said import Decision


class Said(Door):
    """What was said. Each method is one transaction; each may raise StoreError."""

    def verdicts(self, candidate: int) -> tuple[Verdict, ...]:
        """What the person said and did not take back, in that order; of two words on one signal the last."""
        with self._reading() as connection:
            return said.verdicts(connection, candidate)

    def decisions(self, candidate: int) -> tuple[Decision, ...]:
        """Everything that the person ever said, what they took back too, in that order."""
        with self._reading() as connection:
            return said.decisions(connection, candidate)

    def say(self, candidate: int, verdict: Verdict, now: datetime) -> int:
        """Adds what the person said; `now` is when. Returns its number."""
        with self._writing() as connection:
            return said.say(connection, candidate, verdict, now)

    def take_back(self, candidate: int, number: int, now: datetime) -> bool:
        """Takes back the decision of that number; False where there is none that counts."""
        with self._writing() as connection:
            return said.take_back(connection, candidate, number, now)

    def bring_back(self, candidate: int, number: int) -> bool:
        """Lets a decision that was taken back count again; False where there is none."""
        with self._writing() as connection:
            return said.take_back(connection, candidate, number, None)

    def unsay(self, candidate: int, verdict: Verdict, now: datetime) -> bool:
        """Takes back what the person said; False if it was not said."""
        with self._writing() as connection:
            return said.unsay(connection, candidate, verdict, now)

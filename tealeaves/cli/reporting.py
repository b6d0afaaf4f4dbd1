"""What the reporting commands share: the cards of all applications at one time."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from reports.overview import Card
    from reports.settings import Person
    from store.history import History, OpenQuestion
    from tealeaves.cli.session import Session


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that a report is made of."""

    person: Person
    histories: tuple[History, ...]
    questions: tuple[OpenQuestion, ...]
    config: str  # where the person's settings came from

    def cards(self, now: datetime) -> tuple[Card, ...]:
        """A card for each application known at `now`. Raises UsageError for settings that cannot be."""
        from reports.overview import overview

        try:
            return overview(self.histories, self.person, now)
        except ValueError as error:
            raise UsageError(f"{self.config}: me: {error}") from None


def standing(session: Session, now: datetime) -> Standing:
    """What the store holds for this person. Raises StoreError."""
    with session.open(now) as (store, candidate):
        return Standing(
            session.person,
            store.histories(candidate),
            store.questions(candidate),
            str(session.config.path),
        )


def coloured() -> bool:
    """Whether standard output is a terminal that wants colour (https://no-color.org)."""
    import os

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


EMPTY = "No applications yet: tealeaves import PATH brings mail in."

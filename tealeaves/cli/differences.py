"""What changes for applications: their cards before and after, and how that is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from reports.overview import Card
    from store.store import Store
    from tealeaves.cli.session import Session


@dataclass(frozen=True, slots=True)
class Place:
    """Where an application stands."""

    stage: str
    score: int | None  # None where it has ended
    trend: str
    messages: int

    def __str__(self) -> str:
        stage = self.stage.replace("_", " ")
        return stage if self.score is None else f"{stage} {self.score} {self.trend}"

    def as_dict(self) -> dict[str, Any]:
        return {
            "stage": self.stage,
            "score": self.score,
            "trend": self.trend,
            "messages": self.messages,
        }


@dataclass(frozen=True, slots=True)
class Moved:
    """One application that is not what it was; None where there was none, or is none any longer."""

    id: str
    title: str
    before: Place | None
    after: Place | None

    def line(self) -> str:
        if self.before is None:
            return f"{self.id}  {self.title}: new, {self.after}"
        if self.after is None:
            return f"{self.id}  {self.title}: {self.before} -> none"
        if self._is_told_by_messages():
            return f"{self.id}  {self.title}: {self.before.messages} -> {self.after.messages} messages"
        return f"{self.id}  {self.title}: {self.before} -> {self.after}"

    def _is_told_by_messages(self) -> bool:
        return str(self.before) == str(self.after)

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "before": self.before.as_dict() if self.before else None,
            "after": self.after.as_dict() if self.after else None,
        }


def cards(session: Session, store: Store, candidate: int, now: datetime) -> tuple[Card, ...]:
    """A card for each application of the store. Raises UsageError for settings that cannot be."""
    from reports.overview import overview

    try:
        return overview(store.histories(candidate), session.person, now)
    except ValueError as error:
        raise UsageError(f"{session.config.path}: me: {error}") from None


def moved(before: Iterable[Card], after: Iterable[Card]) -> tuple[Moved, ...]:
    """The applications whose stage, score, trend or number of messages differs, in the order of `after`, then
    those that are gone."""
    from reports.render.names import title

    earlier = {card.id: card for card in before}
    later = {card.id: card for card in after}
    found = []
    for one in [*later, *(one for one in earlier if one not in later)]:
        old, new = earlier.get(one), later.get(one)
        named = new or old
        assert named is not None  # noqa: S101 (its id is from one of the two)
        change = Moved(one, title(named), _place(old), _place(new))
        if change.before != change.after:
            found.append(change)
    return tuple(found)


def _place(card: Card | None) -> Place | None:
    if card is None:
        return None
    score = card.momentum.score if card.open else None
    stage, trend = card.progress.stage.value, card.momentum.trend.value
    return Place(stage, score, trend, len(card.history.entries))

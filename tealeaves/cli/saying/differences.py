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
    was: str = ""  # the id that it had before, where it has another one now
    into: str = ""  # the id of the application that holds most of its messages, where it is gone

    def line(self) -> str:
        if self.was:
            return f"{self.id}  {self.title}: {self.after}; its id was {self.was}"
        if self.before is None:
            return f"{self.id}  {self.title}: new, {self.after}"
        if self.after is None:
            now = f"now part of {self.into}" if self.into else "none"
            return f"{self.id}  {self.title}: {self.before} -> {now}"
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
            "was": self.was or None,
            "into": self.into or None,
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
    those that are gone. One that has another id is told once, by its new one."""
    from reports.render.names import title

    earlier = {card.id: card for card in before}
    later = {card.id: card for card in after}
    gone = {one: _holder(card, later.values()) for one, card in earlier.items() if one not in later}
    names = {new: old for old, new in reversed(gone.items()) if new and new not in earlier}
    found = []
    for one in [*later, *(one for one in gone if names.get(gone[one]) != one)]:
        was = names.get(one, "")
        old, new = earlier.get(was or one), later.get(one)
        named = new or old
        assert named is not None  # noqa: S101 (its id is from one of the two)
        change = Moved(one, title(named), _place(old), _place(new), was, gone.get(one, ""))
        if was or change.before != change.after:
            found.append(change)
    return tuple(found)


def _holder(card: Card, among: Iterable[Card]) -> str:
    """The id of the one that holds most of its messages; "" for none."""
    mine = {entry.key for entry in card.history.entries}
    held = {one.id: sum(entry.key in mine for entry in one.history.entries) for one in among}
    most = max(held, key=held.__getitem__, default="")
    return most if held.get(most) else ""


def _place(card: Card | None) -> Place | None:
    if card is None:
        return None
    score = card.momentum.score if card.open else None
    stage, trend = card.progress.stage.value, card.momentum.trend.value
    return Place(stage, score, trend, len(card.history.entries))

"""What the commands share that rearrange applications: done whole or not at all, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from reports.overview import Card
    from store.said import Decision
    from store.store import Store
    from tealeaves.cli.saying.differences import Moved
    from tealeaves.cli.session import Session

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Arranged(Generic[T]):
    """What was `done`, with the cards of all applications before and after it."""

    done: T
    before: tuple[Card, ...]
    after: tuple[Card, ...]

    @property
    def moved(self) -> tuple[Moved, ...]:
        """The applications that are not what they were."""
        from tealeaves.cli.saying.differences import moved

        return moved(self.before, self.after)

    def holding(self, key: str) -> Card | None:
        """The application that holds a message now."""
        return next((card for card in self.after if any(e.key == key for e in card.history.entries)), None)


def arranged(
    here: Session,
    store: Store,
    candidate: int,
    now: datetime,
    shown: datetime,
    do: Callable[[Store], T],
    *,
    before: tuple[Card, ...] | None = None,
) -> Arranged[T]:
    """Does it in one transaction and groups everything anew; scores are those of the time `shown`. `before`
    are the cards as they are, where they are known. Raises what `do` raises, and then nothing was done."""
    from tealeaves.cli.saying.differences import cards
    from tealeaves.pipeline.own import own
    from tealeaves.pipeline.settle import settle

    was = cards(here, store, candidate, shown) if before is None else before
    with store.rehearsal() as tried:
        done = do(tried)
        settle(tried, candidate, here.me, own(tried, candidate, here.bank), now, person=here.person)
        after = cards(here, tried, candidate, shown)
        tried.keep()
    return Arranged(done, was, after)


def undoing(numbers: Iterable[int]) -> str:
    """The command that takes these decisions back."""
    return "tealeaves decisions " + " ".join(f"--undo {number}" for number in numbers)


def reversing(before: Iterable[Decision], after: Iterable[Decision]) -> str:
    """The command that makes decisions what they were `before`; "" where nothing was said or taken back."""
    counted = {one.number for one in before if one.undone_at is None}
    count = {one.number for one in after if one.undone_at is None}
    words = [f"--undo {number}" for number in sorted(count - counted)]
    words += [f"--redo {number}" for number in sorted(counted - count)]
    return " ".join(["tealeaves decisions", *words]) if words else ""


def outcome(found: Arranged[Any], numbers: Iterable[int]) -> dict[str, Any]:
    """What JSON says of it beside the rest."""
    said = list(numbers)
    return {
        "applications": [one.as_dict() for one in found.moved],
        "decisions": said,
        "undo": undoing(said) if said else None,
    }

"""Re-classification: the stored mail read by the rules of today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classify.read import read
from tealeaves.pipeline.settle import settle

if TYPE_CHECKING:
    from datetime import datetime

    from classify.signals.bank import Bank
    from classify.types import Me, Reading
    from store.store import Store


@dataclass(frozen=True, slots=True)
class Change:
    """One message whose reading differs from the stored one."""

    message_id: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    other: tuple[str, ...]  # what else differs: "author", "company", "role", "promise", …

    def line(self) -> str:
        marks = [*(f"+{name}" for name in self.added), *(f"-{name}" for name in self.removed), *self.other]
        return f"{self.message_id}  {' '.join(marks)}"

    def as_dict(self) -> dict[str, object]:
        return {
            "message_id": self.message_id,
            "added": list(self.added),
            "removed": list(self.removed),
            "other": list(self.other),
        }


def reread(
    store: Store, candidate: int, me: Me, bank: Bank | None, now: datetime, *, dry_run: bool
) -> tuple[Change, ...]:
    """Reads every kept message again, writes the readings that changed, and settles. Raises StoreError."""
    before = {reading.key: reading for reading in store.readings(candidate)}
    changes: list[Change] = []
    fresh: list[Reading] = []
    for message in store.messages(candidate):
        reading = read(message, me, bank)
        old = before.get(message.key)
        if reading == old:
            continue
        fresh.append(reading)
        change = difference(message.message_id, old, reading)
        if change.added or change.removed or change.other:
            changes.append(change)
    if not dry_run:
        store.put_readings(candidate, fresh)
        settle(store, candidate, me, bank, now)
    return tuple(changes)


def difference(message_id: str, old: Reading | None, new: Reading) -> Change:
    """What a person would notice between two readings of one message."""
    then = {signal.name for signal in old.signals} if old else set[str]()
    today = {signal.name for signal in new.signals}
    other = tuple(
        name
        for name in ("author", "standing", "company", "role", "agency", "requisition", "promise", "asks")
        if old is None or getattr(old, name) != getattr(new, name)
    )
    return Change(message_id, tuple(sorted(today - then)), tuple(sorted(then - today)), other)

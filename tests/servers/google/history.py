"""What happened to the mailbox, in the order of its history ids.

developers.google.com/workspace/gmail/api/reference/rest/v1/users.history/list: "History IDs increase
chronologically but are not contiguous with random gaps in between valid IDs. Supplying an invalid or out of
date startHistoryId typically returns an HTTP 404 error code."
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

KINDS = {
    "messageAdded": "messagesAdded",
    "messageDeleted": "messagesDeleted",
    "labelAdded": "labelsAdded",
    "labelRemoved": "labelsRemoved",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One record. `labels` are the message's after it (before it, for a message that was deleted)."""

    id: int
    message: str
    thread: str
    labels: tuple[str, ...]
    kinds: tuple[tuple[str, tuple[str, ...]], ...]  # ("labelAdded", the labels added)

    def record(self, wanted: frozenset[str]) -> dict[str, Any] | None:
        """Its JSON with the wanted kinds, or None where it has none of them."""
        bare = {"id": self.message, "threadId": self.thread}
        full = bare | ({"labelIds": list(self.labels)} if self.labels else {})
        made: dict[str, Any] = {"id": str(self.id), "messages": [bare]}
        for kind, labels in self.kinds:
            if kind in wanted:
                made[KINDS[kind]] = [{"message": full} | ({"labelIds": list(labels)} if labels else {})]
        return made if len(made) > 2 else None


@dataclass(slots=True)
class History:
    current: int = 1_000_000  # a test may set it higher; some servers pass 2**64
    oldest: int = 0  # the first startHistoryId that is still known
    changes: list[Change] = field(default_factory=list)
    _gaps: random.Random = field(default_factory=lambda: random.Random(6))

    def add(self, message: str, thread: str, labels: list[str], *kinds: tuple[str, tuple[str, ...]]) -> int:
        self.move()
        self.changes.append(Change(self.current, message, thread, tuple(labels), kinds))
        return self.current

    def move(self) -> None:
        """A new id without a record: something happened that leaves none."""
        self.current += self._gaps.randint(1, 40)

    def forget(self) -> None:
        """Every id given so far is out of date from now on."""
        self.move()
        self.oldest = self.current
        self.changes.clear()

    def since(self, start: int) -> list[Change] | None:
        """The changes after that id; None where it is out of date, or was never given."""
        if not self.oldest <= start <= self.current:
            return None
        return [change for change in self.changes if change.id > start]

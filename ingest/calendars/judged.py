"""By what the events of a calendar were judged, and whether they have to be judged again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class Judged(Protocol):
    """What the cursor of a calendar keeps of it."""

    @property
    def mark(self) -> str: ...  # of the diary that judged
    @property
    def since(self) -> datetime | None: ...  # what was over before was passed over


def looks_again(cursor: Judged, mark: str, since: datetime) -> bool:
    """Whether an event that was passed over may be wanted now."""
    if cursor.mark != mark or cursor.since is None:
        return True
    return cursor.since.tzinfo is None or since < cursor.since

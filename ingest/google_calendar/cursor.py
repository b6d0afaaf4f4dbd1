"""How far a calendar was read. Of an event that was not taken it says nothing, not even that it is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec


@dataclass(frozen=True, slots=True)
class Cursor:
    """What is settled of a calendar."""

    token: str = ""  # nextSyncToken of the last list that was read to its end; none: it is listed anew
    mark: str = ""  # of the diary that judged those events
    since: datetime | None = None  # what was over before was passed over
    is_doubted: bool = False  # it was empty all of a sudden, and that was told
    elsewhere: tuple[str, ...] = ()  # events taken here that are in another calendar of the account now

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


def read(text: str) -> Cursor | None:
    """The cursor that `text` holds; None where there is none, or one that cannot be read."""
    try:
        return msgspec.json.decode(text, type=Cursor)
    except (msgspec.MsgspecError, ValueError):
        return None

"""What a line of a log tells besides its message, each thing by its name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Plain = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a mail. No other way leads into a log, which says how long it is and no more."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        return f"<subject, {len(self.text)} characters>"


def fields(**named: object) -> dict[str, Mapping[str, object]]:
    """For `extra=` of a call of the log: `log.info("sync done", extra=fields(account=name, new=3))`."""
    return {"fields": named}


def as_plain(value: object) -> Plain:
    """The value as JSON can hold it: times in ISO 8601, and everything else that is no number as text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)

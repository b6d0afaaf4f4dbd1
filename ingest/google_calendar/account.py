"""The calendars of a Google account: which of them are read, and from when on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

KIND = "google-calendar"


@dataclass(frozen=True, slots=True)
class Account:
    """Everything but the secret."""

    name: str
    since: datetime  # UTC; what was over before is left where it is
    calendars: tuple[str, ...] = ()  # by name or id; none: all that are the person's own
    api_root: str = ""  # none: Google's

    def source(self, calendar: str) -> str:
        """What the places of a calendar's events are called."""
        return f"{self.name}/{calendar}"

"""A CalDAV account: where its calendars are, and which of them are read from when on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

KIND = "caldav"


@dataclass(frozen=True, slots=True)
class Account:
    """Everything but the secret.

    `url` is an address (of a server, of a person's calendars or of one calendar), or a bare host name, or the
    domain of an e-mail address. `http://` is for this machine alone.
    """

    name: str
    url: str = field(repr=False)  # somebody may have put a password into it
    since: datetime  # UTC; what was over before is left where it is
    now: datetime  # UTC
    calendars: tuple[str, ...] = ()  # by name or id; none: all that hold events
    ca_file: str = ""
    tls_minimum: str = "1.2"

    def source(self, calendar: str) -> str:
        """What the places of a calendar's events are called."""
        return f"{self.name}/{calendar}"

"""A feed: where its calendar lies, and from when on it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

KIND = "feed"


@dataclass(frozen=True, slots=True)
class Account:
    """An address or a path. The address is a secret: who knows it reads the calendar."""

    name: str
    since: datetime  # UTC; what was over before is left where it is
    now: datetime  # UTC
    url: str = field(default="", repr=False)  # https:// or webcal://; http:// on this machine alone
    path: str = ""  # a file, or a folder of .ics files
    ca_file: str = ""
    tls_minimum: str = "1.2"

    @property
    def source(self) -> str:
        """What the places of the feed's events are called."""
        return self.name

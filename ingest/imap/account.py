"""An IMAP account: where it is and how much of it is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True, slots=True)
class Account:
    """Everything but the secret."""

    name: str
    host: str
    since: datetime  # UTC; older mail is left where it is
    port: int = 993
    security: Security = "tls"
    ca_file: str = ""
    tls_minimum: str = "1.2"
    folders: tuple[str, ...] = ()  # none: by special use
    patience_seconds: float = 60.0  # how long a silent connection is waited for
    attempts: int = 5  # at anything, before it is given up

    def source(self, folder: str) -> str:
        """What the places of a folder's mail are called."""
        return f"{self.name}/{folder}"

    def folder(self, source: str) -> str | None:
        """The folder of a source of this account; None for anybody else's."""
        name, slash, folder = source.partition("/")
        return folder if slash and name == self.name else None

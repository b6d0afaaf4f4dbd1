"""A Gmail account: how much of it is wanted, and where it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Account:
    """Everything but the secret."""

    name: str
    since: datetime  # UTC; older mail is left where it is
    api_root: str = ""  # Google's own where empty
    patience_seconds: float = 60.0  # how long a silent connection is waited for

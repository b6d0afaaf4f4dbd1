"""Who syncs an account at the moment, and when it was synced last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to sync one account, for a while. A holder that dies loses it when the while is over."""

    holder: str  # a name of the caller's own making, such as "host:process"
    since: datetime  # UTC
    until: datetime  # UTC


@dataclass(frozen=True, slots=True)
class AccountState:
    lease: Lease | None  # the last that was not given back; it may have run out
    synced_at: datetime | None  # UTC; when a sync of it was last finished
    news_at: datetime | None  # UTC; when one last brought something new

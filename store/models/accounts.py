"""The state of each account: who syncs it at the moment, and when it was synced last."""

from __future__ import annotations

from store.columns import Utc, Words
from store.models.base import WALL_CLOCK, Base, column, optional, owner


class AccountRow(Base):
    """One account by the name that the person gave it. `holder` is who syncs it until `held_until`."""

    __tablename__ = "accounts"

    candidate_id = owner()
    name = column(Words, primary_key=True)
    holder = optional(Words, info=WALL_CLOCK)
    held_since = optional(Utc, info=WALL_CLOCK)
    held_until = optional(Utc, info=WALL_CLOCK)
    synced_at = optional(Utc, info=WALL_CLOCK)
    news_at = optional(Utc, info=WALL_CLOCK)

"""What we did: the state of each account, and the digests that were mailed."""

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


class MailedDigestRow(Base):
    """A digest that was mailed: of which week, to whom, and when."""

    __tablename__ = "mailed_digests"

    candidate_id = owner()
    week = column(Words, primary_key=True)
    recipient = column(Words, primary_key=True)
    message_id = column(Words)
    mailed_at = column(Utc)

"""Said: what the person decided. No machine overwrites it, and no rebuild touches it."""

from __future__ import annotations

import sqlalchemy as sa

from store.columns import Utc, Words
from store.models.base import Base, column, optional, owner


class DecisionRow(Base):
    """One decision. Rows are only added; one taken back is marked, not removed.

    `key` names a message but is no foreign key: what was said outlives what it was said about.
    """

    __tablename__ = "decisions"

    candidate_id = owner()
    number = column(sa.Integer, primary_key=True, autoincrement=False)  # 1, 2, 3 … per candidate
    at = column(Utc)
    kind = column(Words)
    key = column(Words)
    value = column(Words)
    words = column(Words, server_default="")
    undone_at = optional(Utc)


class ForgottenRow(Base):
    """A message that the person had forgotten: its key, which tells nothing of it, so that it stays away."""

    __tablename__ = "forgotten"

    candidate_id = owner()
    message_key = column(Words, primary_key=True)

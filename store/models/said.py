"""Said: what the person decided. No machine overwrites it, and no rebuild touches it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from store.columns import Utc, Words
from store.models.base import Base, owner


class DecisionRow(Base):
    """One decision. Rows are only added; one taken back is marked, not removed.

    `key` names a message but is no foreign key: what was said outlives what it was said about.
    """

    __tablename__ = "decisions"

    candidate_id: Mapped[int] = owner()
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3 … per candidate
    at: Mapped[datetime] = mapped_column(Utc)
    kind: Mapped[str] = mapped_column(Words)
    key: Mapped[str] = mapped_column(Words)
    value: Mapped[str] = mapped_column(Words)
    undone_at: Mapped[datetime | None] = mapped_column(Utc)

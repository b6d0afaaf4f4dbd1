"""Which digests were mailed: of which week, to whom and when, so that none goes out twice by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from store.models import MailedDigestRow
from store.statements import upsert

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class MailedDigest:
    week: str  # ISO 8601: "2026-W39"
    recipient: str
    message_id: str
    at: datetime  # UTC; when the server took it


def last(connection: sa.Connection, candidate: int, week: str, recipient: str) -> MailedDigest | None:
    """The digest that was mailed, or None. Addresses are compared without case."""
    asked = sa.select(MailedDigestRow.message_id, MailedDigestRow.mailed_at).where(
        MailedDigestRow.candidate_id == candidate,
        MailedDigestRow.week == week,
        MailedDigestRow.recipient == recipient.casefold(),
    )
    row = connection.execute(asked).one_or_none()
    return None if row is None else MailedDigest(week, recipient, row.message_id, row.mailed_at)


def note(connection: sa.Connection, candidate: int, digest: MailedDigest) -> None:
    row = {
        "candidate_id": candidate,
        "week": digest.week,
        "recipient": digest.recipient.casefold(),
        "message_id": digest.message_id,
        "mailed_at": digest.at,
    }
    upsert(connection, MailedDigestRow, [row])

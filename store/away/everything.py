"""What an export tells beside the messages: where each was seen, and all that was ever said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from store.models import DecisionRow, MembershipRow, MessageRow, SightingRow
from store.statements import among

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, taken back or not."""

    number: int
    at: datetime  # UTC
    kind: str
    key: str  # of the message that it is about
    value: str
    words: str
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A place where a message was seen; `gone` since it is there no longer."""

    source: str
    kind: str
    spot: str
    labels: tuple[str, ...]
    seen_at: datetime
    gone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Identity:
    """A message of which no words are kept."""

    key: str
    message_id: str
    at: datetime


def decided(connection: sa.Connection, candidate: int) -> tuple[Decided, ...]:
    """In the order in which it was said."""
    columns = [getattr(DecisionRow, name) for name in Decided.__slots__]
    asked = sa.select(*columns).where(DecisionRow.candidate_id == candidate)
    return tuple(Decided(*row) for row in connection.execute(asked.order_by(DecisionRow.number)))


def seen(connection: sa.Connection, candidate: int, keys: Collection[str]) -> dict[str, tuple[Seen, ...]]:
    """The places of each of the messages."""
    columns = [getattr(SightingRow, name) for name in Seen.__slots__]
    asked = sa.select(SightingRow.message_key, *columns).where(
        SightingRow.candidate_id == candidate, among(connection, SightingRow.message_key, keys)
    )
    found: defaultdict[str, list[Seen]] = defaultdict(list)
    for key, *row in connection.execute(asked.order_by(SightingRow.message_key, SightingRow.digest)):
        found[key].append(Seen(*row))
    return {key: tuple(places) for key, places in found.items()}


def homes(connection: sa.Connection, candidate: int) -> dict[str, str]:
    """Message key -> id of its application."""
    asked = sa.select(MembershipRow.message_key, MembershipRow.application_id)
    found = connection.execute(asked.where(MembershipRow.candidate_id == candidate))
    return {row.message_key: row.application_id for row in found}


def identities(connection: sa.Connection, candidate: int, keys: Collection[str]) -> tuple[Identity, ...]:
    """The messages of these keys without their words, in order of time."""
    asked = sa.select(MessageRow.key, MessageRow.message_id, MessageRow.at).where(
        MessageRow.candidate_id == candidate, among(connection, MessageRow.key, keys)
    )
    return tuple(Identity(*row) for row in connection.execute(asked.order_by(MessageRow.at, MessageRow.key)))

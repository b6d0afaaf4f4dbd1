"""What of each message tells whether it goes with others that are forgotten."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from store import received
from store.models import (
    ApplicationRow,
    ContentRow,
    MembershipRow,
    MessageRow,
    ReadingRow,
    SightingRow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

LETTERS = ("eml", "maildir")
"""Kinds of places that are a file for each message."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One message, kept or not, as far as forgetting looks at it."""

    key: str
    at: datetime  # UTC
    message_id: str
    answers: tuple[str, ...]  # Message-IDs of In-Reply-To and References
    sender: str  # address, "" where its words were left out
    company: str  # that it names, "" for none
    agency: str
    application: str  # id, "" for none
    is_kept: bool
    is_ours: bool  # the candidate wrote it
    sources: frozenset[str]  # of all places where it was ever seen
    spots: frozenset[str]  # files of its own that it lies in, by name


@dataclass(frozen=True, slots=True)
class Named:
    """An application by its names."""

    id: str
    company: str
    role: str
    agency: str


def traces(connection: sa.Connection, candidate: int) -> tuple[Trace, ...]:
    """Every message, in order of time."""
    seen = _seen(connection, candidate)
    asked = (
        sa.select(
            MessageRow.key,
            MessageRow.at,
            MessageRow.message_id,
            MessageRow.in_reply_to,
            MessageRow.refs,
            ContentRow.sender_email,
            ContentRow.message_key.label("words"),
            ReadingRow.author,
            ReadingRow.company,
            ReadingRow.agency,
            MembershipRow.application_id,
        )
        .outerjoin(ContentRow, _of(ContentRow))
        .outerjoin(ReadingRow, _of(ReadingRow))
        .outerjoin(MembershipRow, _of(MembershipRow))
        .where(MessageRow.candidate_id == candidate)
        .order_by(MessageRow.at, MessageRow.key)
    )
    return tuple(
        Trace(
            key=row.key,
            at=row.at,
            message_id=row.message_id,
            answers=(*row.in_reply_to, *row.refs),
            sender=row.sender_email or "",
            company=row.company or "",
            agency=row.agency or "",
            application=row.application_id or "",
            is_kept=row.words is not None,
            is_ours=row.author == "candidate",
            sources=frozenset(source for source, _, _ in seen.get(row.key, ())),
            spots=frozenset(spot for _, kind, spot in seen.get(row.key, ()) if kind in LETTERS),
        )
        for page in received.pages(connection, asked)
        for row in page
    )


def named(connection: sa.Connection, candidate: int) -> tuple[Named, ...]:
    """The applications, in order of their first message."""
    asked = sa.select(ApplicationRow.id, ApplicationRow.company, ApplicationRow.role, ApplicationRow.agency)
    mine = asked.where(ApplicationRow.candidate_id == candidate).order_by(ApplicationRow.position)
    return tuple(Named(*row) for row in connection.execute(mine))


def mentions(connection: sa.Connection, candidate: int, name: str) -> tuple[str, ...]:
    """The kept messages in whose subject or text the name stands."""
    texts = (ContentRow.text, ContentRow.subject)
    asked = sa.select(ContentRow.message_key).where(
        ContentRow.candidate_id == candidate,
        sa.or_(*(text.icontains(name, autoescape=True) for text in texts)),
    )
    return tuple(connection.scalars(asked.order_by(ContentRow.message_key)))


def _seen(connection: sa.Connection, candidate: int) -> Mapping[str, list[tuple[str, str, str]]]:
    """Key -> source, kind and spot of each place."""
    found: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    asked = sa.select(SightingRow.message_key, SightingRow.source, SightingRow.kind, SightingRow.spot)
    for key, source, kind, spot in connection.execute(asked.where(SightingRow.candidate_id == candidate)):
        found[key].append((source, kind, spot))
    return found


def _of(model: Any) -> sa.ColumnElement[bool]:
    return sa.and_(model.candidate_id == MessageRow.candidate_id, model.message_key == MessageRow.key)

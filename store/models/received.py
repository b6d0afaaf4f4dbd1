"""Received: what the world said. Written by sync, never rewritten."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ingest.types import Address, Attachment, Attendee, Message, Problem, When
from store.columns import Exact, Json, Utc, Whole, Words
from store.models.base import WALL_CLOCK, Base, of_message, owner

TEXTS = tuple[str, ...]
ADDRESSES = tuple[Address, ...]


class CandidateRow(Base):
    __tablename__ = "candidates"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Words, unique=True)


class MessageRow(Base):
    """The identity of every message, kept or not: it holds no words."""

    __tablename__ = "messages"
    __table_args__ = (sa.Index(None, "candidate_id", "at"),)

    candidate_id: Mapped[int] = owner()
    key: Mapped[str] = mapped_column(Words, primary_key=True)
    message_id: Mapped[str] = mapped_column(Words)
    in_reply_to: Mapped[tuple[str, ...]] = mapped_column(Json(TEXTS))
    refs: Mapped[tuple[str, ...]] = mapped_column(Json(TEXTS))
    provider_thread: Mapped[str | None] = mapped_column(Words)
    at: Mapped[datetime] = mapped_column(Utc)
    correspondents: Mapped[tuple[str, ...]] = mapped_column(Json(TEXTS))


class ContentRow(Base):
    """The words of a message that is about the job search: there is a row for each kept message."""

    __tablename__ = "contents"
    __table_args__ = (of_message("candidate_id", "message_key"),)

    candidate_id: Mapped[int] = owner()
    message_key: Mapped[str] = mapped_column(Words, primary_key=True)
    sender_name: Mapped[str | None] = mapped_column(Words)
    sender_email: Mapped[str | None] = mapped_column(Words)
    reply_to: Mapped[tuple[Address, ...]] = mapped_column(Json(ADDRESSES))
    recipients: Mapped[tuple[Address, ...]] = mapped_column(Json(ADDRESSES))
    cc: Mapped[tuple[Address, ...]] = mapped_column(Json(ADDRESSES))
    subject: Mapped[str] = mapped_column(Words)
    text: Mapped[str] = mapped_column(Words)
    zone_minutes: Mapped[int] = mapped_column(Whole)
    automatic: Mapped[str] = mapped_column(Words)
    bulk: Mapped[bool]
    mailer: Mapped[str] = mapped_column(Words)
    return_path: Mapped[str] = mapped_column(Words)
    labels: Mapped[tuple[str, ...]] = mapped_column(Json(TEXTS))
    attachments: Mapped[tuple[Attachment, ...]] = mapped_column(Json(tuple[Attachment, ...]))
    forwarded: Mapped[tuple[Message, ...]] = mapped_column(Json(tuple[Message, ...]))
    problems: Mapped[tuple[Problem, ...]] = mapped_column(Json(tuple[Problem, ...]))


class SightingRow(Base):
    """One place where a message was seen. `digest` stands for the place, whose name may be of any length."""

    __tablename__ = "sightings"
    __table_args__ = (of_message("candidate_id", "message_key"),)

    candidate_id: Mapped[int] = owner()
    message_key: Mapped[str] = mapped_column(Words, primary_key=True)
    digest: Mapped[str] = mapped_column(Words, primary_key=True)
    source: Mapped[str] = mapped_column(Exact)
    kind: Mapped[str] = mapped_column(Words)
    spot: Mapped[str] = mapped_column(Exact)
    labels: Mapped[tuple[str, ...]] = mapped_column(Json(TEXTS))
    seen_at: Mapped[datetime] = mapped_column(Utc, info=WALL_CLOCK)


class EventRow(Base):
    """One version of a calendar event, by one carrier, in one source.

    `content` is the digest of the event alone, `digest` that of event, carrier and source.
    """

    __tablename__ = "events"
    __table_args__ = (of_message("candidate_id", "carrier"), sa.Index(None, "candidate_id", "carrier"))

    candidate_id: Mapped[int] = owner()
    digest: Mapped[str] = mapped_column(Words, primary_key=True)
    content: Mapped[str] = mapped_column(Words)
    carrier: Mapped[str | None] = mapped_column(Words)  # the key of its mail, NULL for a calendar
    position: Mapped[int]  # among the events of its carrier
    source: Mapped[str] = mapped_column(Exact)
    kind: Mapped[str] = mapped_column(Words)
    spot: Mapped[str] = mapped_column(Exact)
    uid: Mapped[str] = mapped_column(Words)
    recurrence_id: Mapped[str] = mapped_column(Words)
    sequence: Mapped[int] = mapped_column(Whole)
    stamp: Mapped[datetime | None] = mapped_column(Utc)
    method: Mapped[str] = mapped_column(Words)
    status: Mapped[str] = mapped_column(Words)
    summary: Mapped[str] = mapped_column(Words)
    description: Mapped[str] = mapped_column(Words)
    location: Mapped[str] = mapped_column(Words)
    link: Mapped[str] = mapped_column(Words)
    organizer: Mapped[Address | None] = mapped_column(Json(Address))
    attendees: Mapped[tuple[Attendee, ...]] = mapped_column(Json(tuple[Attendee, ...]))
    start: Mapped[When | None] = mapped_column(Json(When))
    end: Mapped[When | None] = mapped_column(Json(When))
    recurs: Mapped[str] = mapped_column(Words)
    this_and_future: Mapped[bool]
    created: Mapped[datetime | None] = mapped_column(Utc)
    changed: Mapped[datetime | None] = mapped_column(Utc)


class ProblemRow(Base):
    """Bad input, once for each place, code and detail (`digest` of the three)."""

    __tablename__ = "problems"

    candidate_id: Mapped[int] = owner()
    digest: Mapped[str] = mapped_column(Words, primary_key=True)
    code: Mapped[str] = mapped_column(Words)
    detail: Mapped[str] = mapped_column(Words)
    source: Mapped[str] = mapped_column(Exact)
    kind: Mapped[str] = mapped_column(Words)
    spot: Mapped[str] = mapped_column(Exact)
    seen_at: Mapped[datetime] = mapped_column(Utc, info=WALL_CLOCK)


class CursorRow(Base):
    """How far a stream of a source was read (`digest` of source and stream)."""

    __tablename__ = "cursors"

    candidate_id: Mapped[int] = owner()
    digest: Mapped[str] = mapped_column(Words, primary_key=True)
    source: Mapped[str] = mapped_column(Exact)
    stream: Mapped[str] = mapped_column(Exact)
    value: Mapped[str] = mapped_column(Exact)

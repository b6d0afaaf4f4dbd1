"""Received: what the world said. Written by sync, never rewritten."""

from __future__ import annotations

import sqlalchemy as sa

from ingest.types import Address, Attachment, Attendee, Message, Problem, When
from store.columns import Exact, Json, Utc, Whole, Words
from store.models.base import WALL_CLOCK, WALL_CLOCK_OR_NONE, Base, column, of_message, optional, owner

TEXTS = tuple[str, ...]
ADDRESSES = tuple[Address, ...]


class CandidateRow(Base):
    __tablename__ = "candidates"

    id = column(sa.Integer, primary_key=True)
    name = column(Words, unique=True)
    # How often something was received or said, and up to which of these the applications were computed.
    changes = column(sa.Integer, server_default="1")
    settled = column(sa.Integer, server_default="0")
    # How often something changed that endings are computed from.
    altered = column(sa.Integer, server_default="0")


class MessageRow(Base):
    """The identity of every message, kept or not: it holds no words."""

    __tablename__ = "messages"
    __table_args__ = (sa.Index(None, "candidate_id", "at"),)

    candidate_id = owner()
    key = column(Words, primary_key=True)
    message_id = column(Words)
    in_reply_to = column(Json(TEXTS))
    refs = column(Json(TEXTS))
    provider_thread = optional(Words)
    at = column(Utc)
    correspondents = column(Json(TEXTS))


class ContentRow(Base):
    """The words of a message that is about the job search: there is a row for each kept message."""

    __tablename__ = "contents"
    __table_args__ = (of_message("candidate_id", "message_key"),)

    candidate_id = owner()
    message_key = column(Words, primary_key=True)
    sender_name = optional(Words)
    sender_email = optional(Words)
    reply_to = column(Json(ADDRESSES))
    recipients = column(Json(ADDRESSES))
    cc = column(Json(ADDRESSES))
    subject = column(Words)
    text = column(Words)
    zone_minutes = column(Whole)
    automatic = column(Words)
    bulk = column(sa.Boolean)
    mailer = column(Words)
    return_path = column(Words)
    labels = column(Json(TEXTS))
    attachments = column(Json(tuple[Attachment, ...]))
    forwarded = column(Json(tuple[Message, ...]))
    problems = column(Json(tuple[Problem, ...]))


class SightingRow(Base):
    """One place where a message was seen. `digest` stands for the place, whose name may be of any length,
    and `source_digest` for its source.
    """

    __tablename__ = "sightings"
    __table_args__ = (
        of_message("candidate_id", "message_key"),
        sa.Index(None, "candidate_id", "source_digest"),
    )

    candidate_id = owner()
    message_key = column(Words, primary_key=True)
    digest = column(Words, primary_key=True)
    source = column(Exact)
    kind = column(Words)
    spot = column(Exact)
    labels = column(Json(TEXTS))
    seen_at = column(Utc, info=WALL_CLOCK)
    source_digest = column(Words, server_default="")
    provider_id = column(Words, server_default="")
    gone_at = optional(Utc, info=WALL_CLOCK_OR_NONE)  # since when the place holds it no longer


class EventRow(Base):
    """One version of a calendar event, by one carrier, in one source.

    `content` is the digest of the event alone, `digest` that of event, carrier and source.
    """

    __tablename__ = "events"
    # A UID is somebody else's, and may be longer than other kinds of index take in PostgreSQL.
    __table_args__ = (
        of_message("candidate_id", "carrier"),
        sa.Index(None, "candidate_id", "carrier"),
        sa.Index(None, "uid", postgresql_using="hash"),
    )

    candidate_id = owner()
    digest = column(Words, primary_key=True)
    content = column(Words)
    carrier = optional(Words)  # the key of its mail, NULL for a calendar
    position = column(sa.Integer)  # among the events of its carrier
    source = column(Exact)
    kind = column(Words)
    spot = column(Exact)
    uid = column(Words)
    recurrence_id = column(Words)
    sequence = column(Whole)
    stamp = optional(Utc)
    method = column(Words)
    status = column(Words)
    summary = column(Words)
    description = column(Words)
    location = column(Words)
    link = column(Words)
    organizer = optional(Json(Address))
    attendees = column(Json(tuple[Attendee, ...]))
    start = optional(Json(When))
    end = optional(Json(When))
    recurs = column(Words)
    this_and_future = column(sa.Boolean)
    created = optional(Utc)
    changed = optional(Utc)


class ProblemRow(Base):
    """Bad input, once for each place, code and detail (`digest` of the three)."""

    __tablename__ = "problems"

    candidate_id = owner()
    digest = column(Words, primary_key=True)
    code = column(Words)
    detail = column(Words)
    source = column(Exact)
    kind = column(Words)
    spot = column(Exact)
    seen_at = column(Utc, info=WALL_CLOCK)


class CursorRow(Base):
    """How far a stream of a source was read (`digest` of source and stream)."""

    __tablename__ = "cursors"

    candidate_id = owner()
    digest = column(Words, primary_key=True)
    source = column(Exact)
    stream = column(Exact)
    value = column(Exact)

"""Derived: readings and applications. May be dropped and rebuilt from the other two at any time."""

from __future__ import annotations

import sqlalchemy as sa

from classify.types import Evidence, Pay, Sections, Titled
from store.columns import Json, Utc, Words
from store.models.base import Base, column, of_message, optional, owner

TEXTS = tuple[str, ...]


class ReadingRow(Base):
    """What the rules made of one message. Of a message that was left out only author, standing, rules."""

    __tablename__ = "readings"
    __table_args__ = (of_message("candidate_id", "message_key"),)

    candidate_id = owner()
    message_key = column(Words, primary_key=True)
    author = column(Words)
    standing = column(Words)
    reasons = column(Json(TEXTS))
    text = column(Words)
    sections = column(Json(Sections))
    company = optional(Words)
    company_basis = optional(Words)
    role = optional(Words)
    role_basis = optional(Words)
    agency = optional(Words)
    agency_basis = optional(Words)
    requisition = column(Words)
    promised_by = optional(sa.Date)
    promise_evidence = optional(Json(Evidence))
    asks = column(sa.Boolean)
    rules = column(Words)
    pay = column(Json(tuple[Pay, ...]), server_default="[]")
    titles = column(Json(tuple[Titled, ...]), server_default="[]")


class SignalRow(Base):
    __tablename__ = "signals"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["candidate_id", "message_key"],
            ["readings.candidate_id", "readings.message_key"],
            ondelete="CASCADE",
        ),
    )

    candidate_id = owner()
    message_key = column(Words, primary_key=True)
    position = column(sa.Integer, primary_key=True)
    name = column(Words)
    confidence = column(Words)
    start = column(sa.Integer)
    end = column(sa.Integer)
    text = column(Words)
    phrase = column(Words)


class RuleSetRow(Base):
    """What the rules were that stored readings came from, by their fingerprint; packed."""

    __tablename__ = "rule_sets"

    candidate_id = owner()
    name = column(Words, primary_key=True)
    content = column(sa.LargeBinary)


class ApplicationRow(Base):
    __tablename__ = "applications"

    candidate_id = owner()
    id = column(Words, primary_key=True)
    position = column(sa.Integer)  # in order of their first message
    company = column(Words)
    role = column(Words)
    agency = column(Words)
    rules = column(Words)


class MembershipRow(Base):
    """The application that a message belongs to: at most one."""

    __tablename__ = "memberships"
    __table_args__ = (
        of_message("candidate_id", "message_key"),
        sa.ForeignKeyConstraint(
            ["candidate_id", "application_id"],
            ["applications.candidate_id", "applications.id"],
            ondelete="CASCADE",
        ),
        sa.Index(None, "candidate_id", "application_id"),
    )

    candidate_id = owner()
    message_key = column(Words, primary_key=True)
    application_id = column(Words)
    position = column(sa.Integer)
    reason = column(Words)


class MeetingRow(Base):
    """A calendar event, by its UID, that belongs to an application."""

    __tablename__ = "meetings"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["candidate_id", "application_id"],
            ["applications.candidate_id", "applications.id"],
            ondelete="CASCADE",
        ),
    )

    candidate_id = owner()
    application_id = column(Words, primary_key=True)
    position = column(sa.Integer, primary_key=True)
    uid = column(Words)


class QuestionRow(Base):
    """A message that may belong to several applications, for the person to decide."""

    __tablename__ = "questions"
    __table_args__ = (of_message("candidate_id", "message_key"),)

    candidate_id = owner()
    position = column(sa.Integer, primary_key=True)
    message_key = column(Words)
    choices = column(Json(TEXTS))
    reason = column(Words)


class EndingRow(Base):
    """What reports still need of an application that has ended. There is none where it would have to be
    computed anew, and none by other `rules` than today's counts."""

    __tablename__ = "endings"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["candidate_id", "application_id"],
            ["applications.candidate_id", "applications.id"],
            ondelete="CASCADE",
        ),
    )

    candidate_id = owner()
    application_id = column(Words, primary_key=True)
    first_at = column(Utc)
    closed_at = column(Utc)
    stage = column(Words)
    reached = column(Words)
    outcome = column(Words)
    waits = column(Json(tuple[tuple[float, bool], ...]))
    scores = column(Json(tuple[int, ...]))
    unchanged_since = column(Utc)
    rules = column(Words)

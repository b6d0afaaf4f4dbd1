"""Derived: readings and applications. May be dropped and rebuilt from the other two at any time."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from classify.types import Evidence, Sections
from store.columns import Json, Words
from store.models.base import Base, of_message, owner

TEXTS = tuple[str, ...]


class ReadingRow(Base):
    """What the rules made of one message. Of a message that was left out only author, standing, rules."""

    __tablename__ = "readings"
    __table_args__ = (of_message("candidate_id", "message_key"),)

    candidate_id: Mapped[int] = owner()
    message_key: Mapped[str] = mapped_column(Words, primary_key=True)
    author: Mapped[str] = mapped_column(Words)
    standing: Mapped[str] = mapped_column(Words)
    reasons: Mapped[tuple[str, ...]] = mapped_column(Json(TEXTS))
    text: Mapped[str] = mapped_column(Words)
    sections: Mapped[Sections] = mapped_column(Json(Sections))
    company: Mapped[str | None] = mapped_column(Words)
    company_basis: Mapped[str | None] = mapped_column(Words)
    role: Mapped[str | None] = mapped_column(Words)
    role_basis: Mapped[str | None] = mapped_column(Words)
    agency: Mapped[str | None] = mapped_column(Words)
    agency_basis: Mapped[str | None] = mapped_column(Words)
    requisition: Mapped[str] = mapped_column(Words)
    promised_by: Mapped[date | None]
    promise_evidence: Mapped[Evidence | None] = mapped_column(Json(Evidence))
    asks: Mapped[bool]
    rules: Mapped[str] = mapped_column(Words)


class SignalRow(Base):
    __tablename__ = "signals"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["candidate_id", "message_key"],
            ["readings.candidate_id", "readings.message_key"],
            ondelete="CASCADE",
        ),
    )

    candidate_id: Mapped[int] = owner()
    message_key: Mapped[str] = mapped_column(Words, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Words)
    confidence: Mapped[str] = mapped_column(Words)
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Words)
    phrase: Mapped[str] = mapped_column(Words)


class ApplicationRow(Base):
    __tablename__ = "applications"

    candidate_id: Mapped[int] = owner()
    id: Mapped[str] = mapped_column(Words, primary_key=True)
    position: Mapped[int]  # in order of their first message
    company: Mapped[str] = mapped_column(Words)
    role: Mapped[str] = mapped_column(Words)
    agency: Mapped[str] = mapped_column(Words)
    rules: Mapped[str] = mapped_column(Words)


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

    candidate_id: Mapped[int] = owner()
    message_key: Mapped[str] = mapped_column(Words, primary_key=True)
    application_id: Mapped[str] = mapped_column(Words)
    position: Mapped[int]
    reason: Mapped[str] = mapped_column(Words)


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

    candidate_id: Mapped[int] = owner()
    application_id: Mapped[str] = mapped_column(Words, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Words)


class QuestionRow(Base):
    """A message that may belong to several applications, for the person to decide."""

    __tablename__ = "questions"
    __table_args__ = (of_message("candidate_id", "message_key"),)

    candidate_id: Mapped[int] = owner()
    position: Mapped[int] = mapped_column(primary_key=True)
    message_key: Mapped[str] = mapped_column(Words)
    choices: Mapped[tuple[str, ...]] = mapped_column(Json(TEXTS))
    reason: Mapped[str] = mapped_column(Words)

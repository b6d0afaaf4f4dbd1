"""What reports read: applications with everything known about them, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from classify.types import Author
from store import applications, readings, rows
from store.history import Entry, History, OpenQuestion, Remark, Sighted, Title
from store.models import (
    ApplicationRow,
    ContentRow,
    EventRow,
    MeetingRow,
    MembershipRow,
    MessageRow,
    QuestionRow,
    ReadingRow,
    SignalRow,
)
from store.said import remarks
from store.statements import among, one_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from classify.types import Signal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def histories(
    connection: sa.Connection, candidate: int, only: Collection[str] | None = None
) -> tuple[History, ...]:
    """Every application (or those that are asked for), in order of their first message."""
    entries = _entries(connection, candidate, only)
    sighted = _sighted(connection, candidate, only)
    remarks = _remarks(connection, candidate, entries)
    return tuple(
        History(
            id=row.id,
            company=row.company,
            role=row.role,
            agency=row.agency,
            entries=tuple(entries.get(row.id, ())),
            sightings=tuple(sighted.get(row.id, ())),
            remarks=tuple(remarks.get(row.id, ())),
        )
        for row in applications.application_rows(connection, candidate, only)
    )


def titles(connection: sa.Connection, candidate: int) -> tuple[Title, ...]:
    """What each application is called, in order of their first message."""
    rows = applications.application_rows(connection, candidate)
    return tuple(Title(row.id, row.company, row.role, row.agency) for row in rows)


def questions(connection: sa.Connection, candidate: int) -> tuple[OpenQuestion, ...]:
    """The messages that the person is asked about, with the applications to choose from by name."""
    asked = (
        sa.select(*QuestionRow.__table__.c, MessageRow.message_id, MessageRow.at, ContentRow.subject)
        .join(
            MessageRow,
            sa.and_(
                MessageRow.candidate_id == QuestionRow.candidate_id, MessageRow.key == QuestionRow.message_key
            ),
        )
        .outerjoin(ContentRow, _content_of_message())
        .where(QuestionRow.candidate_id == candidate)
        .order_by(QuestionRow.position)
    )
    found = connection.execute(asked).all()
    names = _names(connection, candidate, {choice for row in found for choice in row.choices})
    return tuple(
        OpenQuestion(
            key=row.message_key,
            message_id=row.message_id,
            at=row.at,
            subject=row.subject or "",
            choices=tuple((choice, names.get(choice, "")) for choice in row.choices),
            reason=row.reason,
        )
        for row in found
    )


def _names(connection: sa.Connection, candidate: int, ids: Collection[str]) -> dict[str, str]:
    asked = sa.select(ApplicationRow.id, ApplicationRow.company, ApplicationRow.role, ApplicationRow.agency)
    mine = ApplicationRow.candidate_id == candidate, among(connection, ApplicationRow.id, ids)
    return {
        row.id: ", ".join(part for part in (row.company or row.agency, row.role) if part)
        for row in connection.execute(asked.where(*mine))
    }


def _entries(
    connection: sa.Connection, candidate: int, only: Collection[str] | None
) -> dict[str, list[Entry]]:
    """Application -> its messages, in order of time. Only columns that reports need: no bodies."""
    asked = (
        sa.select(
            MembershipRow.application_id,
            MembershipRow.reason,
            MessageRow.key,
            MessageRow.message_id,
            MessageRow.at,
            ContentRow.sender_name,
            ContentRow.sender_email,
            ContentRow.subject,
            ReadingRow.author,
            ReadingRow.agency,
            ReadingRow.promised_by,
            ReadingRow.promise_evidence,
            ReadingRow.asks,
            ReadingRow.pay,
            ReadingRow.titles,
        )
        .join(
            MessageRow,
            sa.and_(
                MessageRow.candidate_id == MembershipRow.candidate_id,
                MessageRow.key == MembershipRow.message_key,
            ),
        )
        .join(
            ReadingRow,
            sa.and_(
                ReadingRow.candidate_id == MessageRow.candidate_id, ReadingRow.message_key == MessageRow.key
            ),
        )
        .outerjoin(ContentRow, _content_of_message())
        .where(MembershipRow.candidate_id == candidate)
        .order_by(MessageRow.at, MessageRow.key)
    )
    members: tuple[sa.ColumnElement[bool], ...] = ()
    if only is not None:
        mine = one_of(connection, MembershipRow.application_id, only)
        asked = asked.where(mine)
        of = sa.select(MembershipRow.message_key).where(MembershipRow.candidate_id == candidate, mine)
        members = (SignalRow.message_key.in_(of),)
    found = connection.execute(asked).all()
    signals = readings.signals_where(connection, candidate, *members)
    labelled = readings.labelled(connection, candidate, [row.key for row in found])
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    for row in found:
        said = labelled.get(row.key)
        shown = said.signals if said else signals.get(row.key, ())
        entries[row.application_id].append(_entry(row, shown, said.asks if said else row.asks))
    return entries


def _entry(row: Any, signals: tuple[Signal, ...], asks: bool) -> Entry:
    author = Author(row.author)
    return Entry(
        key=row.key,
        message_id=row.message_id,
        at=row.at,
        author=author,
        sender=rows.sender(row),
        subject=row.subject or "",
        signals=signals,
        promised_by=row.promised_by,
        promise_text="" if row.promise_evidence is None else row.promise_evidence.text,
        asks=asks,
        reason=row.reason,
        agency=row.agency is not None and author is not Author.CANDIDATE,
        pay=row.pay,
        titles=row.titles,
    )


def _remarks(
    connection: sa.Connection, candidate: int, entries: dict[str, list[Entry]]
) -> dict[str, list[Remark]]:
    """Application -> what the person said of it, in that order."""
    home = {entry.key: of for of, known in entries.items() for entry in known}
    found: defaultdict[str, list[Remark]] = defaultdict(list)
    for one in remarks(connection, candidate, home):
        found[home[one.key]].append(one)
    return found


def _sighted(
    connection: sa.Connection, candidate: int, only: Collection[str] | None
) -> dict[str, list[Sighted]]:
    """Application -> the versions of its meetings in order of time, each carrier's once."""
    asked = (
        sa.select(
            MeetingRow.application_id,
            *EventRow.__table__.c,
            MessageRow.at.label("mailed_at"),
            ContentRow.sender_name,
            ContentRow.sender_email,
        )
        .join(
            EventRow,
            sa.and_(EventRow.candidate_id == MeetingRow.candidate_id, EventRow.uid == MeetingRow.uid),
        )
        .outerjoin(
            MessageRow,
            sa.and_(MessageRow.candidate_id == EventRow.candidate_id, MessageRow.key == EventRow.carrier),
        )
        .outerjoin(ContentRow, _content_of_message())
        .where(MeetingRow.candidate_id == candidate)
    )
    if only is not None:
        asked = asked.where(one_of(connection, MeetingRow.application_id, only))
    versions: dict[tuple[str, str, str], tuple[tuple[Any, ...], Sighted]] = {}
    for row in connection.execute(asked):
        one = Sighted(
            event=rows.event(row),
            seen_at=_seen_at(row),
            sender=rows.sender(row),
            key=row.carrier or "",
        )
        order = (one.seen_at, one.key, row.position, row.content)
        version = (row.application_id, row.content, one.key)
        if version not in versions or order < versions[version][0]:
            versions[version] = (order, one)
    sighted: defaultdict[str, list[Sighted]] = defaultdict(list)
    for (of, _, _), (_, one) in sorted(versions.items(), key=lambda item: item[1][0]):
        sighted[of].append(one)
    return sighted


def _seen_at(row: Any) -> datetime:
    """When the mail came; for a calendar, when the event says it was written, at the latest its start.

    Never when we read it: two imports of the same calendar give the same history.
    """
    start = None if row.start is None else row.start.at
    if start is not None and start.tzinfo is None:
        start = start.replace(tzinfo=UTC)
    at: datetime = row.mailed_at or row.stamp or row.changed or row.created or start or EPOCH
    return at


def _content_of_message() -> sa.ColumnElement[bool]:
    return sa.and_(
        ContentRow.candidate_id == MessageRow.candidate_id, ContentRow.message_key == MessageRow.key
    )

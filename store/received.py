"""Reading what was received: identities, places, mail and calendar events."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ingest.types import CalendarEvent
from store import rows
from store.models import (
    Base,
    CandidateRow,
    ContentRow,
    CursorRow,
    EventRow,
    MessageRow,
    ProblemRow,
    ReadingRow,
    SightingRow,
)
from store.statements import among, insert_new

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from ingest.types import Event, Message, Place, Problem
    from store.intake import SeenEvent

PAGE = 1000
"""How many messages are in memory at once while all of them are read."""

CALENDAR = "ics"

_DAWN = datetime.min.replace(tzinfo=UTC)


def candidate(connection: sa.Connection, name: str) -> int | None:
    """The candidate's number, or None where there is none of that name."""
    return connection.scalar(sa.select(CandidateRow.id).where(CandidateRow.name == name))


def add_candidate(connection: sa.Connection, name: str) -> int:
    """The number of a candidate who is added unless somebody did so just now."""
    insert_new(connection, CandidateRow, [{"name": name, "changes": 0, "settled": 0}])
    return connection.scalars(sa.select(CandidateRow.id).where(CandidateRow.name == name)).one()


def cursors(connection: sa.Connection, candidate: int, source: str) -> dict[str, str]:
    """Stream -> cursor."""
    asked = sa.select(CursorRow.stream, CursorRow.value).where(
        CursorRow.candidate_id == candidate, CursorRow.source == source
    )
    return {row.stream: row.value for row in connection.execute(asked.order_by(CursorRow.digest))}


def calendars(connection: sa.Connection, candidate: int) -> tuple[str, ...]:
    """Where calendar files were seen, whether or not an event of theirs was kept.

    A calendar that left neither an event nor a problem is still known by its stream, "ics:" and its path.
    """
    seen: set[str] = set()
    for model in (EventRow, ProblemRow):
        asked = sa.select(model.source).where(model.candidate_id == candidate, model.kind == CALENDAR)
        seen.update(connection.scalars(asked.distinct()))
    for stream in connection.scalars(sa.select(CursorRow.stream).where(CursorRow.candidate_id == candidate)):
        kind, _, path = stream.partition(":")
        if kind == CALENDAR and path:
            seen.add(path)
    return tuple(sorted(seen))


def known(connection: sa.Connection, candidate: int, keys: Iterable[str]) -> frozenset[str]:
    """Those of the messages that were seen before, kept or not."""
    asked = sa.select(MessageRow.key).where(
        MessageRow.candidate_id == candidate, among(connection, MessageRow.key, keys)
    )
    return frozenset(connection.scalars(asked))


def standings(connection: sa.Connection, candidate: int, keys: Iterable[str]) -> dict[str, str]:
    """Those of the messages that were seen before, each with its standing ("" where it has no reading)."""
    asked = (
        sa.select(MessageRow.key, ReadingRow.standing)
        .outerjoin(
            ReadingRow,
            sa.and_(
                ReadingRow.candidate_id == MessageRow.candidate_id, ReadingRow.message_key == MessageRow.key
            ),
        )
        .where(MessageRow.candidate_id == candidate, among(connection, MessageRow.key, keys))
    )
    return {row.key: row.standing or "" for row in connection.execute(asked)}


def unsettled(connection: sa.Connection, candidate: int) -> bool:
    """Whether something came since the applications were computed."""
    behind = sa.select(CandidateRow.changes > CandidateRow.settled).where(CandidateRow.id == candidate)
    return bool(connection.scalar(behind))


def changes(connection: sa.Connection, candidate: int) -> int:
    """How often something came."""
    return connection.scalar(sa.select(CandidateRow.changes).where(CandidateRow.id == candidate)) or 0


def kept(connection: sa.Connection, candidate: int, keys: Iterable[str] | None = None) -> frozenset[str]:
    """Those of the messages (all, if None) whose words are here."""
    asked = sa.select(ContentRow.message_key).where(ContentRow.candidate_id == candidate)
    if keys is not None:
        asked = asked.where(among(connection, ContentRow.message_key, keys))
    return frozenset(connection.scalars(asked))


def left_out(
    connection: sa.Connection, candidate: int, keys: Collection[str] | None = None
) -> dict[str, tuple[Place, ...]]:
    """Where each of the messages (all, if None) whose words were left out can be read again.

    One that is at none of its places any longer is not among them.
    """
    asked = (
        sa.select(SightingRow.message_key, SightingRow.source, SightingRow.kind, SightingRow.spot)
        .outerjoin(
            ContentRow,
            sa.and_(
                ContentRow.candidate_id == SightingRow.candidate_id,
                ContentRow.message_key == SightingRow.message_key,
            ),
        )
        .where(
            SightingRow.candidate_id == candidate,
            SightingRow.gone_at.is_(None),
            ContentRow.message_key.is_(None),
        )
    )
    if keys is not None:
        asked = asked.where(among(connection, SightingRow.message_key, keys))
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for row in connection.execute(asked):
        places[row.message_key].append(rows.place(row))
    return {
        key: tuple(sorted(places[key], key=lambda place: (place.source, place.spot)))
        for key in sorted(places)
    }


def lying(connection: sa.Connection, candidate: int, keys: Collection[str]) -> dict[str, tuple[Place, ...]]:
    """Where each of the messages lies, its words kept or not; those that lie nowhere are not in it."""
    asked = sa.select(SightingRow.message_key, SightingRow.source, SightingRow.kind, SightingRow.spot).where(
        SightingRow.candidate_id == candidate,
        SightingRow.gone_at.is_(None),
        among(connection, SightingRow.message_key, keys),
    )
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for row in connection.execute(asked):
        places[row.message_key].append(rows.place(row))
    return {
        key: tuple(sorted(places[key], key=lambda place: (place.source, place.spot)))
        for key in sorted(places)
    }


def messages(
    connection: sa.Connection, candidate: int, keys: Collection[str] | None = None
) -> Iterator[Message]:
    """The kept messages (those of `keys`, if given) in order of time, a page in memory at once."""
    asked = (
        sa.select(*MessageRow.__table__.c, *_others(ContentRow, "candidate_id", "message_key"))
        .join(
            ContentRow,
            sa.and_(
                ContentRow.candidate_id == MessageRow.candidate_id, ContentRow.message_key == MessageRow.key
            ),
        )
        .where(MessageRow.candidate_id == candidate)
        .order_by(MessageRow.at, MessageRow.key)
    )
    if keys is not None:
        asked = asked.where(among(connection, MessageRow.key, keys))
    for page in pages(connection, asked):
        events = _carried(connection, candidate, [row.key for row in page])
        for row in page:
            yield rows.message(row, events.get(row.key, ()))


def since(connection: sa.Connection, candidate: int, day: datetime) -> tuple[str, ...]:
    """The messages from that time on."""
    asked = sa.select(MessageRow.key).where(MessageRow.candidate_id == candidate, MessageRow.at >= day)
    return tuple(connection.scalars(asked.order_by(MessageRow.at, MessageRow.key)))


def called(connection: sa.Connection, candidate: int) -> Iterator[tuple[str, str]]:
    """Key and Message-ID of every message, the latest first."""
    columns: list[Any] = [MessageRow.key, MessageRow.message_id]
    asked = sa.select(*columns).where(MessageRow.candidate_id == candidate)
    for page in pages(connection, asked.order_by(MessageRow.at.desc(), MessageRow.key)):
        yield from page


def pages(connection: sa.Connection, asked: sa.Select[Any]) -> Iterator[Sequence[Any]]:
    """The rows of `asked`, streamed a page at a time."""
    streamed = connection.execute(asked, execution_options={"yield_per": PAGE})
    yield from streamed.partitions(PAGE)


def events(connection: sa.Connection, candidate: int) -> tuple[SeenEvent, ...]:
    """Every version of every event, as each source showed it; in an order that does not depend on import."""
    asked = sa.select(*EventRow.__table__.c).where(EventRow.candidate_id == candidate)
    found = connection.execute(asked).all()
    ordered = sorted(found, key=lambda row: (row.uid, row.recurrence_id, row.sequence, row.digest))
    return tuple(map(rows.seen_event, ordered))


def taken_events(connection: sa.Connection, candidate: int, source: str) -> tuple[CalendarEvent, ...]:
    """The latest version of each event that a calendar of the candidate's own showed at a place of `source`.

    One calendar changes an event in one order, and its stamp is when: it comes before SEQUENCE here.
    """
    asked = sa.select(*EventRow.__table__.c).where(
        EventRow.candidate_id == candidate, EventRow.carrier.is_(None), EventRow.source == source
    )
    latest: dict[str, CalendarEvent] = {}
    for row in sorted(connection.execute(asked), key=_by_age):
        latest[row.spot] = CalendarEvent(rows.event(row), rows.place(row))
    return tuple(latest[spot] for spot in sorted(latest))


def problems(connection: sa.Connection, candidate: int) -> tuple[Problem, ...]:
    """Every recorded problem, in order of place."""
    asked = sa.select(*ProblemRow.__table__.c).where(ProblemRow.candidate_id == candidate)
    found = connection.execute(asked).all()
    ordered = sorted(found, key=lambda row: (row.source, row.spot, row.code, row.detail))
    return tuple(map(rows.problem, ordered))


def _carried(connection: sa.Connection, candidate: int, keys: list[str]) -> dict[str, tuple[Event, ...]]:
    """The events of each message, once each however many sources showed that message."""
    asked = sa.select(*EventRow.__table__.c).where(
        EventRow.candidate_id == candidate, among(connection, EventRow.carrier, keys)
    )
    found = sorted(connection.execute(asked), key=lambda row: (row.position, row.source))
    carried: defaultdict[str, dict[str, Event]] = defaultdict(dict)
    for row in found:
        if row.content not in carried[row.carrier]:
            carried[row.carrier][row.content] = rows.event(row)
    return {key: tuple(versions.values()) for key, versions in carried.items()}


def _by_age(row: Any) -> tuple[datetime, int, bool, str]:
    return row.stamp or _DAWN, row.sequence, row.status == "CANCELLED", row.digest


def _others(model: type[Base], *without: str) -> list[Any]:
    return [column for column in model.__table__.c if column.name not in without]

"""Taking in what sync brings. Everything here happens inside the caller's one transaction.

Whatever is there already is left as it is: a replay changes nothing, and what was received is not rewritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from store import readings, received, rows
from store.intake import Committed, Intake, ReadMessage, SeenEvent
from store.models import ContentRow, CursorRow, EventRow, MessageRow, ProblemRow, SightingRow
from store.statements import among, insert_new, lock, upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import InstrumentedAttribute

    from ingest.types import Problem


def take_in(connection: sa.Connection, candidate: int, intake: Intake, now: datetime) -> Committed:
    """Writes a batch, the cursor last."""
    lock(connection, candidate)
    new, carried = _messages(connection, candidate, intake.messages, now)
    events = _events(connection, candidate, (*carried, *intake.events))
    problems = _problems(connection, candidate, intake.problems, now)
    _cursor(connection, candidate, intake)
    return Committed(new, len(intake.messages) - new, events, problems)


def keep(connection: sa.Connection, candidate: int, read: ReadMessage, now: datetime) -> None:
    """Adds the words of a message, its events and its full reading, unless they are there."""
    lock(connection, candidate)
    _, carried = _messages(connection, candidate, (read,), now)
    _events(connection, candidate, carried)


def put_events(connection: sa.Connection, candidate: int, events: Iterable[SeenEvent]) -> int:
    """Adds the versions of events that are not there; returns how many that were."""
    lock(connection, candidate)
    return _events(connection, candidate, events)


def _messages(
    connection: sa.Connection, candidate: int, read: Sequence[ReadMessage], now: datetime
) -> tuple[int, list[SeenEvent]]:
    """How many messages were new, and the events of those whose words were written."""
    first = {one.message.key: one for one in reversed(read)}
    wanted = {one.message.key: one for one in reversed(read) if one.keep}
    known = received.known(connection, candidate, first)
    kept = received.kept(connection, candidate, wanted)
    new = [one for key, one in first.items() if key not in known]
    keeps = [one for key, one in wanted.items() if key not in kept]

    insert_new(connection, MessageRow, [rows.message_row(candidate, one) for one in new])
    insert_new(connection, ContentRow, [rows.content_row(candidate, one.message) for one in keeps])
    insert_new(connection, SightingRow, [rows.sighting_row(candidate, one, now) for one in read])
    stubs = [one.reading for one in new if one.message.key not in wanted]
    readings.write(connection, candidate, [one.reading for one in keeps], stubs)
    carried = [SeenEvent(event, one.place, one.message.key) for one in keeps for event in one.message.events]
    return len(new), carried


def _events(connection: sa.Connection, candidate: int, seen: Iterable[SeenEvent]) -> int:
    found = rows.event_rows(candidate, seen)
    known = _present(connection, candidate, EventRow.candidate_id, EventRow.digest, found)
    new = [row for digest, row in found.items() if digest not in known]
    insert_new(connection, EventRow, new)
    return len(new)


def _problems(connection: sa.Connection, candidate: int, problems: Iterable[Problem], now: datetime) -> int:
    made = (rows.problem_row(candidate, problem, now) for problem in problems)
    found = {row["digest"]: row for row in made}
    known = _present(connection, candidate, ProblemRow.candidate_id, ProblemRow.digest, found)
    new = [row for digest, row in found.items() if digest not in known]
    insert_new(connection, ProblemRow, new)
    return len(new)


def _cursor(connection: sa.Connection, candidate: int, intake: Intake) -> None:
    row = {
        "candidate_id": candidate,
        "digest": rows.digest(intake.source, intake.stream),
        "source": intake.source,
        "stream": intake.stream,
        "value": intake.cursor,
    }
    upsert(connection, CursorRow, [row])


def _present(
    connection: sa.Connection,
    candidate: int,
    owner: InstrumentedAttribute[int],
    digest: InstrumentedAttribute[str],
    wanted: Iterable[str],
) -> set[str]:
    asked = sa.select(digest).where(owner == candidate, among(connection, digest, wanted))
    return set(connection.scalars(asked))

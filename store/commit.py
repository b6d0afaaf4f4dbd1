"""Taking in what sync brings. Everything here happens inside the caller's one transaction.

Whatever is there already is left as it is: a replay changes nothing, and what was received is not rewritten.
Only mail of which nothing but the header had been fetched gives way to the same mail in full. The labels of
a place say where a mail is filed now, and follow; those among its words say where it was filed when it came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from classify.types import Standing
from store import endings, readings, received, rows, sightings
from store.away import forgotten
from store.intake import Committed, Intake, ReadMessage, SeenEvent
from store.models import ContentRow, CursorRow, EventRow, MessageRow, ProblemRow
from store.statements import among, insert_new, lock, unsettle, upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from ingest.types import Problem


def take_in(connection: sa.Connection, candidate: int, intake: Intake, now: datetime) -> Committed:
    """Writes a batch: what is gone first, the cursor last."""
    lock(connection, candidate)
    intake = forgotten.without(connection, candidate, intake)
    gone = sightings.leave(connection, candidate, intake.gone, now)
    new, carried = _messages(connection, candidate, intake.messages, now)
    seen = sightings.see(connection, candidate, intake.sightings, now)
    known = intake.sightings if seen < len(intake.sightings) else ()  # else every place is a new one
    filed = [(one.place, one.labels) for one in known]
    filed += [(one.place, one.labels) for one in intake.relabelled]
    relabelled = sightings.relabel(connection, candidate, filed)
    events = _events(connection, candidate, (*carried, *intake.events))
    problems = _problems(connection, candidate, intake.problems, now)
    if intake.has_calendar:
        unsettle(connection, candidate)
    if intake.stream:
        _cursor(connection, candidate, intake)
    return Committed(new, len(intake.messages) - new, events, problems, seen, gone, relabelled)


def put_events(connection: sa.Connection, candidate: int, events: Iterable[SeenEvent]) -> int:
    """Adds the versions of events that are not there; returns how many that were."""
    lock(connection, candidate)
    return _events(connection, candidate, events)


def _messages(
    connection: sa.Connection, candidate: int, read: Sequence[ReadMessage], now: datetime
) -> tuple[int, list[SeenEvent]]:
    """How many messages were new, and the events of those whose words were written.

    Where a message comes more than once, the first counts, and one in full before a mere header.
    """
    full = [one for one in read if one.reading.standing is not Standing.UNREAD]
    first = {one.message.key: one for one in (*reversed(read), *reversed(full))}
    wanted = {one.message.key: one for one in reversed(full) if one.keep}
    stored = received.standings(connection, candidate, first)
    kept = received.kept(connection, candidate, wanted) if wanted else frozenset[str]()
    new = [one for key, one in first.items() if key not in stored]
    unread = {key for key, standing in stored.items() if standing == Standing.UNREAD}
    opened = [
        one for key, one in first.items() if key in unread and one.reading.standing is not Standing.UNREAD
    ]
    keeps = [one for key, one in wanted.items() if key not in kept]

    upsert(connection, MessageRow, [rows.message_row(candidate, one) for one in (*new, *opened)])
    insert_new(connection, ContentRow, [rows.content_row(candidate, one.message) for one in keeps])
    found = ((one.message.key, one.place, one.message.labels) for one in read)
    sightings.add(connection, candidate, found, now)
    stubs = [one.reading for one in (*new, *opened) if one.message.key not in wanted]
    readings.write(connection, candidate, [one.reading for one in keeps], stubs)
    if new or opened or keeps:
        unsettle(connection, candidate)
    carried = [SeenEvent(event, one.place, one.message.key) for one in keeps for event in one.message.events]
    return len(new), carried


def _events(connection: sa.Connection, candidate: int, seen: Iterable[SeenEvent]) -> int:
    found = rows.event_rows(candidate, seen)
    if not found:
        return 0
    known = _present(connection, candidate, EventRow.candidate_id, EventRow.digest, found)
    new = [row for digest, row in found.items() if digest not in known]
    insert_new(connection, EventRow, new)
    if new:
        endings.drop_of_events(connection, candidate, [row["digest"] for row in new])
        unsettle(connection, candidate)
    return len(new)


def _problems(connection: sa.Connection, candidate: int, problems: Iterable[Problem], now: datetime) -> int:
    made = (rows.problem_row(candidate, problem, now) for problem in problems)
    found = {row["digest"]: row for row in made}
    if not found:
        return 0
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
    owner: sa.ColumnElement[int],
    digest: sa.ColumnElement[str],
    wanted: Iterable[str],
) -> set[str]:
    asked = sa.select(digest).where(owner == candidate, among(connection, digest, wanted))
    return set(connection.scalars(asked))

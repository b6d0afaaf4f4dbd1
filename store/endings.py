"""What is left to know of applications that ended: derived, and dropped once anything of one changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from store.history import Ending
from store.models import CandidateRow, EndingRow, EventRow, MeetingRow, MembershipRow
from store.statements import among, lock, upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

_FIELDS = ("first_at", "closed_at", "stage", "reached", "outcome", "waits", "scores", "unchanged_since")


def endings(connection: sa.Connection, candidate: int, rules: str, at: datetime) -> tuple[Ending, ...]:
    """The endings by these rules that hold at that time, the first to close first."""
    asked = (
        sa.select(EndingRow.application_id, *(getattr(EndingRow, name) for name in _FIELDS))
        .where(EndingRow.candidate_id == candidate, EndingRow.rules == rules, EndingRow.unchanged_since <= at)
        .order_by(EndingRow.closed_at, EndingRow.application_id)
    )
    return tuple(Ending(*row) for row in connection.execute(asked))


def altered(connection: sa.Connection, candidate: int) -> int:
    """How often something changed that endings are computed from."""
    asked = sa.select(CandidateRow.altered).where(CandidateRow.id == candidate)
    return connection.scalar(asked) or 0


def put(connection: sa.Connection, candidate: int, new: Iterable[Ending], rules: str, as_of: int) -> bool:
    """Writes endings that were computed from what was there as of the change of that number; False, and
    nothing is written, where something changed since. Waits for no other writer."""
    lock(connection, candidate, waits=False)
    if altered(connection, candidate) != as_of:
        return False
    rows = [
        {"candidate_id": candidate, "application_id": one.id, "rules": rules}
        | {name: getattr(one, name) for name in _FIELDS}
        for one in new
    ]
    upsert(connection, EndingRow, rows)
    return True


def drop_of_messages(connection: sa.Connection, candidate: int, keys: Sequence[str]) -> None:
    """Drops the endings of the applications that these messages belong to: something of them changed."""
    if keys:
        of = sa.select(MembershipRow.application_id).where(
            MembershipRow.candidate_id == candidate, among(connection, MembershipRow.message_key, keys)
        )
        _drop(connection, candidate, of)


def drop_of_events(connection: sa.Connection, candidate: int, digests: Sequence[str]) -> None:
    """The same of the applications that these versions of events belong to."""
    if digests:
        uids = sa.select(EventRow.uid).where(
            EventRow.candidate_id == candidate, among(connection, EventRow.digest, digests)
        )
        of = sa.select(MeetingRow.application_id).where(
            MeetingRow.candidate_id == candidate, MeetingRow.uid.in_(uids)
        )
        _drop(connection, candidate, of)


def note_change(connection: sa.Connection, candidate: int) -> None:
    """Notes that what endings are computed from has changed: those being computed come too late."""
    mine = sa.update(CandidateRow).where(CandidateRow.id == candidate)
    connection.execute(mine.values(altered=CandidateRow.altered + 1))


def _drop(connection: sa.Connection, candidate: int, applications: sa.Select[Any]) -> None:
    gone = sa.delete(EndingRow).where(
        EndingRow.candidate_id == candidate, EndingRow.application_id.in_(applications)
    )
    connection.execute(gone)
    note_change(connection, candidate)

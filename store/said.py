"""What the person said. Nothing but the person's own commands writes here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from store import endings
from store.history import Remark
from store.models import DecisionRow
from store.statements import among, insert, lock, unsettle

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from classify.applications.types import Verdict


def verdicts(connection: sa.Connection, candidate: int, kind: str = "") -> tuple[Verdict, ...]:
    """What was said (of that kind, if given) and not taken back, in the order in which it was said."""
    asked = (
        sa.select(DecisionRow.kind, DecisionRow.key, DecisionRow.value, DecisionRow.words)
        .where(DecisionRow.candidate_id == candidate, DecisionRow.undone_at.is_(None))
        .order_by(DecisionRow.number)
    )
    if kind:
        asked = asked.where(DecisionRow.kind == kind)
    found = connection.execute(asked).all()
    if not found:  # most people have said nothing, and most runs need no more than to know that
        return ()
    from classify.applications.types import Verdict

    return tuple(Verdict(row.kind, row.key, row.value, row.words) for row in found)


REMARKS = ("debrief", "snooze", "close")
"""Kinds of what is said of an application that moves no message: it needs no grouping anew."""


def remarks(connection: sa.Connection, candidate: int, keys: Collection[str]) -> tuple[Remark, ...]:
    """What the person said of the applications of these messages and did not take back, in the order in which
    it was said."""
    asked = (
        sa.select(DecisionRow.kind, DecisionRow.at, DecisionRow.key, DecisionRow.value, DecisionRow.words)
        .where(
            DecisionRow.candidate_id == candidate,
            DecisionRow.undone_at.is_(None),
            DecisionRow.kind.in_(REMARKS),
            among(connection, DecisionRow.key, keys),
        )
        .order_by(DecisionRow.number)
    )
    return tuple(Remark(row.kind, row.at, row.key, row.value, row.words) for row in connection.execute(asked))


def say(connection: sa.Connection, candidate: int, verdict: Verdict, now: datetime) -> None:
    """Adds one decision after all others."""
    lock(connection, candidate)
    last = sa.select(sa.func.max(DecisionRow.number)).where(DecisionRow.candidate_id == candidate)
    row = {
        "candidate_id": candidate,
        "number": (connection.scalar(last) or 0) + 1,
        "at": now,
        "kind": verdict.kind,
        "key": verdict.key,
        "value": verdict.value,
        "words": verdict.words,
    }
    insert(connection, DecisionRow, [row])
    endings.drop_of_messages(connection, candidate, [verdict.key])
    if verdict.kind not in REMARKS:
        unsettle(connection, candidate)


def unsay(connection: sa.Connection, candidate: int, verdict: Verdict, now: datetime) -> bool:
    """Takes back what was said, however often and with whatever words; False if it was not. The rows stay,
    marked."""
    lock(connection, candidate)
    taken_back = (
        sa.update(DecisionRow)
        .where(
            DecisionRow.candidate_id == candidate,
            DecisionRow.kind == verdict.kind,
            DecisionRow.key == verdict.key,
            DecisionRow.value == verdict.value,
            DecisionRow.undone_at.is_(None),
        )
        .values(undone_at=now)
    )
    if not connection.execute(taken_back).rowcount:
        return False
    endings.drop_of_messages(connection, candidate, [verdict.key])
    if verdict.kind not in REMARKS:
        unsettle(connection, candidate)
    return True

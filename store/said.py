"""What the person said. Nothing but the person's own commands writes here."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Decision:
    """One word of the person's, with its number among all of theirs."""

    number: int  # 1, 2, 3 …
    at: datetime  # UTC: when it was said, or for which time
    verdict: Verdict
    undone_at: datetime | None  # UTC; None while it counts


def verdicts(connection: sa.Connection, candidate: int, kind: str = "") -> tuple[Verdict, ...]:
    """What was said (of that kind, if given) and not taken back, in the order in which it was said; of two
    words on one signal of a message the last."""
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
    from classify.said import last_words

    return last_words(Verdict(row.kind, row.key, row.value, row.words) for row in found)


REMARKS = ("debrief", "snooze", "close", "note")
"""Kinds of what is said of an application that moves no message: it needs no grouping anew."""


def remarks(connection: sa.Connection, candidate: int, keys: Collection[str]) -> tuple[Remark, ...]:
    """What the person said of the applications of these messages and did not take back, in the order in which
    it was said."""
    asked = (
        sa.select(
            DecisionRow.kind,
            DecisionRow.at,
            DecisionRow.key,
            DecisionRow.value,
            DecisionRow.words,
            DecisionRow.number,
        )
        .where(
            DecisionRow.candidate_id == candidate,
            DecisionRow.undone_at.is_(None),
            DecisionRow.kind.in_(REMARKS),
            among(connection, DecisionRow.key, keys),
        )
        .order_by(DecisionRow.number)
    )
    return tuple(Remark(*row) for row in connection.execute(asked))


def decisions(connection: sa.Connection, candidate: int) -> tuple[Decision, ...]:
    """Everything that was ever said, what was taken back too, in the order in which it was said."""
    from classify.applications.types import Verdict

    asked = sa.select(*DecisionRow.__table__.c).where(DecisionRow.candidate_id == candidate)
    return tuple(
        Decision(row.number, row.at, Verdict(row.kind, row.key, row.value, row.words), row.undone_at)
        for row in connection.execute(asked.order_by(DecisionRow.number))
    )


def say(connection: sa.Connection, candidate: int, verdict: Verdict, now: datetime) -> int:
    """Adds one decision after all others; returns its number."""
    lock(connection, candidate)
    last = sa.select(sa.func.max(DecisionRow.number)).where(DecisionRow.candidate_id == candidate)
    number: int = (connection.scalar(last) or 0) + 1
    row = {
        "candidate_id": candidate,
        "number": number,
        "at": now,
        "kind": verdict.kind,
        "key": verdict.key,
        "value": verdict.value,
        "words": verdict.words,
    }
    insert(connection, DecisionRow, [row])
    _changed(connection, candidate, verdict.kind, verdict.key)
    return number


def take_back(connection: sa.Connection, candidate: int, number: int, now: datetime | None) -> bool:
    """Takes back the decision of that number, or lets it count again where `now` is None; False where there
    is none, or it is so already."""
    lock(connection, candidate)
    mine = sa.and_(
        DecisionRow.candidate_id == candidate,
        DecisionRow.number == number,
        DecisionRow.undone_at.is_not(None) if now is None else DecisionRow.undone_at.is_(None),
    )
    row = connection.execute(sa.select(DecisionRow.kind, DecisionRow.key).where(mine)).one_or_none()
    if row is None:
        return False
    connection.execute(sa.update(DecisionRow).where(mine).values(undone_at=now))
    _changed(connection, candidate, row.kind, row.key)
    return True


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
    _changed(connection, candidate, verdict.kind, verdict.key)
    return True


def _changed(connection: sa.Connection, candidate: int, kind: str, key: str) -> None:
    """What follows from words of that kind on that message is to be derived anew."""
    endings.drop_of_messages(connection, candidate, [key])
    if kind not in REMARKS:
        unsettle(connection, candidate)

"""One sync at a time for each account: leases, taken or refused under the lock of one row.

Nothing here knows a process or a clock: a name stands for the holder, and now is an argument.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from store.lease import AccountState, Lease
from store.models import AccountRow
from store.statements import insert_new

if TYPE_CHECKING:
    from datetime import datetime

FREE: dict[str, None] = {"holder": None, "held_since": None, "held_until": None}


def take(
    connection: sa.Connection, candidate: int, name: str, holder: str, now: datetime, until: datetime
) -> Lease | None:
    """None where the lease was taken; else the one of somebody else that stands in the way."""
    insert_new(connection, AccountRow, [{"candidate_id": candidate, "name": name}])
    held = _state(connection.execute(_asked(candidate, name).with_for_update()).one()).lease
    if held is not None and held.holder != holder and held.until > now:
        return held
    connection.execute(_of(candidate, name).values(holder=holder, held_since=now, held_until=until))
    return None


def renew(connection: sa.Connection, candidate: int, name: str, holder: str, until: datetime) -> bool:
    """Holds the lease until then; False if it is somebody else's by now, or nobody's."""
    renewed = _held(candidate, name, holder).values(held_until=until)
    return connection.execute(renewed).rowcount > 0


def release(
    connection: sa.Connection,
    candidate: int,
    name: str,
    holder: str,
    synced_at: datetime | None,
    news: bool,
) -> bool:
    """Gives the lease back and notes the sync, if it was finished; False if the lease was lost before."""
    values: dict[str, Any] = dict(FREE)
    if synced_at is not None:
        values["synced_at"] = synced_at
        if news:
            values["news_at"] = synced_at
    return connection.execute(_held(candidate, name, holder).values(values)).rowcount > 0


def state(connection: sa.Connection, candidate: int, name: str) -> AccountState | None:
    """What is known of the account, or None where it was never synced."""
    row = connection.execute(_asked(candidate, name)).one_or_none()
    return None if row is None else _state(row)


def names(connection: sa.Connection, candidate: int) -> tuple[str, ...]:
    """Every account that was ever synced, in order."""
    asked = sa.select(AccountRow.name).where(AccountRow.candidate_id == candidate)
    return tuple(sorted(connection.scalars(asked)))


def free(connection: sa.Connection, candidate: int) -> None:
    """Takes every lease away."""
    mine = sa.update(AccountRow).where(AccountRow.candidate_id == candidate)
    connection.execute(mine.values(FREE))


def _state(row: Any) -> AccountState:
    lease = None if row.holder is None else Lease(row.holder, row.held_since, row.held_until)
    return AccountState(lease, row.synced_at, row.news_at)


def _asked(candidate: int, name: str) -> sa.Select[Any]:
    asked = sa.select(*AccountRow.__table__.c)
    return asked.where(AccountRow.candidate_id == candidate, AccountRow.name == name)


def _held(candidate: int, name: str, holder: str) -> sa.Update:
    return _of(candidate, name).where(AccountRow.holder == holder)


def _of(candidate: int, name: str) -> sa.Update:
    return sa.update(AccountRow).where(AccountRow.candidate_id == candidate, AccountRow.name == name)

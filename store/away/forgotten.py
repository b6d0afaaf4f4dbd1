"""The keys of messages that were forgotten: the one filter by which such mail stays away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from store.models import ForgottenRow
from store.statements import among, insert_new

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.intake import Intake


def forgotten(connection: sa.Connection, candidate: int, keys: Iterable[str] | None = None) -> frozenset[str]:
    """Those of the messages (all, if None) that were forgotten."""
    asked = sa.select(ForgottenRow.message_key).where(ForgottenRow.candidate_id == candidate)
    if keys is not None:
        asked = asked.where(among(connection, ForgottenRow.message_key, keys))
    return frozenset(connection.scalars(asked))


def put(connection: sa.Connection, candidate: int, keys: Iterable[str]) -> None:
    """Notes messages as forgotten. A key is a SHA-256 hash, and tells nothing of the mail."""
    rows = [{"candidate_id": candidate, "message_key": key} for key in sorted(set(keys))]
    insert_new(connection, ForgottenRow, rows)


def without(connection: sa.Connection, candidate: int, intake: Intake) -> Intake:
    """The batch without the messages that were forgotten, and without what was wrong with them: that may
    quote them."""
    if not intake.messages:
        return intake
    away = forgotten(connection, candidate, {one.message.key for one in intake.messages})
    if not away:
        return intake
    left = tuple(one for one in intake.messages if one.message.key not in away)
    staying = {one.place for one in left}
    places = {one.place for one in intake.messages if one.message.key in away} - staying
    problems = tuple(one for one in intake.problems if one.place not in places)
    return replace(intake, messages=left, problems=problems)

"""Where mail was seen: a message has any number of places, and a place may lose its message."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ingest.types import Place
from store import received, rows
from store.columns import encoded
from store.models import SightingRow
from store.statements import insert_or_clear

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from ingest.types import Seen


def places(connection: sa.Connection, candidate: int, source: str) -> tuple[Place, ...]:
    """The places of this source that hold mail, in no particular order."""
    asked = sa.select(SightingRow.kind, SightingRow.spot, SightingRow.provider_id)
    found = connection.execute(asked.where(*_held(candidate, source)))
    return tuple(Place(source, *row) for row in found)


def add(
    connection: sa.Connection,
    candidate: int,
    found: Iterable[tuple[str, Place, tuple[str, ...]]],
    now: datetime,
) -> int:
    """Adds places of messages (key, place, labels); returns how many were not known or were gone."""
    made = [rows.sighting_row(candidate, key, place, labels, now) for key, place, labels in found]
    return insert_or_clear(connection, SightingRow, made, SightingRow.gone_at, SightingRow.labels)


def see(connection: sa.Connection, candidate: int, seen: Sequence[Seen], now: datetime) -> int:
    """As `add`, of those messages that are known."""
    if not seen:
        return 0
    known = received.known(connection, candidate, {one.key for one in seen})
    found = ((one.key, one.place, one.labels) for one in seen if one.key in known)
    return add(connection, candidate, found, now)


def leave(connection: sa.Connection, candidate: int, gone: Iterable[Place], now: datetime) -> int:
    """Marks places that hold their mail no longer; returns how many were not marked before."""
    left = [{"of_key": row.message_key, "at_digest": row.digest} for row in _at(connection, candidate, gone)]
    if left:
        connection.execute(_one(candidate).values(gone_at=now), left)
    return len(left)


def relabel(connection: sa.Connection, candidate: int, filed: Iterable[tuple[Place, tuple[str, ...]]]) -> int:
    """Puts these labels in place of those of each place that holds mail; returns how many were others.

    Of a place that comes twice, the last counts.
    """
    labels = {rows.place_digest(place): (place, now) for place, now in filed}
    held = _at(connection, candidate, (place for place, _ in labels.values())) if labels else []
    others = [
        {"of_key": row.message_key, "at_digest": row.digest, "now": labels[row.digest][1]}
        for row in held
        if encoded(row.labels) != encoded(labels[row.digest][1])
    ]
    if others:
        connection.execute(_one(candidate).values(labels=sa.bindparam("now")), others)
    return len(others)


def _at(connection: sa.Connection, candidate: int, places: Iterable[Place]) -> list[sa.Row[Any]]:
    """The sightings at those of the places that hold mail.

    They are picked out here: without statistics PostgreSQL compares each row with each digest, 2 s for 500.
    """
    digests: defaultdict[str, set[str]] = defaultdict(set)
    for place in places:
        digests[place.source].add(rows.place_digest(place))
    asked = sa.select(SightingRow.message_key, SightingRow.digest, SightingRow.labels)
    return [
        row
        for source, wanted in digests.items()
        for row in connection.execute(asked.where(*_held(candidate, source)))
        if row.digest in wanted
    ]


def _one(candidate: int) -> sa.Update:
    """A change of the sighting that `of_key` and `at_digest` name."""
    return sa.update(SightingRow).where(
        SightingRow.candidate_id == candidate,
        SightingRow.message_key == sa.bindparam("of_key"),
        SightingRow.digest == sa.bindparam("at_digest"),
    )


def _held(candidate: int, source: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        SightingRow.candidate_id == candidate,
        SightingRow.source_digest == rows.digest(source),
        SightingRow.gone_at.is_(None),
    )

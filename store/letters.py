"""What grouping reads of each kept message: some columns of three tables, and no more."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from classify.applications.rooms import room, rooms
from classify.applications.types import READ, Letter
from classify.types import Author, Confidence
from store import readings, rows
from store.columns import as_stored, many
from store.models import ContentRow, EventRow, MessageRow, ReadingRow, SignalRow
from store.models.received import ADDRESSES, TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classify.types import Me, Reading


def letters(connection: sa.Connection, candidate: int, me: Me) -> tuple[Letter, ...]:
    """Every message whose words are here, in order of time."""
    asked = (
        sa.select(
            MessageRow.key,
            MessageRow.at,
            MessageRow.message_id,
            MessageRow.provider_thread,
            *map(as_stored, (MessageRow.in_reply_to, MessageRow.refs)),
            *map(as_stored, (ContentRow.reply_to, ContentRow.recipients, ContentRow.cc)),
            ContentRow.sender_name,
            ContentRow.sender_email,
            ContentRow.subject,
            ReadingRow.author,
            ReadingRow.company,
            ReadingRow.company_basis,
            ReadingRow.role,
            ReadingRow.role_basis,
            ReadingRow.agency,
            ReadingRow.agency_basis,
            ReadingRow.requisition,
            sa.func.substr(ReadingRow.text, 1, READ).label("mentions"),
        )
        .join(ContentRow, readings.joined(ContentRow))
        .join(ReadingRow, readings.joined(ReadingRow))
        .where(MessageRow.candidate_id == candidate)
        .order_by(MessageRow.at, MessageRow.key)
    )
    found = connection.execute(asked).all()
    answered, references = (
        many(TEXTS, [getattr(row, name) for row in found]) for name in ("in_reply_to", "refs")
    )
    written = [
        many(ADDRESSES, [getattr(row, name) for row in found]) for name in ("reply_to", "recipients", "cc")
    ]
    firm = SignalRow.confidence != Confidence.SUGGESTED.value  # a suggestion counts in nothing
    mine = sa.and_(SignalRow.candidate_id == candidate, firm)
    by_rules = _each(connection, SignalRow.message_key, SignalRow.name, mine)
    by_person = readings.labelled(connection, candidate)
    signals = {
        **by_rules,
        **{key: _firm(one) for key, one in by_person.items()},
    }
    uids = _each(connection, EventRow.carrier, EventRow.uid, EventRow.candidate_id == candidate)
    none = frozenset[str]()
    return tuple(
        Letter(
            key=row.key,
            at=row.at,
            message_id=row.message_id,
            in_reply_to=answered[at],
            references=references[at],
            provider_thread=row.provider_thread,
            author=Author(row.author),
            sender=(sender := rows.sender(row)),
            correspondents=me.others((sender, *written[0][at], *written[1][at], *written[2][at])),
            subject=row.subject,
            company=readings.claim(row.company, row.company_basis),
            role=readings.claim(row.role, row.role_basis),
            agency=readings.claim(row.agency, row.agency_basis),
            requisition=row.requisition,
            signals=signals.get(row.key, none),
            uids=uids.get(row.key, none),
            mentions=row.mentions,
        )
        for at, row in enumerate(found)
    )


def linked(connection: sa.Connection, candidate: int) -> dict[str, frozenset[str]]:
    """Message key -> the rooms that the whole text of a message and its invites link to. How to join a
    meeting is no new text (`classify.newtext.joining`), so that no reading tells it."""
    texts = sa.select(ContentRow.message_key, ContentRow.text).where(
        ContentRow.candidate_id == candidate, ContentRow.text.like("%://%")
    )
    found = {key: there for key, text in connection.execute(texts) if (there := rooms(text))}
    links = sa.and_(EventRow.candidate_id == candidate, EventRow.link != "")
    for key, invited in _each(connection, EventRow.carrier, EventRow.link, links).items():
        there = frozenset(map(room, invited)) - {""}
        if there:
            found[key] = found.get(key, there) | there
    return found


def _firm(reading: Reading) -> frozenset[str]:
    suggested = Confidence.SUGGESTED
    return frozenset(one.name for one in reading.signals if one.confidence is not suggested)


def _each(
    connection: sa.Connection, key: Any, value: Any, where: sa.ColumnElement[bool]
) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, one in connection.execute(sa.select(key, value).where(where, key.is_not(None))):
        found[name].add(one)
    return {name: frozenset(values) for name, values in found.items()}

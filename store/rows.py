"""Between values and rows, for what was received: each pair of functions is the other's inverse."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from ingest.types import Address, Event, Message, Place, Problem
from store import clean
from store.columns import encoded
from store.intake import ReadMessage, SeenEvent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from store.statements import Row

_EVENT_FIELDS = tuple(field.name for field in fields(Event))
# These keep their name in the table of contents.
_CONTENT_FIELDS = (
    "reply_to",
    "cc",
    "subject",
    "text",
    "zone_minutes",
    "automatic",
    "bulk",
    "mailer",
    "return_path",
    "labels",
    "attachments",
    "forwarded",
    "problems",
)


def digest(*texts: str) -> str:
    """32 hex digits that stand for the texts, of whatever length and with whatever characters."""
    joined = "\0".join(map(clean.moved, texts))
    return hashlib.blake2b(joined.encode(), digest_size=16).hexdigest()


def message_row(candidate: int, read: ReadMessage) -> Row:
    message = read.message
    return {
        "candidate_id": candidate,
        "key": message.key,
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to,
        "refs": message.references,
        "provider_thread": message.provider_thread,
        "at": message.at,
        "correspondents": read.correspondents,
    }


def content_row(candidate: int, message: Message) -> Row:
    sender = message.sender
    return {
        "candidate_id": candidate,
        "message_key": message.key,
        "sender_name": None if sender is None else sender.name,
        "sender_email": None if sender is None else sender.email,
        "recipients": message.to,
        **{name: getattr(message, name) for name in _CONTENT_FIELDS},
    }


def message(row: Any, events: tuple[Event, ...]) -> Message:
    """The message that `message_row` and `content_row` were made from; `row` has the columns of both."""
    return Message(
        key=row.key,
        message_id=row.message_id,
        in_reply_to=row.in_reply_to,
        references=row.refs,
        provider_thread=row.provider_thread,
        sender=sender(row),
        to=row.recipients,
        at=row.at,
        events=events,
        **{name: getattr(row, name) for name in _CONTENT_FIELDS},
    )


def sender(row: Any) -> Address | None:
    """Who wrote, of a row with the columns `sender_name` and `sender_email`."""
    return None if row.sender_email is None else Address(row.sender_name, row.sender_email)


def sighting_row(candidate: int, key: str, place: Place, labels: tuple[str, ...], now: datetime) -> Row:
    return {
        "candidate_id": candidate,
        "message_key": key,
        "digest": place_digest(place),
        "source_digest": digest(place.source),
        **_place_columns(place),
        "provider_id": place.provider_id,
        "labels": labels,
        "seen_at": now,
    }


def event_rows(candidate: int, seen: Iterable[SeenEvent]) -> dict[str, Row]:
    """One row a digest; the same event stated twice by one carrier in one source is one row."""
    rows: dict[str, Row] = {}
    positions: dict[tuple[str, str], int] = {}
    for one in seen:
        row = _event_row(candidate, one)
        if row["digest"] in rows:
            continue
        nth = positions.get((one.carrier, one.place.source), 0)
        positions[one.carrier, one.place.source] = nth + 1
        rows[row["digest"]] = row | {"position": nth}
    return rows


def event(row: Any) -> Event:
    return Event(**{name: getattr(row, name) for name in _EVENT_FIELDS})


def seen_event(row: Any) -> SeenEvent:
    return SeenEvent(event(row), place(row), row.carrier or "")


def problem_row(candidate: int, problem: Problem, now: datetime) -> Row:
    return {
        "candidate_id": candidate,
        "digest": digest(place_digest(problem.place), problem.code, problem.detail),
        "code": problem.code,
        "detail": problem.detail,
        **_place_columns(problem.place),
        "seen_at": now,
    }


def problem(row: Any) -> Problem:
    return Problem(row.code, row.detail, place(row))


def place(row: Any) -> Place:
    return Place(row.source, row.kind, row.spot)


def _event_row(candidate: int, seen: SeenEvent) -> Row:
    event = replace(seen.event, sequence=clean.whole(seen.event.sequence))
    content = digest(encoded(event))
    return {
        "candidate_id": candidate,
        "digest": digest(content, seen.carrier, seen.place.source),
        "content": content,
        "carrier": seen.carrier or None,
        **_place_columns(seen.place),
        **{name: getattr(event, name) for name in _EVENT_FIELDS},
    }


_place_parts = attrgetter("source", "kind", "spot")


def place_digest(place: Place) -> str:
    """What a place is found by; its provider's id is no part of where it is."""
    return digest(*_place_parts(place))


def _place_columns(place: Place) -> Row:
    return {"source": place.source, "kind": place.kind, "spot": place.spot}

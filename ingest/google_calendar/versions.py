"""The versions of an event, one after another. What a calendar says now outranks what it said before.

Versions are ordered by (SEQUENCE, stamp), those of mail among them (RFC 5546 §2.1.5), and Google changes
`sequence` only when the time changes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ingest.google_calendar.events import CANCELLED
from ingest.types import When

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.google_calendar.events import Listed
    from ingest.types import Event

_EARLY = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(seconds=1)
_INSTANCE = re.compile(r"_\d{8}(?:T\d{6}Z?)?\Z")  # what the id of an instance adds to that of its series


def is_live(event: Event) -> bool:
    return event.status != CANCELLED


def following(last: Event, event: Event) -> Event | None:
    """`event` as what comes after `last`; None where it says nothing new.

    A calendar may list a version that is no later than one that was taken: after the event was believed to be
    gone, and was not.
    """
    if _is_later(event, last):
        return event
    if event == replace(last, sequence=event.sequence, stamp=event.stamp, changed=event.changed):
        return None
    return _outranking(event, [last])


def completed(last: Event, listed: Listed) -> Event:
    """The event, and what `last`, of it or its series, tells and it does not: the words of a private event,
    the guests that were left out of a long list."""
    event = listed.event
    if listed.hides_words:
        return replace(
            last,
            uid=event.uid,
            recurrence_id=event.recurrence_id,
            recurs=event.recurs,
            sequence=event.sequence,
            stamp=event.stamp,
            changed=event.changed,
            status=event.status,
            start=event.start,
            end=event.end,
        )
    if listed.omits_people:
        there = {one.address for one in event.attendees}
        others = tuple(one for one in last.attendees if one.address not in there)
        return replace(event, attendees=event.attendees + others)
    return event


def ended(last: Event, sequence: int, at: datetime | None) -> Event:
    """The last version called off: `at` is when, where that is known."""
    told = replace(last, status=CANCELLED, sequence=max(sequence, last.sequence), stamp=at, changed=at)
    return _outranking(told, [last])


def ended_everywhere(event: Event, copies: Iterable[Event]) -> Event:
    """An event that is called off, outranking each copy of it in other calendars."""
    return _outranking(event, copies)


def instance_ended(series: Event, listed: Listed, at: datetime | None) -> Event | None:
    """One time of a series called off; None where it is not said which one. Such a tombstone has no more than
    its ids and when the instance would have been, so the words are those of the series."""
    said = listed.event
    when = said.start
    if not said.recurrence_id or when is None:
        return None
    end = None
    if series.start is not None and series.end is not None:
        try:
            end = When(when.at + (series.end.at - series.start.at), when.kind, when.zone)
        except (OverflowError, TypeError):
            end = None
    told = replace(series, recurrence_id=said.recurrence_id, recurs="", start=when, end=end)
    return ended(told, said.sequence, at)


def series_of(spot: str) -> str:
    """The id of the series, from that of an instance; "" for any other id."""
    match = _INSTANCE.search(spot)
    return spot[: match.start()] if match else ""


def is_past(event: Event, since: datetime) -> bool:
    """Whether it was over by then. A time without a zone is taken for UTC; what recurs is never over."""
    when = event.end or event.start
    return when is not None and not event.recurs and when.at.replace(tzinfo=UTC) < since


def _is_later(event: Event, other: Event) -> bool:
    """Whether it comes after the other whichever of SEQUENCE and stamp is looked at first."""
    return event.sequence >= other.sequence and (event.stamp or _EARLY) > (other.stamp or _EARLY)


def _outranking(event: Event, others: Iterable[Event]) -> Event:
    """The event with a rank above the others'."""
    for other in others:
        if not _is_later(event, other):
            later = max(event.stamp or _EARLY, (other.stamp or _EARLY) + _TICK)
            event = replace(event, sequence=max(event.sequence, other.sequence), stamp=later)
    return event

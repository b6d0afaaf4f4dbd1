"""Instances of a series, and events that are listed in part: what is known of them without being said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.calendars import versions
from ingest.types import When

if TYPE_CHECKING:
    from datetime import datetime

    from ingest.google_calendar.events import Listed
    from ingest.types import Event

_INSTANCE = re.compile(r"_\d{8}(?:T\d{6}Z?)?\Z")  # what the id of an instance adds to that of its series


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
    return versions.ended(told, said.sequence, at)


def series_of(spot: str) -> str:
    """The id of the series, from that of an instance; "" for any other id."""
    match = _INSTANCE.search(spot)
    return spot[: match.start()] if match else ""

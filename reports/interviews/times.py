"""When a meeting is, in UTC: what floating times, whole days and unknown zones mean to the reader."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, tzinfo

from ingest.types import Event, TimeKind, When
from reports.interviews.types import Span
from reports.wordlists import table

_DAY = timedelta(days=1)


def span(event: Event, zone: tzinfo) -> Span | None:
    """From when to when; None where it states no time.

    A whole day is from midnight to midnight in `zone`, the reader's own, where floating times are and those
    of a zone that nobody knows.
    """
    start = instant(event.start, zone)
    if start is None:
        return None
    end = instant(event.end, zone)
    if end is None or end <= start:
        end = instant(_next_day(event.start), zone) if is_whole_day(event) else None
    return Span(start, end or start + usual_length())


def is_whole_day(event: Event) -> bool:
    return event.start is not None and event.start.kind is TimeKind.ALL_DAY


def usual_length() -> timedelta:
    """How long a meeting is that states no end."""
    return timedelta(minutes=table("invites")["usual_minutes"])


def instant(when: When | None, zone: tzinfo) -> datetime | None:
    """The instant in UTC; None also in the calendar's first and last year: what follows may lie outside."""
    if when is None or not MINYEAR < when.at.year < MAXYEAR:
        return None
    at = when.at if when.at.tzinfo is not None else when.at.replace(tzinfo=zone)
    return at.astimezone(UTC)


def _next_day(when: When | None) -> When | None:
    if when is None or when.at.year >= MAXYEAR:
        return None
    return When(when.at + _DAY, when.kind, when.zone)

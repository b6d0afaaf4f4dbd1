"""The versions of an event, one after another. What a calendar says now outranks what it said before.

Versions are ordered by (SEQUENCE, stamp), those of mail among them (RFC 5546 §2.1.5). Calendars do not always
raise either when something changes: Google raises `sequence` only with the time, a feed may have neither.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import MAXYEAR, UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.types import Event

CANCELLED = "CANCELLED"

_EARLY = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(seconds=1)
_A_DAY = timedelta(days=1)  # between zones
_UNTIL = re.compile(r"\bUNTIL=(\d{8})", re.IGNORECASE)


def is_live(event: Event) -> bool:
    return event.status != CANCELLED


def is_past(event: Event, since: datetime) -> bool:
    """Whether it was over by then. A time without a zone is taken for UTC; what recurs without an UNTIL
    (RFC 5545 §3.3.10) is never over."""
    times = [when.at.replace(tzinfo=UTC) for when in (event.start, event.end) if when is not None]
    if not times:
        return False
    if event.recurs:
        until = _until(event.recurs)
        return until is not None and since - until > max(times) - min(times) + _A_DAY
    return max(times) < since  # some write an end before the start


def dated(event: Event) -> Event:
    """The event without stamps of the last year that there is: none could be later."""
    stamp, changed = (None if at and at.year == MAXYEAR else at for at in (event.stamp, event.changed))
    is_dated = (stamp, changed) == (event.stamp, event.changed)
    return event if is_dated else replace(event, stamp=stamp, changed=changed)


def rank(event: Event) -> tuple[int, datetime, bool, str]:
    """Orders the versions of one event, the one that counts last (RFC 5546 §2.1.5), in whatever order they
    come. Of two that are alike otherwise the one that is called off counts."""
    return event.sequence, event.stamp or _EARLY, not is_live(event), repr(event)


def says_the_same(event: Event, last: Event) -> bool:
    """Whether it tells nothing but another rank. Some servers stamp every event anew when they are asked."""
    return event == replace(last, sequence=event.sequence, stamp=event.stamp, changed=event.changed)


def following(last: Event, event: Event) -> Event | None:
    """`event` as what comes after `last`; None where it says nothing new.

    A calendar may list a version that is no later than one that was taken: after the event was believed to be
    gone, and was not.
    """
    if _is_later(event, last):
        return event
    return None if says_the_same(event, last) else outranking(event, [last])


def ended(last: Event, sequence: int, at: datetime | None) -> Event:
    """The last version called off: `at` is when, where that is known."""
    told = replace(last, status=CANCELLED, sequence=max(sequence, last.sequence), stamp=at, changed=at)
    return outranking(told, [last])


def outranking(event: Event, others: Iterable[Event]) -> Event:
    """The event with a rank above the others'."""
    for other in others:
        if not _is_later(event, other):
            later = max(event.stamp or _EARLY, (other.stamp or _EARLY) + _TICK)
            event = replace(event, sequence=max(event.sequence, other.sequence), stamp=later)
    return event


def _until(rule: str) -> datetime | None:
    """The end of the last day that a rule names, UTC; None where it names none."""
    found = _UNTIL.search(rule)
    try:
        return datetime.strptime(found[1], "%Y%m%d").replace(tzinfo=UTC) + _A_DAY if found else None
    except (ValueError, OverflowError):
        return None


def _is_later(event: Event, other: Event) -> bool:
    """Whether it comes after the other whichever of SEQUENCE and stamp is looked at first."""
    return event.sequence >= other.sequence and (event.stamp or _EARLY) > (other.stamp or _EARLY)

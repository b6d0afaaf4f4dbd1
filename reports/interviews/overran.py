"""Interviews that ran longer than booked: somebody moved their end in the calendar once they had begun."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from reports.interviews.types import CANCELLED, Interview, Span, What

_MOST = timedelta(hours=4)  # an end that moves further says something else: a day blocked, a slip


def overran(found: Iterable[Interview], least_minutes: float) -> tuple[tuple[Interview, Span], ...]:
    """Each interview that did, once, with the time by which: from the end that was booked to the real one."""
    pairs = ((one, _beyond(one)) for one in found if one.status != CANCELLED)
    return tuple(
        (one, span)
        for one, span in pairs
        if span is not None and timedelta(minutes=least_minutes) <= span.end - span.start <= _MOST
    )


def _beyond(one: Interview) -> Span | None:
    """A change that was known before the start is another plan, and none of what came of it."""
    late = [c for c in one.changes if c.what is What.RESIZED and c.at > c.new.start]
    return Span(late[0].old.end, late[-1].new.end) if late and late[-1].new.start == one.start else None

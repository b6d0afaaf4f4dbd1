"""Interviews made by hand, as the fold gives them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ingest.types import Address, Attendee
from reports.interviews import UPCOMING, Interview
from tests.reports.searches import ANA, at

KATE = Address("Kate Mills", "kate@acme.example")


def interview(start: str = "11-25 10:00", minutes: int = 60, **more: Any) -> Interview:
    """An interview with the candidate alone, organised by Kate, unless said otherwise."""
    begin = at(start)
    guests = more.pop("guests", ())
    attendees = tuple(one if isinstance(one, Attendee) else Attendee(one) for one in (*guests, ANA))
    given: dict[str, Any] = {
        "uid": f"u-{start}",
        "start": begin,
        "end": begin + timedelta(minutes=minutes),
        "status": UPCOMING,
        "summary": "Interview",
        "people": tuple(one.address for one in attendees),
        "organiser": KATE,
        "seen_at": at("11-18 09:00"),
        "attendees": attendees,
    }
    return Interview(**{**given, **more})

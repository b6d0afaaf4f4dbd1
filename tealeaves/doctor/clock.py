"""The clock: against what was noted by it before, and against the zone that the configuration names."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tealeaves.doctor.finding import Finding, ok, warning, wrong

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

CHECK = "clock"
TOLERANCE = timedelta(minutes=2)


def clock(now: datetime, noted: Sequence[datetime], zone: str, offset: timedelta) -> tuple[Finding, ...]:
    """`noted` are times (UTC) that this machine wrote down, none of which is to come; `offset` is how far
    it is from UTC, and `zone` the configuration's."""
    latest = max(noted, default=now)
    if latest > now + TOLERANCE:
        what = f"it is {now:%d %b %Y %H:%M} UTC here, and something was noted at {latest:%d %b %Y %H:%M} UTC"
        return (wrong(CHECK, what, "set the clock of this machine right"),)
    there = now.astimezone(ZoneInfo(zone)).utcoffset()
    if there is not None and there != offset:
        what = f"me.timezone is {zone}, and this machine's clock is {_hours(offset - there)} from it"
        return (warning(CHECK, what, "correct me.timezone, unless you are on a journey"),)
    return (ok(CHECK, f"{now.astimezone(ZoneInfo(zone)):%d %b %Y %H:%M} in {zone}"),)


def _hours(apart: timedelta) -> str:
    return f"{apart.total_seconds() / 3600:+g} h"

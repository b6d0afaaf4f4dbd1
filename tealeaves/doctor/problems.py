"""What could not be read of late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tealeaves.doctor.finding import Finding, ok, warning

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECK = "problems"
DAYS = 30


def problems(lately: Mapping[str, int]) -> tuple[Finding, ...]:
    """`lately`: kind of problem -> how many were recorded in the last `DAYS` days."""
    if not lately:
        return (ok(CHECK, f"none in {DAYS} days"),)
    most = sorted(lately.items(), key=lambda one: (-one[1], one[0]))
    told = ", ".join(f"{code} {number:,}" for code, number in most[:5])
    number = sum(lately.values())
    what = "1 thing" if number == 1 else f"{number:,} things"
    return (
        warning(CHECK, f"{what} could not be read in {DAYS} days: {told}", "tealeaves sync names new ones"),
    )

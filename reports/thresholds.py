"""The numbers that reports go by, read from thresholds.toml."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path

LARGEST = 10_000.0
"""No threshold is larger: twenty-seven years in days."""

_DIVIDES = frozenset(
    {("score", "fade_half_life"), ("score", "spread"), ("silence", "floor"), ("silence", "ceiling")}
)
_MOST = {  # above these a score would rise by time alone, or an offer outrank nothing
    ("score", "repeat_share"): 1.0,
    ("score", "fade_floor"): 1.0,
    ("score", "open_ceiling"): 98.0,
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Sections of thresholds.toml. Days unless the file says otherwise."""

    score: Mapping[str, float] = field(default_factory=dict)
    silence: Mapping[str, float] = field(default_factory=dict)
    stalled: Mapping[str, float] = field(default_factory=dict)  # by stage
    warning: Mapping[str, float] = field(default_factory=dict)  # by name
    follow_up: Mapping[str, float] = field(default_factory=dict)  # working days, by occasion
    trend: Mapping[str, float] = field(default_factory=dict)
    observed: Mapping[str, float] = field(default_factory=dict)
    action: Mapping[str, float] = field(default_factory=dict)
    response: Mapping[str, float] = field(default_factory=dict)


@cache
def default_thresholds() -> Thresholds:
    """The thresholds as shipped. Raises ValueError where the file names an unknown section."""
    with (Path(__file__).parent / "thresholds.toml").open("rb") as file:
        sections = tomllib.load(file)
    unknown = sections.keys() - {known.name for known in fields(Thresholds)}
    if unknown:
        raise ValueError(f"thresholds.toml: unknown section {sorted(unknown)[0]}")
    return Thresholds(**sections)


def overridden(defaults: Thresholds, given: Mapping[str, Mapping[str, float]]) -> Thresholds:
    """The defaults with the numbers that `given` has (section -> key -> number) in their place.

    Raises ValueError for a section or a key that the defaults do not have, and for a number that cannot be.
    """
    sections = {}
    for section, numbers in given.items():
        known: Mapping[str, float] = getattr(defaults, section, {})
        for key, number in numbers.items():
            if key not in known:
                raise ValueError(f"{section}.{key}: no such threshold")
            if why := impossible(section, key, number):
                raise ValueError(f"{section}.{key}: {why}")
        sections[section] = {**known, **numbers}
    return replace(defaults, **sections)


def impossible(section: str, key: str, number: float) -> str:
    """Why a threshold cannot have this number, "" where it can."""
    most = _MOST.get((section, key), LARGEST)
    if not math.isfinite(number) or not 0 <= number <= most:
        return f"{number} is not between 0 and {most:g}"
    if not number and (section, key) in _DIVIDES:
        return "must be above 0"
    return ""

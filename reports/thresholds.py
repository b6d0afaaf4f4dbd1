"""The numbers that reports go by, read from thresholds.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Sections of thresholds.toml. Days unless the file says otherwise."""

    score: Mapping[str, float] = field(default_factory=dict)
    silence: Mapping[str, float] = field(default_factory=dict)
    stalled: Mapping[str, float] = field(default_factory=dict)  # by stage
    follow_up: Mapping[str, float] = field(default_factory=dict)  # working days, by stage
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

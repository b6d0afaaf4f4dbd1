"""The signal table: what each signal is called, who must be speaking, and how much it weighs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from classify.types import Speaker


class Kind(StrEnum):
    TEXT = "text"  # shown by words
    OBSERVED = "observed"  # read off times, people and calendars


@dataclass(frozen=True, slots=True)
class SignalKind:
    """One row of the table. `speaker` is None where nobody speaks (observed signals)."""

    name: str
    kind: Kind
    speaker: Speaker | None
    strength: float  # what one fresh signal adds to the momentum; 0 where it says nothing of the odds
    ends: bool  # it closes the application
    refines: str  # the more general signal that it replaces, "" where none
    source: str  # where the idea comes from, "" where it is our own
    meaning: str  # one line for a person


@cache
def signal_table() -> dict[str, SignalKind]:
    """Every signal by name, in the order of the table. Raises ValueError where the table is wrong."""
    with (Path(__file__).parent / "table.toml").open("rb") as file:
        rows = tomllib.load(file)
    table = {name: _row(name, row) for name, row in rows.items()}
    for kind in table.values():
        if kind.refines and kind.refines not in table:
            raise ValueError(f"{kind.name} refines {kind.refines}, which is not in the table")
    return table


def _row(name: str, row: dict[str, object]) -> SignalKind:
    unknown = row.keys() - {"kind", "speaker", "strength", "refines", "source", "meaning"}
    if unknown:
        raise ValueError(f"{name}: unknown key {sorted(unknown)[0]}")
    strength = row["strength"]
    ends = strength == "ends"
    if not ends and not isinstance(strength, int | float):
        raise ValueError(f'{name}: strength is a number or "ends"')
    speaker = row.get("speaker")
    return SignalKind(
        name=name,
        kind=Kind(str(row.get("kind", "text"))),
        speaker=Speaker(str(speaker)) if speaker else None,
        strength=float(strength) if isinstance(strength, int | float) else 0.0,
        ends=ends,
        refines=str(row.get("refines", "")),
        source=str(row.get("source", "")),
        meaning=str(row["meaning"]),
    )

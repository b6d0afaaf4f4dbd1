"""Bars of table cells: widths in whole per cent that add up to 100."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a bar. `kind` is "held", "won", "lost" or "rest"; `width` is in per cent, above 0."""

    kind: str
    width: int


def moved(score: int, before: int) -> tuple[Part, ...]:
    """A score out of 100 beside what it was: what it held, then what it won or lost since, then the rest."""
    now, was = _within(score), _within(before)
    low, high = min(now, was), max(now, was)
    change = "won" if now >= was else "lost"
    return _parts(("held", low), (change, high - low), ("rest", 100 - high))


def share(number: int, most: int) -> tuple[Part, ...]:
    """A number beside the largest one, which fills the bar."""
    width = _within(round(100 * number / most)) if most else 0
    return _parts(("held", width), ("rest", 100 - width))


def _within(value: int) -> int:
    return max(0, min(100, value))


def _parts(*stretches: tuple[str, int]) -> tuple[Part, ...]:
    return tuple(Part(kind, width) for kind, width in stretches if width)

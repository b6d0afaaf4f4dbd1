"""A name that a place in a message gives for the employer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vote:
    name: str
    basis: str
    weight: float
    ours: bool = False  # known for the name behind the sender's domain, whatever it is written like

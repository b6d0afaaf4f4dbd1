"""The parts of a body."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    NEW = "new"
    QUOTED = "quoted"
    FORWARDED = "forwarded"
    SIGNATURE = "signature"
    FOOTER = "footer"

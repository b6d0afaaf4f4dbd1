"""What tealeaves itself wrote into a calendar, by its UID."""

from __future__ import annotations

DOMAIN = "calendar.tealeaves.invalid"
"""Ends the UID of every event that is exported. Nobody can own a name under .invalid (RFC 2606 §2)."""


def is_ours(uid: str) -> bool:
    """Whether an event was exported from here: then it is no evidence, whoever's calendar it stands in."""
    return uid.strip().lower().endswith(f"@{DOMAIN}")

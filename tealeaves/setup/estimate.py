"""How long a first sync takes, roughly: docs/decisions/123-how-long-a-first-sync-takes.md."""

from __future__ import annotations

MESSAGES_PER_SECOND = 200


def about(messages: int) -> str:
    """The time for so many messages, in words that promise no more than is known."""
    seconds = messages / MESSAGES_PER_SECOND
    if seconds < 20:
        return "a few seconds"
    if seconds < 50:
        return "less than a minute"
    minutes = round(seconds / 60)
    if minutes < 2:
        return "about a minute"
    if minutes < 90:
        return f"about {minutes} minutes"
    return f"about {round(minutes / 60)} hours"

"""What backups and stores hold, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from store.away.copies import Holdings


def count(number: int, noun: str) -> str:
    """ "1 message", "2,000 messages"; "no message" for none."""
    if not number:
        return f"no {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def span(first: datetime | None, last: datetime | None) -> str:
    """ "2026-07-20 to 2026-09-25", "" where there is nothing."""
    if first is None or last is None:
        return ""
    return f"{first:%Y-%m-%d} to {last:%Y-%m-%d}" if first.date() != last.date() else f"{first:%Y-%m-%d}"


def held(one: Holdings) -> str:
    """What a store holds, on one line."""
    said = f"{count(one.kept, 'message')} with words and {one.messages - one.kept:,} without"
    when = span(one.first_at, one.last_at)
    return (
        f"{count(one.applications, 'application')}, {said}"
        f"{f' ({when})' if when else ''}, {count(one.decisions, 'decision')} of yours"
    )


def held_value(one: Holdings) -> dict[str, Any]:
    """The same for programs."""
    return {
        "revision": one.revision,
        "applications": one.applications,
        "messages": one.messages,
        "kept": one.kept,
        "decisions": one.decisions,
        "forgotten": one.forgotten,
        "first_at": one.first_at.isoformat() if one.first_at else None,
        "last_at": one.last_at.isoformat() if one.last_at else None,
    }

"""Small questions about one message that several reports ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from classify.types import Author, Signal
from store.history import Entry, History

_NO_NAMES: frozenset[str] = frozenset()  # most messages show nothing, and are asked a hundred times


def firm(entry: Entry) -> tuple[Signal, ...]:
    """The signals that count: a suggestion is for the person to accept first."""
    return tuple(signal for signal in entry.signals if signal.firm) if entry.signals else ()


def signal_names(entry: Entry) -> frozenset[str]:
    return frozenset(signal.name for signal in firm(entry)) if entry.signals else _NO_NAMES


def by_company(entry: Entry) -> bool:
    """Whether it came from the other side, written by a person or sent by a system."""
    return entry.author is not Author.CANDIDATE


def as_of(history: History, now: datetime) -> History:
    """The history as it was known at `now`."""
    return replace(
        history,
        entries=tuple(entry for entry in history.entries if entry.at <= now),
        sightings=tuple(sighted for sighted in history.sightings if sighted.seen_at <= now),
        remarks=tuple(remark for remark in history.remarks if remark.at <= now),
    )

"""What the company said about when the candidate would hear, and whether that came true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from classify.types import Author
from reports.facts import by_company, signal_names
from reports.interviews import Interview
from reports.response.working_hours import Clock, end_of_day
from store.history import Entry, History

# What tells the candidate where they stand.
_WORD = frozenset(
    {
        "decision_timeline",
        "follow_up_interview",
        "offer",
        "offer_preparation",
        "on_hold",
        "rejection",
        "scheduling_delay",
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """A promise and what came of it. `kept_by` is the first message that told the candidate something."""

    entry: Entry
    by: date
    due: datetime  # the end of that day on the candidate's clock, UTC
    kept_by: Entry | None

    def missed(self, now: datetime) -> bool:
        """Whether the day went by in silence, also where word came later."""
        return now >= self.due and (self.kept_by is None or self.kept_by.at >= self.due)

    def open(self) -> bool:
        return self.kept_by is None


def promises(history: History, clock: Clock, found: tuple[Interview, ...] = ()) -> tuple[Told, ...]:
    """Every promise in order of time."""
    return tuple(
        Told(
            entry,
            entry.promised_by,
            end_of_day(clock, entry.promised_by),
            _kept_by(history, place, clock, found),
        )
        for place, entry in enumerate(history.entries)
        if by_company(entry) and entry.promised_by is not None
    )


def standing_promise(told: tuple[Told, ...]) -> Told | None:
    """The last promise if nobody has kept it yet."""
    return told[-1] if told and told[-1].open() else None


def _kept_by(history: History, place: int, clock: Clock, found: tuple[Interview, ...]) -> Entry | None:
    """The first message that gave the awaited word: a decision, a further round, a new date.

    Other messages count only when the day is near: before that they are about something else.
    """
    promise = history.entries[place]
    for entry in history.entries[place + 1 :]:
        if not by_company(entry):
            continue
        names = signal_names(entry)
        invites = entry.asks and "interview_invitation" in names
        arranged = any(entry.key in one.keys and one.seen_at > promise.at for one in found)
        if names & _WORD or invites or arranged:
            return entry
        near = entry.at.astimezone(clock.zone).date() + timedelta(days=1) >= (promise.promised_by or date.max)
        if entry.author is Author.PERSON and near:
            return entry
    return None

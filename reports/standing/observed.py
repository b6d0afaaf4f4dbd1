"""Signals that no phrase can show: read off times, people and calendars (signals.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reports.interviews import CANCELLED, Interview
from reports.people import invited
from reports.response.responsiveness import next_rounds, thank_you_replies
from reports.response.turns import turns
from reports.response.working_hours import Clock, working_days
from reports.settings import Person
from reports.wording import length, spoken
from reports.wordlists import folded, words
from store.history import History


@dataclass(frozen=True, slots=True)
class Observed:
    """One observed signal, with what shows it in words that we write (names in it are the invite's own)."""

    name: str
    at: datetime
    key: str  # of the message that shows it, "" from a calendar
    evidence: str


def observed(
    history: History, found: tuple[Interview, ...], person: Person, clock: Clock
) -> tuple[Observed, ...]:
    """Every observed signal but silence, in order of time."""
    limits = person.thresholds.observed
    seen = [
        *_thank_yous(history, clock, limits["thank_you_working_days"]),
        *_next_rounds(history, found, clock, limits["scheduling_working_days"]),
        *_moves(found, person),
        *_people(found, history.role, person, limits["panel_size"]),
    ]
    return tuple(sorted(seen, key=lambda one: (one.at, one.name, one.evidence)))


def _thank_yous(history: History, clock: Clock, limit: float) -> Iterator[Observed]:
    for delay in thank_you_replies(turns(history), clock):
        if working_days(clock, delay.to.at, delay.reply.at) <= limit:
            text = f"answered your thank-you note after {length(delay.hours)}"
            yield Observed("fast_thank_you_reply", delay.reply.at, delay.reply.key, text)


def _next_rounds(
    history: History, found: tuple[Interview, ...], clock: Clock, limit: float
) -> Iterator[Observed]:
    for end, at, key in next_rounds(history, found):
        days = working_days(clock, end, at)
        if days <= limit:
            text = f"the next round was set up {_working_days(days)} after this one"
            yield Observed("prompt_scheduling", end, key, text)  # fades from the round's end


def _moves(found: tuple[Interview, ...], person: Person) -> Iterator[Observed]:
    for one in found:
        for move in one.moves:
            old, new = (_moment(person.local(at)) for at in (move.old, move.new))
            name = "rescheduled_later" if move.later else "fast_track"
            yield Observed(name, move.at, move.key, f"moved an interview from {old} to {new}")


def _people(found: tuple[Interview, ...], role: str, person: Person, panel: float) -> Iterator[Observed]:
    for one in found:
        if one.status == CANCELLED:
            continue
        people = invited(one, person)
        # Whoever organises is most often the one who schedules, and no part of the panel.
        panel_of = [a for a in people if one.organiser is None or a.email != one.organiser.email]
        key = one.keys[0] if one.keys else ""
        if len(panel_of) >= panel:
            yield Observed("panel_attended", one.seen_at, key, f"{len(panel_of)} interviewers invited")
        named = [] if _senior([role]) else [one.summary]  # the summary may name the job, not the interviewer
        title = _senior([*named, *(address.name for address in people)])
        if title:
            yield Observed("senior_attended", one.seen_at, key, f"a senior leader is invited: “{title}”")


def _working_days(days: float) -> str:
    """ "less than a working day", "1 working day", "1.5 working days"."""
    if days < 0.95:
        return "less than a working day"
    told = f"{days:.1f}".removesuffix(".0")
    return f"{told} working day{'' if told == '1' else 's'}"


def _moment(local: datetime) -> str:
    """ "Tue 29 Sep 15:00"."""
    return f"{spoken(local.date())} {local:%H:%M}"


def _senior(texts: list[str]) -> str:
    """The first text that names a senior title, "" where none does."""
    for text in texts:
        line = folded([text])
        if words("invites", "senior_titles").search(line) and not words("invites", "not_senior").search(line):
            return text
    return ""

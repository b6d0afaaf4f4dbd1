"""Signals that no phrase can show: read off times, people and calendars (signals.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from classify.titles.senior import is_senior
from reports.interviews import CANCELLED, Interview
from reports.interviews.attending import DECLINED
from reports.interviews.described import Described
from reports.interviews.overran import overran
from reports.response.responsiveness import next_rounds, thank_you_replies
from reports.response.turns import turns
from reports.response.working_hours import Clock, working_days
from reports.settings import Person
from reports.wording import length, spoken
from store.history import History


@dataclass(frozen=True, slots=True)
class Observed:
    """One observed signal, with what shows it in words that we write (names in it are the invite's own)."""

    name: str
    at: datetime
    key: str  # of the message that shows it, "" from a calendar
    evidence: str


def observed(
    history: History,
    found: tuple[Interview, ...],
    person: Person,
    clock: Clock,
    people: tuple[Described, ...],
    told: frozenset[tuple[str, datetime]] = frozenset(),
) -> tuple[Observed, ...]:
    """Every observed signal but silence, in order of time.

    `people` are the interviews with who sits there. Of those in `told` (UID and start) the candidate said
    whether they ran over; no calendar is asked then.
    """
    limits = person.thresholds.observed
    seen = [
        *_thank_yous(history, clock, limits["thank_you_working_days"]),
        *_next_rounds(history, found, clock, limits["scheduling_working_days"]),
        *_moves(found, person),
        *_people(people, history.role, limits["panel_size"]),
        *_overran(found, person, limits["overran_minutes"], told),
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


def _people(every: tuple[Described, ...], role: str, panel: float) -> Iterator[Observed]:
    for one in every:
        meeting = one.interview
        if meeting.status == CANCELLED:
            continue
        key = meeting.keys[0] if meeting.keys else ""
        if len(one.panel) >= panel:
            yield Observed("panel_attended", meeting.seen_at, key, f"{len(one.panel)} interviewers invited")
        title = _senior(one, role)
        if title:
            text = f"a senior leader is invited: “{title}”"
            yield Observed("senior_attended", meeting.seen_at, key, text)


def _senior(one: Described, role: str) -> str:
    """Who shows that somebody senior sits there, "" where nothing does: a person, or else the title of the
    meeting, which may also name the job."""
    leaders = (each for each in one.interviewers if each.is_senior and each.answer != DECLINED)
    by_name = next((each.called for each in leaders), "")
    summary = one.interview.summary
    return by_name or (summary if is_senior(summary) and not is_senior(role) else "")


def _overran(
    found: tuple[Interview, ...], person: Person, least: float, told: frozenset[tuple[str, datetime]]
) -> Iterator[Observed]:
    for one, beyond in overran(found, least):
        if (one.uid, one.start) in told:
            continue
        booked, ended = (f"{person.local(at):%H:%M}" for at in (beyond.start, beyond.end))
        key = next((each.key for each in one.changes if each.new.end == beyond.end), "")
        yield Observed("interview_overran", beyond.end, key, f"booked to {booked}, ended {ended}")


def _working_days(days: float) -> str:
    """ "less than a working day", "1 working day", "1.5 working days"."""
    if days < 0.95:
        return "less than a working day"
    told = f"{days:.1f}".removesuffix(".0")
    return f"{told} working day{'' if told == '1' else 's'}"


def _moment(local: datetime) -> str:
    """ "Tue 29 Sep 15:00"."""
    return f"{spoken(local.date())} {local:%H:%M}"

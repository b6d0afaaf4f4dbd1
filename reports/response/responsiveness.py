"""How fast a company answers, with everything that waits counted in (design, "Response time")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from classify.types import Author
from reports.facts import by_company, signal_names
from reports.interviews import CANCELLED, Interview, reschedules_later
from reports.promises import Told
from reports.survival import Wait, quantile
from reports.turns import Turn, turns
from reports.working_hours import Clock, hours, working_hours
from store.history import Entry, History

_INVITES = frozenset({"interview_invitation", "follow_up_interview", "panel_interview", "senior_interview"})


@dataclass(frozen=True, slots=True)
class Delay:
    """From one message to the one that answered it."""

    to: Entry
    reply: Entry
    hours: float
    working_hours: float


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Kaplan-Meier estimates in hours; None where too few waits have ended to tell."""

    median: float | None
    p75: float | None
    p90: float | None


NOTHING = Percentiles(None, None, None)


@dataclass(frozen=True, slots=True)
class Responsiveness:
    """How one company, or all of them, answered. Hours unless said otherwise.

    `replies` answer turns that asked for it; `courtesies` answer thank-you notes and the like and are in no
    figure. `waits` and `working_waits` are what the percentiles are made of, the unanswered censored.
    """

    replies: tuple[Delay, ...]
    courtesies: tuple[Delay, ...]
    waits: tuple[Wait, ...]
    working_waits: tuple[Wait, ...]
    plain: Percentiles
    working: Percentiles
    waiting_since: datetime | None
    waiting_hours: float | None
    longest_hours: float | None  # the longest wait, over or not
    first_answer_hours: float | None  # the first person's message after applying
    thank_you_hours: tuple[float, ...]  # replies to thank-you notes
    own_hours: tuple[float, ...]  # how long the candidate took to answer
    next_round_hours: tuple[float, ...]  # from one round's end to the next invitation
    reschedules_later: int
    promises_kept: int
    promises_missed: int

    @property
    def n(self) -> int:
        return len(self.replies)

    @property
    def recorded(self) -> tuple[Delay, ...]:
        """Every reply in order of time, also those that nobody had asked for."""
        return tuple(sorted((*self.replies, *self.courtesies), key=lambda delay: delay.reply.at))


def responsiveness(
    history: History,
    found: tuple[Interview, ...],
    told: tuple[Told, ...],
    clock: Clock,
    now: datetime,
    ended_at: datetime | None = None,
    enough: int = 3,
) -> Responsiveness:
    """What one application shows at `now`. `ended_at` is when it closed: after that nobody waits."""
    every = turns(history)
    replies: list[Delay] = []
    courtesies: list[Delay] = []
    waits: list[Wait] = []
    working_waits: list[Wait] = []
    waiting: Turn | None = None
    for turn in every:
        if turn.reply is not None:
            (replies if turn.asked else courtesies).append(_delay(turn.first, turn.reply, clock))
        if turn.asked is None:
            continue
        if turn.waits and ended_at is None:
            waiting = turn
        end, ended = _end(turn, now, ended_at)
        waits.append(Wait(hours(turn.first.at, end), ended))
        working_waits.append(Wait(working_hours(clock, turn.first.at, end), ended))
    since = waiting.asked.at if waiting and waiting.asked else None
    counted = len(replies) >= enough
    return Responsiveness(
        replies=tuple(replies),
        courtesies=tuple(courtesies),
        waits=tuple(waits),
        working_waits=tuple(working_waits),
        plain=percentiles(waits) if counted else NOTHING,
        working=percentiles(working_waits) if counted else NOTHING,
        waiting_since=since,
        waiting_hours=hours(since, now) if since else None,
        longest_hours=max((wait.length for wait in waits), default=None),
        first_answer_hours=_first_answer(history),
        thank_you_hours=tuple(delay.hours for delay in thank_you_replies(every, clock)),
        own_hours=_own(history),
        next_round_hours=tuple(hours(end, at) for end, at, _ in next_rounds(history, found)),
        reschedules_later=reschedules_later(found),
        promises_kept=sum(one.kept_by is not None and one.kept_by.at < one.due for one in told),
        promises_missed=sum(one.missed(now) for one in told),
    )


def percentiles(waits: Iterable[Wait]) -> Percentiles:
    """Median, 75th and 90th percentile by Kaplan-Meier."""
    known = tuple(waits)
    shares = Fraction(1, 2), Fraction(3, 4), Fraction(9, 10)
    return Percentiles(*(quantile(known, share) for share in shares))


def overall(every: Iterable[Responsiveness], enough: int = 3) -> Percentiles:
    """The percentiles of all companies together, in hours; nothing under `enough` replies."""
    known = tuple(every)
    waits = [wait for one in known for wait in one.waits]
    return percentiles(waits) if sum(wait.ended for wait in waits) >= enough else NOTHING


def thank_you_replies(every: tuple[Turn, ...], clock: Clock) -> tuple[Delay, ...]:
    """From each thank-you note to the person's message that followed."""
    return tuple(
        _delay(note, turn.reply, clock)
        for turn in every
        if turn.reply is not None
        for note in turn.messages
        if "thank_you_note" in signal_names(note)
    )


def next_rounds(history: History, found: tuple[Interview, ...]) -> tuple[tuple[datetime, datetime, str], ...]:
    """For each round that was followed by another: its end, when the next was set up, and by which mail."""
    held = [one for one in found if one.status != CANCELLED]
    pairs = []
    for place, one in enumerate(held):
        before = held[place + 1].start if place + 1 < len(held) else None
        said = [
            (entry.at, entry.key)
            for entry in history.entries
            if by_company(entry) and entry.at >= one.end and signal_names(entry) & _INVITES
        ]
        if before is not None and held[place + 1].seen_at >= one.end:
            following = held[place + 1]
            said.append((following.seen_at, following.keys[0] if following.keys else ""))
        said = [row for row in said if before is None or row[0] < before]
        if said:
            at, key = min(said)
            pairs.append((one.end, at, key))
    return tuple(pairs)


def _end(turn: Turn, now: datetime, ended_at: datetime | None) -> tuple[datetime, bool]:
    """When a turn's wait ended or was last looked at, and whether a reply ended it."""
    if turn.reply is not None:
        return turn.reply.at, True
    stops = [at for at in (turn.closed_at, ended_at, now) if at is not None and at >= turn.first.at]
    return min(stops, default=turn.first.at), False


def _delay(message: Entry, reply: Entry, clock: Clock) -> Delay:
    return Delay(message, reply, hours(message.at, reply.at), working_hours(clock, message.at, reply.at))


def _first_answer(history: History) -> float | None:
    applied = next(
        (e for e in history.entries if signal_names(e) & {"application_sent", "application_received"}), None
    )
    if applied is None:
        return None
    answer = next(
        (e for e in history.entries if e.author is Author.PERSON and e.at >= applied.at and e is not applied),
        None,
    )
    return hours(applied.at, answer.at) if answer else None


def _own(history: History) -> tuple[float, ...]:
    """How long the candidate took to answer each message of a person that asked something."""
    taken = []
    asked: Entry | None = None
    for entry in history.entries:
        if entry.author is Author.PERSON and entry.asks and asked is None:
            asked = entry
        elif entry.author is Author.CANDIDATE and asked is not None:
            taken.append(hours(asked.at, entry.at))
            asked = None
    return tuple(taken)

"""How fast a company answers, with everything that waits counted in (design, "Response time")."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from classify.types import Author
from reports.actions.promises import Told
from reports.facts import by_company, signal_names
from reports.interviews import CANCELLED, Interview, reschedules_later
from reports.response.sides import bystanders
from reports.response.survival import Wait, quantile
from reports.response.turns import Turn, turns
from reports.response.working_hours import Clock, hours, working_hours
from store.history import Entry, History

_INVITES = frozenset({"interview_invitation", "follow_up_interview", "panel_interview", "senior_interview"})
_APPLYING = frozenset({"application_sent", "application_received"})


@dataclass(frozen=True, slots=True)
class Delay:
    """From one message to the one that answered it."""

    to: Entry
    reply: Entry
    hours: float
    working_hours: float

    @property
    def by_agency(self) -> bool:
        """Whether the agency answered rather than its client."""
        return self.reply.agency


@dataclass(frozen=True, slots=True)
class Asked:
    """One turn that asked for an answer, and how long that took. Without `delay` nobody has answered."""

    turn: Turn
    wait: Wait  # hours
    working_wait: Wait  # working hours
    delay: Delay | None
    open: bool  # it waits still: nobody has answered, and the application goes on

    @property
    def since(self) -> datetime:
        """When the candidate asked (UTC), which may be later than the turn began."""
        return (self.turn.asked or self.turn.first).at

    @property
    def other(self) -> Entry | None:
        """The answer, or what was last heard of the side that owes one; None where nobody has written yet."""
        return self.turn.reply or self.turn.question


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Kaplan-Meier estimates in hours; None where too few waits have ended to tell."""

    median: float | None
    p75: float | None
    p90: float | None


NOTHING = Percentiles(None, None, None)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the turns of `asked` were answered, the unanswered censored. Lengths are hours."""

    asked: tuple[Asked, ...]
    plain: Percentiles
    working: Percentiles

    @property
    def replies(self) -> tuple[Delay, ...]:
        return tuple(one.delay for one in self.asked if one.delay is not None)

    @property
    def n(self) -> int:
        return len(self.replies)

    @property
    def waiting(self) -> tuple[Asked, ...]:
        return tuple(one for one in self.asked if one.open)

    @property
    def waits(self) -> tuple[Wait, ...]:
        """What the percentiles are made of."""
        return tuple(one.wait for one in self.asked)

    @property
    def working_waits(self) -> tuple[Wait, ...]:
        return tuple(one.working_wait for one in self.asked)

    @property
    def waiting_since(self) -> datetime | None:
        """When the longest wait that still goes on began, UTC."""
        return min((one.since for one in self.waiting), default=None)

    @property
    def longest_hours(self) -> float | None:
        """The longest wait, over or not."""
        return max((wait.length for wait in self.waits), default=None)


@dataclass(frozen=True, slots=True)
class Responsiveness:
    """How one company answered. Hours unless said otherwise.

    The replies of `pace` answer turns that asked for it; `courtesies` answer thank-you notes and the like and
    are in no figure.
    """

    pace: Pace
    courtesies: tuple[Delay, ...]
    waiting_since: datetime | None
    waiting_hours: float | None
    first_answer: Wait | None  # to the first person's message after applying; None where nobody applied
    thank_yous: tuple[Delay, ...]  # replies to thank-you notes
    own: tuple[Wait, ...]  # how long the candidate took to answer what a person asked
    next_round_hours: tuple[float, ...]  # from one round's end to the next invitation
    reschedules_later: int
    promises_kept: int
    promises_missed: int

    @property
    def replies(self) -> tuple[Delay, ...]:
        return self.pace.replies

    @property
    def n(self) -> int:
        return self.pace.n

    @property
    def waits(self) -> tuple[Wait, ...]:
        return self.pace.waits

    @property
    def working_waits(self) -> tuple[Wait, ...]:
        return self.pace.working_waits

    @property
    def plain(self) -> Percentiles:
        return self.pace.plain

    @property
    def working(self) -> Percentiles:
        return self.pace.working

    @property
    def longest_hours(self) -> float | None:
        return self.pace.longest_hours

    @property
    def first_answer_hours(self) -> float | None:
        """None also where the first answer is still awaited."""
        return self.first_answer.length if self.first_answer and self.first_answer.ended else None

    @property
    def thank_you_hours(self) -> tuple[float, ...]:
        return tuple(delay.hours for delay in self.thank_yous)

    @property
    def own_hours(self) -> tuple[float, ...]:
        """The candidate's answers; what is still to be answered is in `own` alone."""
        return tuple(wait.length for wait in self.own if wait.ended)

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
    asked = tuple(_asked(turn, clock, now, ended_at) for turn in every if _counts(turn, ended_at))
    known = pace(asked, enough)
    courtesies = (
        _delay(turn.first, turn.reply, clock) for turn in every if turn.reply is not None and not turn.asked
    )
    since = known.waiting_since
    return Responsiveness(
        pace=known,
        courtesies=tuple(courtesies),
        waiting_since=since,
        waiting_hours=hours(since, now) if since else None,
        first_answer=_first_answer(history, now, ended_at),
        thank_yous=thank_you_replies(every, clock),
        own=_own(history, now, ended_at),
        next_round_hours=tuple(hours(end, at) for end, at, _ in next_rounds(history, found)),
        reschedules_later=reschedules_later(found),
        promises_kept=sum(one.kept_by is not None and one.kept_by.at < one.due for one in told),
        promises_missed=sum(one.missed(now) for one in told),
    )


def pace(asked: Iterable[Asked], enough: int) -> Pace:
    """The turns with their percentiles; no percentile under `enough` replies."""
    known = tuple(asked)
    if sum(one.wait.ended for one in known) < enough:
        return Pace(known, NOTHING, NOTHING)
    return Pace(known, percentiles(one.wait for one in known), percentiles(one.working_wait for one in known))


def together(every: Iterable[Responsiveness], enough: int) -> Pace:
    """All companies as one."""
    return pace((one for response in every for one in response.pace.asked), enough)


def percentiles(waits: Iterable[Wait]) -> Percentiles:
    """Median, 75th and 90th percentile by Kaplan-Meier."""
    known = tuple(waits)
    shares = Fraction(1, 2), Fraction(3, 4), Fraction(9, 10)
    return Percentiles(*(quantile(known, share) for share in shares))


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
    """For each round that was followed by another: its end, when the next was set up, and by which mail.

    A mail that calls a meeting off sets none up, whatever its words were read as.
    """
    held = [one for one in found if one.status != CANCELLED]
    off = {one.key for one in history.sightings if one.event.method == "CANCEL"}
    every = sorted(
        (entry.at, entry.key)
        for entry in history.entries
        if by_company(entry) and signal_names(entry) & _INVITES and entry.key not in off
    )
    pairs = []
    for place, one in enumerate(held):
        before = held[place + 1].start if place + 1 < len(held) else None
        since = bisect_left(every, (one.end, ""))
        said = every[since : since + 1]
        if before is not None and held[place + 1].seen_at >= one.end:
            following = held[place + 1]
            said.append((following.seen_at, following.keys[0] if following.keys else ""))
        said = [row for row in said if before is None or row[0] < before]
        if said:
            at, key = min(said)
            pairs.append((one.end, at, key))
    return tuple(pairs)


def _counts(turn: Turn, ended_at: datetime | None) -> bool:
    """Whether somebody owed an answer. What is asked once all is over, and never answered, is no wait."""
    if turn.asked is None:
        return False
    return turn.reply is not None or ended_at is None or turn.asked.at < ended_at


def _asked(turn: Turn, clock: Clock, now: datetime, ended_at: datetime | None) -> Asked:
    begun = turn.first.at
    if turn.reply is not None:
        delay = _delay(turn.first, turn.reply, clock)
        return Asked(turn, Wait(delay.hours, True), Wait(delay.working_hours, True), delay, False)
    end = min(at for at in (turn.closed_at, ended_at, now) if at is not None)
    still = Wait(hours(begun, end), False), Wait(working_hours(clock, begun, end), False)
    return Asked(turn, *still, None, turn.waits and ended_at is None)


def _delay(message: Entry, reply: Entry, clock: Clock) -> Delay:
    return Delay(message, reply, hours(message.at, reply.at), working_hours(clock, message.at, reply.at))


def _first_answer(history: History, now: datetime, ended_at: datetime | None) -> Wait | None:
    """From the application (or what acknowledges it) to the first person's message."""
    applied = next((entry for entry in history.entries if signal_names(entry) & _APPLYING), None)
    if applied is None:
        return None
    aside = bystanders(history)
    answers = (
        entry.at
        for entry in history.entries
        if entry.author is Author.PERSON and entry.at >= applied.at and entry is not applied
        if entry.key not in aside
    )
    answered = next(answers, None)
    return Wait(hours(applied.at, answered or ended_at or now), answered is not None)


def _own(history: History, now: datetime, ended_at: datetime | None) -> tuple[Wait, ...]:
    """How long the candidate took to answer each message of a person that asked something. Who never wrote
    here at all has ignored an approach: that is no slow answer."""
    if not any(entry.author is Author.CANDIDATE for entry in history.entries):
        return ()
    taken = []
    asked: Entry | None = None
    aside = bystanders(history)
    for entry in history.entries:
        if entry.author is Author.PERSON and entry.asks and asked is None and entry.key not in aside:
            asked = entry
        elif entry.author is Author.CANDIDATE and asked is not None:
            taken.append(Wait(hours(asked.at, entry.at), True))
            asked = None
    if asked is not None and ended_at is None:
        taken.append(Wait(hours(asked.at, now), False))
    return tuple(taken)

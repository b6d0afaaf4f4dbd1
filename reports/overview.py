"""One card for each application: where it stands, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from reports.interviews import Interview
from reports.momentum import Momentum, before, momentum
from reports.next_action import Action, FollowUp, follow_ups_due, next_action
from reports.promises import Told
from reports.questions import Unanswered
from reports.responsiveness import Responsiveness
from reports.settings import Person
from reports.snapshot import snapshot
from reports.stage import Progress
from reports.working_hours import Clock, clock_of
from store.history import History


@dataclass(frozen=True, slots=True)
class Card:
    """One application at `now` (UTC). `history` is what was known then."""

    history: History
    now: datetime
    progress: Progress
    momentum: Momentum
    response: Responsiveness
    interviews: tuple[Interview, ...]
    promised_by: date | None  # the day that still stands, or went by in silence
    promise_missed: bool
    last_promise: Told | None  # also where it was kept
    unanswered: tuple[Unanswered, ...]
    follow_ups: tuple[FollowUp, ...]
    action: Action

    @property
    def id(self) -> str:
        return self.history.id

    @property
    def open(self) -> bool:
        return self.progress.open

    @property
    def first_at(self) -> datetime:
        return self.history.entries[0].at

    @property
    def last_at(self) -> datetime:
        return self.history.entries[-1].at


def overview(histories: Iterable[History], person: Person, now: datetime) -> tuple[Card, ...]:
    """The applications that were known at `now`: the open ones by score, then the closed, the latest first.

    Raises ValueError where the person's time zone, working hours or holidays are wrong.
    """
    clock = clock_of(person)
    cards = [card(history, person, clock, now) for history in histories if _known(history, now)]
    return tuple(sorted(cards, key=_place))


def card(history: History, person: Person, clock: Clock, now: datetime) -> Card:
    """What one application shows at `now`."""
    today = snapshot(history, person, clock, now)
    earlier = snapshot(history, person, clock, before(now, person))
    due = follow_ups_due(today, person, clock)
    return Card(
        history=today.history,
        now=now,
        progress=today.progress,
        momentum=momentum(today, earlier, person),
        response=today.response,
        interviews=today.interviews,
        promised_by=today.promise.by if today.promise else None,
        promise_missed=today.promise_missed,
        last_promise=today.promises[-1] if today.promises else None,
        unanswered=today.unanswered,
        follow_ups=due,
        action=next_action(today, due, person, clock),
    )


def _known(history: History, now: datetime) -> bool:
    return any(entry.at <= now for entry in history.entries)


def _place(one: Card) -> tuple[bool, float, float, str]:
    latest = -one.last_at.timestamp()
    return not one.open, -one.momentum.score if one.open else latest, latest, one.id

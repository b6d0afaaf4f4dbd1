"""One card for each application: where it stands, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from reports.actions.follow_ups import FollowUp, Planned, follow_ups_due, planned
from reports.actions.next_action import Action, next_actions
from reports.actions.overlapping import with_overlaps
from reports.actions.promises import Told
from reports.actions.questions import Unanswered
from reports.interviews import Interview
from reports.interviews.described import Described
from reports.overlaps import Overlap, overlaps
from reports.pay import Named, named
from reports.remarks.closing import Closing, closing
from reports.remarks.debrief import Debrief, debriefs
from reports.remarks.notes import Note, notes
from reports.remarks.snoozes import Snooze, snoozes
from reports.response.compared import Comparison, compared
from reports.response.responsiveness import Responsiveness
from reports.response.working_hours import Clock, clock_of
from reports.settings import Person
from reports.snapshot import snapshot
from reports.standing.momentum import Momentum, before, momentum
from reports.standing.stage import Progress
from store.history import Ending, History, Title


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
    actions: tuple[Action, ...]  # everything there is to do, the most urgent first; never empty
    pay: tuple[Named, ...]
    debriefs: tuple[Debrief, ...]
    snoozed: tuple[Snooze, ...]  # in force
    closing: Closing | None  # how the person said that it ended
    score_before: int  # one trend window earlier
    comparison: Comparison | None = None  # with the candidate's other applications
    overlaps: tuple[Overlap, ...] = ()  # of its interviews with others that are to come
    described: tuple[Described, ...] = ()  # the interviews, each with its round, its kind and its people
    planned: Planned | None = None  # the follow-up that is due, or will be if nothing comes before
    notes: tuple[Note, ...] = ()  # the person's own, in order of time

    @property
    def action(self) -> Action:
        """The one thing to do first."""
        return self.actions[0]

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


def overview(
    histories: Iterable[History], person: Person, now: datetime, ended: Iterable[Ending] = ()
) -> tuple[Card, ...]:
    """The applications that were known at `now`: the open ones by score, then the closed, the latest first.

    `ended` are others of which no more is known than how they ended: cards are compared with them too.

    Raises ValueError where the person's time zone, working hours or holidays are wrong.
    """
    clock = clock_of(person)
    cards = [card(history, person, clock, now) for history in histories if _known(history, now)]
    enough = int(person.thresholds.response["enough"])
    beside = compared({card.id: card.response for card in cards}, ended, enough)
    shared = overlaps((_titled(card.history), card.interviews) for card in cards if card.open)
    placed = (_among(card, beside.get(card.id), shared.get(card.id, ()), person) for card in cards)
    return tuple(sorted(placed, key=_place))


def card(history: History, person: Person, clock: Clock, now: datetime) -> Card:
    """What one application shows at `now`."""
    today = snapshot(history, person, clock, now)
    earlier = snapshot(history, person, clock, before(now, person))
    due = follow_ups_due(today, person, clock)
    snoozed = snoozes(today.history, now.astimezone(clock.zone).date())
    return Card(
        history=today.history,
        now=now,
        progress=today.progress,
        momentum=momentum(today, earlier, person, snoozed),
        response=today.response,
        interviews=today.interviews,
        promised_by=today.promise.by if today.promise else None,
        promise_missed=today.promise_missed,
        last_promise=today.promises[-1] if today.promises else None,
        unanswered=today.unanswered,
        follow_ups=due,
        actions=next_actions(today, due, person, clock),
        pay=named(today.history),
        debriefs=debriefs(today.history),
        snoozed=snoozed,
        closing=closing(today.history, today.progress.since),
        score_before=earlier.score.value,
        planned=planned(today, person, clock),
        described=today.described,
        notes=notes(today.history),
    )


def _among(one: Card, comparison: Comparison | None, found: tuple[Overlap, ...], person: Person) -> Card:
    """The card with what only the other applications show."""
    actions = with_overlaps(one.actions, found, one.history, person, one.now)
    return replace(one, comparison=comparison, overlaps=found, actions=actions)


def _titled(one: History) -> Title:
    return Title(one.id, one.company, one.role, one.agency)


def _known(history: History, now: datetime) -> bool:
    return any(entry.at <= now for entry in history.entries)


def _place(one: Card) -> tuple[bool, float, float, str]:
    latest = -one.last_at.timestamp()
    return not one.open, -one.momentum.score if one.open else latest, latest, one.id

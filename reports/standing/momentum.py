"""Score, trend, reasons and warnings of one application (docs/momentum.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from reports.actions.follow_ups import quiet_days
from reports.interviews import CANCELLED, UPCOMING, reschedules_later
from reports.remarks.snoozes import Snooze
from reports.response.working_hours import clock_of, hours, working_days
from reports.settings import Person
from reports.snapshot import Snapshot
from reports.standing.score import Reason, score
from reports.standing.stage import ORDER, Stage, ended_as
from reports.standing.warnings import Warning, awake, called_off, warnings
from reports.wording import says

_WEAKENING = frozenset({"scheduling_delay", "rescheduled_later", "on_hold"})
_AS_BEFORE = 0.01  # a sum that differs by less is the same


class Trend(StrEnum):
    RISING = "rising"
    STEADY = "steady"
    COOLING = "cooling"
    STALLED = "stalled"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Momentum:
    """`because` says in a few words why the trend is what it is; `warnings` leave out the snoozed ones."""

    score: int
    trend: Trend
    because: str
    reasons: tuple[Reason, ...]
    warnings: tuple[Warning, ...]


def momentum(now: Snapshot, before: Snapshot, person: Person, snoozed: tuple[Snooze, ...] = ()) -> Momentum:
    """`before` is the same application one trend window earlier; `snoozed` are the snoozes in force."""
    trend, because = _trend(now, before, person)
    shown = awake(warnings(now, person), snoozed)
    return Momentum(now.score.value, trend, because, now.score.reasons, shown)


def before(now: datetime, person: Person) -> datetime:
    """The instant that the trend compares `now` with."""
    return now - timedelta(days=person.thresholds.trend["window"])


def news(now: Snapshot, before: Snapshot, person: Person) -> float:
    """What happened in between has added to the sum: all that has changed but for fading."""
    carried = score(
        before.history,
        before.observed,
        before.progress,
        before.silence,
        person,
        now.now,
        before.interviews,
    )
    return now.score.total - carried.total


def _trend(now: Snapshot, earlier: Snapshot, person: Person) -> tuple[Trend, str]:
    """The first rule that holds. Fading alone is no cooling: something must have happened."""
    rules = person.thresholds
    if not now.progress.open:
        return Trend.CLOSED, ended_as(now.progress).replace("_", " ")
    if now.progress.stage is Stage.ON_HOLD:
        return Trend.STALLED, "on hold"
    if stalled := _stalled(now, rules.stalled):
        return Trend.STALLED, stalled
    if now.promise is not None and now.promise_missed:
        late = working_days(clock_of(person), now.promise.due, now.now)
        if late >= rules.follow_up["promise_working_days"]:
            return Trend.COOLING, "a promised date has passed"
    # An application younger than the window is compared with one of which nothing is known.
    moved = news(now, earlier, person)
    if moved >= rules.trend["step"] or (moved > -_AS_BEFORE and _further(now, earlier)):
        return Trend.RISING, _good_news(now, earlier)
    if now.progress.stage is Stage.FINAL and now.silence.ahead:
        return Trend.RISING, "in the final stage, with a day set"
    if now.progress.stage is Stage.OFFER:
        return Trend.STEADY, "their offer stands"
    if now.silence.unusual(rules):
        return Trend.COOLING, "quieter than usual"
    weakened = max((one for one in now.score.reasons if one.signal in _WEAKENING), key=_at, default=None)
    if (
        weakened
        and not _stands(now)
        and not any(one.strength > 0 and one.at > weakened.at for one in now.score.reasons)
    ):
        return Trend.COOLING, f"they {says(weakened.signal)}, and nothing better since"
    if called_off(now) is not None:
        return Trend.COOLING, "an interview was called off"
    if now.score.value - earlier.score.value >= rules.trend["points"]:
        return Trend.STEADY, "a little up"  # the digest tells it among those that moved up
    return Trend.STEADY, "no change to speak of"


def _stands(now: Snapshot) -> bool:
    """Whether an interview lies ahead that was not put off more than once."""
    ahead = (one for one in now.interviews if one.status == UPCOMING)
    return any(reschedules_later([one]) < 2 for one in ahead)


def _stalled(now: Snapshot, limits: Mapping[str, float]) -> str:
    """Why nothing moves any more, "" where it does."""
    quiet = quiet_days(now)
    # What no signal names may have been rhetorical.
    asked = [one.at for one in now.unanswered if one.signal != "question"]
    if asked and not now.silence.ahead:
        waited = hours(asked[0], now.now) / 24
        if waited >= limits["your_turn"]:
            return f"their question has waited for you for {waited:.0f} days"
    if quiet >= limits[now.progress.stage.value]:
        return f"nothing heard for {quiet:.0f} days"
    return ""


def _further(now: Snapshot, earlier: Snapshot) -> bool:
    """Whether it has reached a further stage since, or another round has been set up."""
    if ORDER.index(now.progress.reached) > ORDER.index(earlier.progress.reached):
        return True
    if any(one.status == CANCELLED or one.moves for one in now.interviews if one.end > earlier.now):
        return False  # it stands in for one that was put off
    return any(one.status == UPCOMING and one.seen_at > earlier.now for one in now.interviews)


def _good_news(now: Snapshot, earlier: Snapshot) -> str:
    fresh = [one for one in now.score.reasons if one.strength > 0 and one.at > earlier.now]
    if fresh:
        return f"they {says(fresh[0].signal)}"
    if ORDER.index(now.progress.reached) > ORDER.index(earlier.progress.reached):
        return f"now {now.progress.stage.value.replace('_', ' ')}"
    return "another interview is set" if _further(now, earlier) else "they are back in touch"


def _at(reason: Reason) -> datetime:
    return reason.at

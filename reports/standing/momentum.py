"""Score, trend, reasons and warnings of one application (docs/momentum.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from classify.types import Author
from reports.interviews import CANCELLED, UPCOMING
from reports.score import Reason
from reports.settings import Person
from reports.snapshot import Snapshot
from reports.stage import Stage
from reports.wording import says, spoken

_WEAKENING = frozenset({"scheduling_delay", "rescheduled_later", "on_hold"})


class Trend(StrEnum):
    RISING = "rising"
    STEADY = "steady"
    COOLING = "cooling"
    STALLED = "stalled"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Warning:
    """A named thing to worry about, with a sentence for the person."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Momentum:
    """`because` says in a few words why the trend is what it is."""

    score: int
    trend: Trend
    because: str
    reasons: tuple[Reason, ...]
    warnings: tuple[Warning, ...]


def momentum(now: Snapshot, before: Snapshot, person: Person) -> Momentum:
    """`before` is the same application one trend window earlier."""
    trend, because = _trend(now, before, person)
    return Momentum(now.score.value, trend, because, now.score.reasons, _warnings(now, person))


def before(now: datetime, person: Person) -> datetime:
    """The instant that the trend compares `now` with."""
    return now - timedelta(days=person.thresholds.trend["window"])


def _trend(now: Snapshot, earlier: Snapshot, person: Person) -> tuple[Trend, str]:
    """The first rule that holds. Fading alone is no cooling: something must have happened."""
    rules = person.thresholds
    if not now.progress.open:
        return Trend.CLOSED, now.progress.stage.value
    if now.progress.stage is Stage.ON_HOLD:
        return Trend.STALLED, "on hold"
    stalled_after = rules.stalled[now.progress.stage.value]
    if now.silence.days >= stalled_after:
        return Trend.STALLED, f"nothing heard for {now.silence.days:.0f} days"
    # An application younger than the window is compared with one of which nothing is known.
    step = now.score.value - earlier.score.value
    if now.promise_missed:
        return Trend.COOLING, "a promised date has passed"
    if step >= rules.trend["step"]:
        return Trend.RISING, f"up {step} in {rules.trend['window']:.0f} days"
    if now.silence.weight(rules.silence["most"]):
        return Trend.COOLING, "quieter than usual"
    weakened = max((one for one in now.score.reasons if one.signal in _WEAKENING), key=_at, default=None)
    if weakened and not any(one.strength > 0 and one.at > weakened.at for one in now.score.reasons):
        return Trend.COOLING, f"they {says(weakened.signal)}, and nothing better since"
    if _called_off(now):
        return Trend.COOLING, "an interview was called off"
    return Trend.STEADY, "no change to speak of"


def _at(reason: Reason) -> datetime:
    return reason.at


def _called_off(now: Snapshot) -> bool:
    """Whether the last interview was cancelled and no other has been set up since."""
    if not now.interviews or any(one.status == UPCOMING for one in now.interviews):
        return False
    last = now.interviews[-1]
    return last.status == CANCELLED and last.end > max(
        (one.end for one in now.interviews if one.status != CANCELLED), default=last.seen_at
    )


def _warnings(now: Snapshot, person: Person) -> tuple[Warning, ...]:
    if not now.progress.open:
        return ()
    found = []
    if now.silence.weight(person.thresholds.silence["most"]) and now.silence.since is not None:
        found.append(Warning("silent", f"{now.silence.text()[0].upper()}{now.silence.text()[1:]}."))
    if now.promise is not None and now.promise_missed:
        found.append(Warning("promise_missed", f"Word was promised by {spoken(now.promise.by)}."))
    if _called_off(now):
        found.append(Warning("interview_cancelled", "An interview was called off and no other is set."))
    if now.response.reschedules_later:
        times = now.response.reschedules_later
        text = f"An interview moved to a later time{'' if times == 1 else f', {times} times'}."
        found.append(Warning("rescheduled_later", text))
    if now.progress.stage is Stage.ON_HOLD:
        found.append(Warning("on_hold", "The company has put the role on hold."))
    if now.unanswered:
        count = len({one.key for one in now.unanswered})
        found.append(Warning("your_turn", f"{count} of their messages await{'s' if count == 1 else ''} you."))
    if _one_sided(now):
        found.append(Warning("one_sided", "Your last messages have had no answer from a person."))
    return tuple(found)


def _one_sided(now: Snapshot) -> bool:
    """Whether the candidate has written at least three times since a person last did."""
    written = 0
    for entry in now.history.entries:
        if entry.author is Author.PERSON:
            written = 0
        elif entry.author is Author.CANDIDATE:
            written += 1
    return written >= 3

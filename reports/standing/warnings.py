"""Named things to worry about, each with a threshold of its own (thresholds.toml, [warning])."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from classify.types import Pay
from reports.actions.follow_ups import chases
from reports.interviews import CANCELLED, DONE, UPCOMING, Interview, What
from reports.pay import jumps
from reports.remarks.snoozes import Snooze
from reports.response.working_hours import Clock, clock_of, hours, working_days
from reports.settings import Person
from reports.snapshot import Snapshot
from reports.standing.stage import Stage
from reports.wording import spoken


@dataclass(frozen=True, slots=True)
class Warning:
    """A named thing to worry about, with a sentence for the person."""

    name: str
    text: str


NAMES = (
    "promise_missed", "silent", "slowing", "stalled_in_stage", "interview_cancelled", "rescheduled",
    "on_hold", "your_turn", "one_sided", "pay_jump",
)  # fmt: skip
"""Every warning, in the order in which they are given."""

_OFF = frozenset({What.CANCELLED, What.DECLINED})


def warnings(now: Snapshot, person: Person) -> tuple[Warning, ...]:
    """What there is to worry about at `now`, snoozed or not; nothing once it has ended."""
    if not now.progress.open:
        return ()
    limits = person.thresholds.warning
    clock = clock_of(person)
    found = [
        *_promise_missed(now, clock, limits["promise_missed"]),
        *_silent(now, person, limits["silent"]),
        *_slowing(now, clock, limits["slowing"], limits["slowing_least"], int(limits["slowing_replies"])),
        *_stalled(now, person, limits["stalled_in_stage"]),
        *_cancelled(now, limits["interview_cancelled"]),
        *_rescheduled(now, limits["rescheduled"]),
        *_on_hold(now, limits["on_hold"]),
        *_your_turn(now, clock, limits["your_turn"]),
        *_one_sided(now, limits["one_sided"]),
        *_pay_jump(now, limits["pay_jump"]),
    ]
    return tuple(found)


def awake(found: tuple[Warning, ...], snoozed: tuple[Snooze, ...]) -> tuple[Warning, ...]:
    """The warnings that no snooze in force keeps back."""
    kept_back = {one.warning for one in snoozed}
    return () if "all" in kept_back else tuple(one for one in found if one.name not in kept_back)


def called_off(now: Snapshot) -> Interview | None:
    """The last interview, where it was called off and nothing took its place: no other is to come, was later,
    was set since, or is the same one moved under another name."""
    if not now.interviews or any(one.status == UPCOMING for one in now.interviews):
        return None
    last = now.interviews[-1]
    if last.status != CANCELLED or last.end <= last.seen_at:
        return None
    others = [one for one in now.interviews if one.status != CANCELLED]
    since = _off_since(last)
    replaced = any(
        one.end >= last.end or one.seen_at >= since or last.start in {move.old for move in one.moves}
        for one in others
    )
    return None if replaced else last


def _off_since(one: Interview) -> datetime:
    """When it became known that an interview is off."""
    return next((each.at for each in reversed(one.changes) if each.what in _OFF), one.seen_at)


def _promise_missed(now: Snapshot, clock: Clock, limit: float) -> Iterator[Warning]:
    promise = now.promise
    if promise is not None and now.promise_missed and working_days(clock, promise.due, now.now) >= limit:
        yield Warning("promise_missed", f"Word was promised by {spoken(promise.by)}.")


def _silent(now: Snapshot, person: Person, limit: float) -> Iterator[Warning]:
    quiet = now.silence
    if now.progress.stage is Stage.ON_HOLD:
        return  # a pause is quiet
    if quiet.unusual(person.thresholds) and quiet.days > limit * quiet.usual_days:
        text = quiet.text()
        yield Warning("silent", f"{text[0].upper()}{text[1:]}.")


def _slowing(now: Snapshot, clock: Clock, ratio: float, least: float, enough: int) -> Iterator[Warning]:
    """The wait that is going on, or else the last answer, beside the median of those before."""
    if now.progress.stage is Stage.ON_HOLD:
        return
    taken = [wait.length / clock.day_hours for wait in now.response.working_waits if wait.ended]
    waiting = [wait.length / clock.day_hours for wait in now.response.working_waits if not wait.ended]
    compared = [(taken[-1], taken[:-1], "They took")] if taken else []
    if now.response.waiting_since is not None and waiting:
        compared.insert(0, (waiting[-1], taken, "You have waited"))
    for recent, earlier, words in compared:
        before = median(earlier) if len(earlier) >= enough else recent
        if recent >= ratio * before and recent - before >= least:
            text = f"{words} {recent:.1f} working days for an answer; it was {before:.1f} before."
            yield Warning("slowing", text)
            return


def _stalled(now: Snapshot, person: Person, times: float) -> Iterator[Warning]:
    """A round held is a step of its own; an interview or a promised day ahead is one to come."""
    stage = now.progress.stage
    allowed = person.thresholds.stalled.get(stage.value)
    if allowed is None or now.progress.since is None or stage is Stage.ON_HOLD:
        return
    if now.silence.ahead:
        return
    rounds = [one.end for one in now.interviews if one.status == DONE]
    days = hours(max([now.progress.since, *rounds]), now.now) / 24
    if days > times * allowed:
        name = stage.value.replace("_", " ")
        yield Warning("stalled_in_stage", f"No step forward for {days:.0f} days: still {name}.")


def _cancelled(now: Snapshot, limit: float) -> Iterator[Warning]:
    off = called_off(now)
    if off is None or hours(_off_since(off), now.now) / 24 < limit:
        return
    last = next((each.what for each in reversed(off.changes) if each.what in _OFF), What.CANCELLED)
    done = "You declined an interview" if last is What.DECLINED else "An interview was called off"
    yield Warning("interview_cancelled", f"{done} and no other is set.")


def _rescheduled(now: Snapshot, limit: float) -> Iterator[Warning]:
    times = now.response.reschedules_later
    if times and times >= limit:
        text = f"An interview moved to a later time{'' if times == 1 else f', {times} times'}."
        yield Warning("rescheduled", text)


def _on_hold(now: Snapshot, limit: float) -> Iterator[Warning]:
    since = now.progress.since
    if now.progress.stage is Stage.ON_HOLD and since is not None and hours(since, now.now) / 24 >= limit:
        yield Warning("on_hold", "The company has put the role on hold.")


def _your_turn(now: Snapshot, clock: Clock, limit: float) -> Iterator[Warning]:
    waiting = {one.key for one in now.unanswered if working_days(clock, one.at, now.now) >= limit}
    if waiting:
        text = f"{len(waiting)} of their messages await{'s' if len(waiting) == 1 else ''} you."
        yield Warning("your_turn", text)


def _one_sided(now: Snapshot, limit: float) -> Iterator[Warning]:
    asked = len(chases(now))
    if asked and asked >= limit:
        times = "question has" if asked == 1 else f"{asked} questions have"
        yield Warning("one_sided", f"Your last {times} had no answer from a person.")


def _pay_jump(now: Snapshot, allowed: float) -> Iterator[Warning]:
    every = jumps(now.history, allowed)
    if not every:
        return
    before, after = every[-1].before.pay, every[-1].after.pay
    text = f"You named {_amount(after)} after {_amount(before)}: a jump that recruiters take for a warning."
    yield Warning("pay_jump", text)


def _amount(pay: Pay) -> str:
    """ "85,000-90,000 GBP a year"."""
    figures = "-".join(dict.fromkeys(_figure(number) for number in (pay.low, pay.high)))
    return f"{figures} {pay.currency}".strip() + (f" {_A[pay.period]}" if pay.period in _A else "")


def _figure(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"


_A = {"year": "a year", "month": "a month", "week": "a week", "day": "a day", "hour": "an hour"}

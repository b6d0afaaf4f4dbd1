"""When a polite question is due: after a promised day, after a wait, after a silence; and when it is no use.

None is ever due while an interview or a promised day lies ahead, while the next word is the candidate's, or
soon after the last one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from classify.types import Author
from reports.actions.questions import asks_candidate
from reports.facts import signal_names
from reports.interviews import DONE
from reports.response.turns import waiting_turn
from reports.response.working_hours import Clock, add_working_days, hours
from reports.settings import Person
from reports.snapshot import Snapshot
from reports.standing.stage import Stage
from store.history import Entry


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A polite question that is due. `reason` is "promise_missed", "waiting" or "silence".

    `since` is the promised day, the candidate's message that waits, or when the silence began (UTC).
    """

    reason: str
    since: datetime | date


@dataclass(frozen=True, slots=True)
class Planned:
    """A follow-up, and the candidate's own day from which on it is due."""

    follow_up: FollowUp
    on: date


def follow_ups_due(now: Snapshot, person: Person, clock: Clock) -> tuple[FollowUp, ...]:
    """The follow-up that is due, if one is: one letter asks for everything, so the first reason decides."""
    plan = planned(now, person, clock)
    today = now.now.astimezone(clock.zone).date()
    return (plan.follow_up,) if plan is not None and plan.on <= today else ()


def planned(now: Snapshot, person: Person, clock: Clock) -> Planned | None:
    """The next follow-up if nothing comes before it; None where there is nothing to ask for."""
    if not now.progress.open or now.unanswered or now.silence.since is None or is_dead(now, person):
        return None
    rules = person.thresholds.follow_up
    asked = chases(now)
    reason = _reason(now)
    if reason is None or len(asked) >= rules["most"]:
        return None
    days = [_after(reason.since, _occasion(now, reason), clock, rules)]
    if now.progress.stage is Stage.ON_HOLD and reason.reason != "promise_missed":
        days.append(_after(now.silence.since, "on_hold", clock, rules))
    if asked:
        offered = now.progress.stage is Stage.OFFER
        days.append(_after(asked[-1].at, "offer" if offered else "pause", clock, rules))
    return Planned(reason, max(days))


def _after(since: datetime | date, occasion: str, clock: Clock, rules: Mapping[str, float]) -> date:
    """The day on which it has been long enough: by days, or by working days where the table counts those."""
    start = since.astimezone(clock.zone).date() if isinstance(since, datetime) else since
    if occasion in rules:
        return start + timedelta(days=rules[occasion])
    return add_working_days(clock, start, int(rules[f"{occasion}_working_days"]))


def chases(now: Snapshot) -> tuple[Entry, ...]:
    """The candidate's questions for news that no person has answered, the last one last."""
    since_word: list[Entry] = []
    for entry in now.history.entries:
        if entry.author is Author.PERSON:
            since_word = []
        elif entry.author is Author.CANDIDATE:
            since_word.append(entry)
    missed = now.promise.due if now.promise is not None and now.promise_missed else None
    asking = False  # whether an earlier one of them asks already
    found = []
    for entry in since_word:
        late = missed is not None and entry.at >= missed
        if "candidate_follow_up" in signal_names(entry) or (entry.asks and (asking or late)):
            found.append(entry)
        asking = asking or entry.asks
    return tuple(found)


def quiet_days(now: Snapshot) -> float:
    """Days since the company fell silent; since anyone wrote or met, where the next word is the candidate's.

    0 while an interview or a promised day lies ahead.
    """
    if now.silence.since is not None or now.silence.ahead:
        return now.silence.days
    last = [entry.at for entry in now.history.entries]
    met = [one.end for one in now.interviews if one.status == DONE]
    return hours(max([*last, *met], default=now.now), now.now) / 24


def is_dead(now: Snapshot, person: Person) -> bool:
    """Whether it has been quiet for so long that nobody would expect an answer any more."""
    if not now.progress.open or now.progress.stage is Stage.OFFER:
        return False
    rules, quiet = person.thresholds.action, quiet_days(now)
    if chases(now) and quiet >= rules["dead_days"]:
        return True
    return now.progress.stage is not Stage.ON_HOLD and quiet >= rules["dead_days_in_any_case"]


def _reason(now: Snapshot) -> FollowUp | None:
    if now.promise is not None and now.promise_missed:
        return FollowUp("promise_missed", now.promise.by)
    waits = now.response.waiting_since
    met = any(one.status == DONE and waits is not None and one.end > waits for one in now.interviews)
    if waits is not None and not met:
        return FollowUp("waiting", waits)
    wrote = any(entry.author is Author.CANDIDATE for entry in now.history.entries)
    if now.silence.since is None or not wrote or now.progress.stage is Stage.OFFER:
        return None  # who has an offer decides
    return FollowUp("silence", now.silence.since)


def _occasion(now: Snapshot, reason: FollowUp) -> str:
    """The row of [follow_up] that says how long to wait."""
    if reason.reason == "promise_missed":
        return "promise"
    turn = waiting_turn(now.history)
    if reason.reason == "silence" or turn is None or turn.asked is None:
        return "interview"
    if now.progress.stage is Stage.OFFER:
        return "offer"
    before = [entry for entry in now.history.entries if entry.at < turn.asked.at]
    heard = [entry for entry in before if entry.author is Author.PERSON]
    names = signal_names(turn.asked)
    if not heard or "application_sent" in names:
        return "question" if "candidate_follow_up" in names else "applied"
    if "candidate_follow_up" in names:
        return "question"
    task = any("assessment_request" in signal_names(entry) for entry in heard)
    return "answer" if task or asks_candidate(heard[-1]) else "question"

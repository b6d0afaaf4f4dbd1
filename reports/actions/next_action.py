"""What to do next about one application, why, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from classify.types import Author
from reports.facts import signal_names
from reports.interviews import DONE, UPCOMING, Interview
from reports.settings import Person
from reports.snapshot import Snapshot
from reports.stage import Stage
from reports.wording import says, spoken
from reports.working_hours import Clock, add_working_days, working_days


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A polite question that is due. `reason` is "promise_missed", "waiting" or "silence"."""

    reason: str
    since: datetime | date


@dataclass(frozen=True, slots=True)
class Action:
    """`kind` is "decide", "answer", "prepare", "thank", "follow up", "wait" or "nothing".

    `due` is the candidate's own day on which it should be done, None where no day is better than another.
    """

    kind: str
    text: str
    due: date | None
    message_id: str = ""


def follow_ups_due(now: Snapshot, person: Person, clock: Clock) -> tuple[FollowUp, ...]:
    """Every reason to ask how things stand. None while an interview or a promised day lies ahead."""
    if not now.progress.open or now.unanswered or now.silence.since is None:
        return ()
    rules = person.thresholds.follow_up
    own = [entry.at for entry in now.history.entries if entry.author is Author.CANDIDATE]
    chased = [entry for entry in now.history.entries if "candidate_follow_up" in signal_names(entry)]
    if chased and working_days(clock, chased[-1].at, now.now) < rules["pause"] and own[-1] >= chased[-1].at:
        return ()
    due = []
    if now.promise is not None and now.promise_missed:
        due.append(FollowUp("promise_missed", now.promise.by))
    patience = rules[now.progress.stage.value]
    since = now.response.waiting_since
    if since is not None and working_days(clock, since, now.now) >= patience:
        due.append(FollowUp("waiting", since))
    elif since is None and own and working_days(clock, now.silence.since, now.now) >= patience:
        due.append(FollowUp("silence", now.silence.since))
    return tuple(due)


def next_action(now: Snapshot, due: tuple[FollowUp, ...], person: Person, clock: Clock) -> Action:
    """The one thing to do first."""
    today = now.now.astimezone(clock.zone).date()
    for action in (
        _closed(now),
        _decide(now, today),
        _answer(now, person, clock, today),
        _prepare(now, person, clock, person.thresholds.action["prepare_within"]),
        _thank(now, person, clock),
        _follow_up(due, clock, today),
        _prepare(now, person, clock, None),
    ):
        if action is not None:
            return action
    return _wait(now, person, clock)


def _closed(now: Snapshot) -> Action | None:
    return None if now.progress.open else Action("nothing", "Closed; nothing to do.", None)


def _decide(now: Snapshot, today: date) -> Action | None:
    if now.progress.stage is not Stage.OFFER:
        return None
    offer = now.progress.steps[-1]
    answer = " and answer them" if now.unanswered else ""
    made = spoken(offer.at.date())
    return Action("decide", f"Decide on their offer of {made}{answer}.", today, offer.message_id)


def _answer(now: Snapshot, person: Person, clock: Clock, today: date) -> Action | None:
    if not now.unanswered:
        return None
    first = now.unanswered[0]
    asked = first.at.astimezone(clock.zone).date()
    days = int(person.thresholds.action["answer_working_days"])
    due = max(today, add_working_days(clock, asked, days))
    said = [says(name) for name in dict.fromkeys(one.signal for one in now.unanswered)]
    what = f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]
    return Action("answer", f"Answer: they {what}.", due, first.message_id)


def _prepare(now: Snapshot, person: Person, clock: Clock, within: float | None) -> Action | None:
    ahead = [one for one in now.interviews if one.status == UPCOMING]
    if not ahead:
        return None
    first = ahead[0]
    if within is not None and first.start - now.now > timedelta(days=within):
        return None
    start = first.start.astimezone(clock.zone)
    text = f"Prepare for the interview, {spoken(start.date())} {start:%H:%M}."
    return Action("prepare", text, start.date())


def _thank(now: Snapshot, person: Person, clock: Clock) -> Action | None:
    done: list[Interview] = [one for one in now.interviews if one.status == DONE]
    if not done:
        return None
    last = max(done, key=lambda one: one.end)
    rules = person.thresholds.action
    if now.now - last.end > timedelta(hours=rules["thank_until_hours"]):
        return None
    if any(e.author is Author.CANDIDATE and e.at >= last.end for e in now.history.entries):
        return None
    by = (last.end + timedelta(hours=rules["thank_within_hours"])).astimezone(clock.zone)
    met = last.start.astimezone(clock.zone)
    today = now.now.astimezone(clock.zone).date()
    return Action("thank", f"Thank them for the interview of {spoken(met.date())}.", max(today, by.date()))


def _follow_up(due: tuple[FollowUp, ...], clock: Clock, today: date) -> Action | None:
    if not due:
        return None
    first = due[0]
    since = first.since.astimezone(clock.zone).date() if isinstance(first.since, datetime) else first.since
    why = {"promise_missed": "word was due", "waiting": "no answer since", "silence": "quiet since"}
    text = f"Ask for news: {why[first.reason]} {spoken(since)}."
    return Action("follow up", text, today)


def _wait(now: Snapshot, person: Person, clock: Clock) -> Action:
    """Nothing to do, with the day on which that changes where one is known."""
    if now.promise is not None and not now.promise_missed:
        return Action("wait", f"Wait: word is promised by {spoken(now.promise.by)}.", now.promise.by)
    if now.silence.since is None:
        return Action("nothing", "Nothing to do for now.", None)
    since = now.response.waiting_since or now.silence.since
    patience = int(person.thresholds.follow_up[now.progress.stage.value])
    today = now.now.astimezone(clock.zone).date()
    due = max(add_working_days(clock, since.astimezone(clock.zone).date(), patience), today)
    return Action("wait", f"Wait; ask on {spoken(due)} if nothing has come.", due)

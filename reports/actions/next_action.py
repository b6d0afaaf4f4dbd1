"""What to do next about one application, why, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from classify.types import Author
from reports.actions.follow_ups import FollowUp, chases, is_dead, planned, quiet_days
from reports.actions.questions import Unanswered
from reports.interviews import DONE, UPCOMING, Interview
from reports.people import interviewers, listed, names
from reports.response.working_hours import Clock, add_working_days, is_working_day
from reports.settings import Person
from reports.snapshot import Snapshot
from reports.standing.stage import Stage
from reports.wording import says, spoken

_SHOWN = 160  # characters of a sentence that a reason quotes


@dataclass(frozen=True, slots=True)
class Action:
    """`kind` is "decide", "resolve_overlap", "answer", "thank", "prepare", "follow up", "close", "wait" or
    "nothing".

    `due` is the candidate's own day on which it should be done, None where no day is better than another.
    `text` and `why` hold names and sentences as mails and invites have them.
    """

    kind: str
    text: str
    due: date | None
    message_id: str = ""
    why: str = ""  # the reason, with the sentence and the day that it comes from


def next_actions(
    now: Snapshot, due: tuple[FollowUp, ...], person: Person, clock: Clock
) -> tuple[Action, ...]:
    """Everything there is to do, the most urgent first; never empty."""
    if not now.progress.open:
        return (Action("nothing", "Closed; nothing to do.", None, why=now.progress.stage.value),)
    meetings = list(_prepare(now, person, clock))
    soon = now.now + timedelta(days=person.thresholds.action["prepare_within"])
    found = [
        *_decide(now, clock),
        *_answer(now, person, clock),
        *(action for start, action in meetings if start <= soon),
        *_thank(now, person, clock),
        *_follow_up(now, due, clock),
        *_close(now, person, clock),
        *(action for start, action in meetings if start > soon),
    ]
    return tuple(found) or (_wait(now, person, clock),)


def _decide(now: Snapshot, clock: Clock) -> Iterator[Action]:
    if now.progress.stage is not Stage.OFFER:
        return
    offer = next(step for step in reversed(now.progress.steps) if step.stage is Stage.OFFER and step.key)
    made = spoken(_day(offer.at, clock))
    words = next((r.evidence for r in now.score.reasons if r.signal == "offer" and r.key == offer.key), "")
    why = f"offered {made}{_quoted(words)}"
    yield Action("decide", f"Decide on their offer of {made}.", _day(now.now, clock), offer.message_id, why)


def _answer(now: Snapshot, person: Person, clock: Clock) -> Iterator[Action]:
    """One for each message that asks; an offer is answered by deciding on it."""
    offer = now.progress.steps[-1].message_id if now.progress.stage is Stage.OFFER else ""
    days = int(person.thresholds.action["answer_working_days"])
    today = _day(now.now, clock)
    for message_id, group in groupby(now.unanswered, key=lambda one: one.message_id):
        asked = list(group)
        if offer and message_id == offer:
            continue
        on = _day(asked[0].at, clock)
        due = max(today, add_working_days(clock, on, days))
        said = tuple(says(name) for name in dict.fromkeys(one.signal for one in asked))
        yield Action("answer", f"Answer: they {listed(said, 4)}.", due, message_id, _why_asked(asked, on))


def _why_asked(asked: list[Unanswered], on: date) -> str:
    sentences = dict.fromkeys(_cut(one.evidence) for one in asked if one.evidence)
    quoted = ", ".join(f"“{words}”" for words in sentences)
    return f"asked {spoken(on)}: {quoted}" if quoted else f"asked {spoken(on)}"


def _prepare(now: Snapshot, person: Person, clock: Clock) -> Iterator[tuple[datetime, Action]]:
    """For each coming interview its start and what to do."""
    for one in now.interviews:
        if one.status != UPCOMING:
            continue
        start = one.start.astimezone(clock.zone)
        when = f"{spoken(start.date())} {start:%H:%M}"
        who = listed(names(interviewers(one, person)))
        text = f"Prepare for the interview{f' with {who}' if who else ''}, {when}."
        ahead = (start.date() - _day(now.now, clock)).days
        distance = "today" if ahead <= 0 else "tomorrow" if ahead == 1 else f"in {ahead} days"
        yield one.start, Action("prepare", text, start.date(), why=f"{distance}{_quoted(one.summary)}")


def last_held(now: Snapshot) -> Interview | None:
    """The last interview that took place."""
    held = [one for one in now.interviews if one.status == DONE]
    return max(held, key=lambda one: one.end, default=None)


def _thank(now: Snapshot, person: Person, clock: Clock) -> Iterator[Action]:
    last = last_held(now)
    rules = person.thresholds.action
    if last is None or now.now - last.end > timedelta(hours=rules["thank_until_hours"]):
        return
    if any(e.author is Author.CANDIDATE and e.at >= last.end for e in now.history.entries):
        return
    by = _day(last.end + timedelta(hours=rules["thank_within_hours"]), clock)
    met = last.start.astimezone(clock.zone)
    who = listed(names(interviewers(last, person))) or "them"
    text = f"Thank {who} for the interview of {spoken(met.date())}."
    why = f"it was held {spoken(met.date())} {met:%H:%M}{_quoted(last.summary)}"
    yield Action("thank", text, max(_day(now.now, clock), by), why=why)


def _follow_up(now: Snapshot, due: tuple[FollowUp, ...], clock: Clock) -> Iterator[Action]:
    today = _day(now.now, clock)
    on = today if is_working_day(clock, today) else add_working_days(clock, today, 1)
    for one in due:
        since = spoken(one.since if not isinstance(one.since, datetime) else _day(one.since, clock))
        if one.reason == "promise_missed" and now.promise is not None:
            told = now.promise.entry
            why = f"promised {spoken(_day(told.at, clock))}{_quoted(told.promise_text)}"
            yield Action("follow up", f"Ask for news: word was due {since}.", on, told.message_id, why)
        elif one.reason == "waiting":
            wrote = next((e for e in now.history.entries if e.at == one.since), None)
            why = f"you wrote {since}{_quoted(wrote.subject if wrote else '')}"
            yield Action(
                "follow up",
                f"Ask for news: no answer since {since}.",
                on,
                wrote.message_id if wrote else "",
                why,
            )
        else:
            last = last_held(now)
            met = last is not None and last.end == one.since
            why = f"the interview was {since}" if met else f"their last word came {since}"
            yield Action("follow up", f"Ask for news: quiet since {since}.", on, why=why)


def _close(now: Snapshot, person: Person, clock: Clock) -> Iterator[Action]:
    if not is_dead(now, person):
        return
    asked = chases(now)
    why = f"nothing for {quiet_days(now):.0f} days"
    if asked:
        why += f", and no answer to your question of {spoken(_day(asked[-1].at, clock))}"
    text = f"Close it: tealeaves applications close {now.history.id}"
    yield Action("close", text, _day(now.now, clock), why=why)


def _wait(now: Snapshot, person: Person, clock: Clock) -> Action:
    """Nothing to do, with the day on which that changes where one is known."""
    if now.promise is not None and not now.promise_missed:
        told = now.promise
        why = f"promised {spoken(_day(told.entry.at, clock))}{_quoted(told.entry.promise_text)}"
        text = f"Wait: word is promised by {spoken(told.by)}."
        return Action("wait", text, told.by, told.entry.message_id, why)
    if now.silence.since is None:
        return Action("nothing", "Nothing to do for now.", None, why="nothing is open")
    quiet = f"quiet since {spoken(_day(now.silence.since, clock))}"
    plan = planned(now, person, clock)
    if plan is not None:
        on = add_working_days(clock, plan.on - timedelta(days=1), 1)  # nobody reads it on a Sunday
        return Action("wait", f"Wait; ask on {spoken(on)} if nothing has come.", on, why=quiet)
    rules = person.thresholds.action
    left = rules["dead_days"] if chases(now) else rules["dead_days_in_any_case"]
    end = max(_day(now.silence.since + timedelta(days=left), clock), _day(now.now, clock))
    return Action("wait", f"Wait; close it on {spoken(end)} if nothing has come.", end, why=quiet)


def _day(at: datetime, clock: Clock) -> date:
    """The day on the candidate's clock."""
    return at.astimezone(clock.zone).date()


def _quoted(words: str) -> str:
    return f": “{_cut(words)}”" if words.strip() else ""


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1].rstrip() + "…"

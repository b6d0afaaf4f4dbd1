"""How far an application has come, as a walk over what was said in order of time (design, "Stage").

The rules are the table stages.toml; this file only walks. A rejection ends it unless the company itself
later invites or offers; a pause lasts until the company resumes. What the person says of the end is a moment
of the walk too, and no message takes it back but the company's own invitation to what had ended without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from classify.types import Author
from reports.facts import firm, signal_names
from reports.interviews import CANCELLED, Interview
from reports.remarks.closing import NO_ANSWER, REOPENED, Closing, words_on_the_end
from reports.response.turns import opens_a_wait
from reports.wordlists import folded, table, whole
from store.history import Entry, History


class Stage(StrEnum):
    APPROACHED = "approached"
    APPLIED = "applied"
    SCREENING = "screening"
    INTERVIEWING = "interviewing"
    FINAL = "final"
    OFFER = "offer"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ON_HOLD = "on_hold"


_INVITES = frozenset({"interview_invitation", "follow_up_interview", "panel_interview", "senior_interview"})

ORDER = tuple(Stage(name) for name in table("stages")["order"])
ENDED = frozenset({Stage.ACCEPTED, Stage.REJECTED, Stage.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Step:
    """One change of stage: when (UTC), who said so, in which message, and why. There is no message where a
    calendar shows it, or the person said so here."""

    stage: Stage
    at: datetime
    author: Author
    key: str
    message_id: str
    why: str  # the signal, the summary of the meeting, or the person's word ("no_answer", "reopened", …)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an application stands at `now`, with every step that led there."""

    stage: Stage
    reached: Stage  # the furthest stage of the open ones, also after it ended
    steps: tuple[Step, ...]

    @property
    def open(self) -> bool:
        return self.stage not in ENDED

    @property
    def since(self) -> datetime | None:
        return self.steps[-1].at if self.steps else None


@dataclass(frozen=True, slots=True)
class FirstHeld:
    """The end of the first interview, and the first message that speaks of one; UTC."""

    met: datetime | None
    told: datetime | None

    def by(self, at: datetime) -> bool:
        """Whether one had taken place by then."""
        return (self.met is not None and self.met <= at) or (self.told is not None and self.told < at)


@dataclass(slots=True)
class _Walk:
    """What is known so far on the walk."""

    stage: Stage
    reached: Stage
    held: FirstHeld
    question: Entry | None = None  # the last message of a person
    written: bool = False  # the candidate has written at all
    interested: bool = False  # the candidate has asked for more after a cold approach
    offered: bool = False
    said: str = ""  # how the person said that it ended, while that stands


def ended_as(steps: Progress) -> str:
    """How an application that has ended did: "accepted", "rejected", "withdrawn" or "no_answer"."""
    given_up = bool(steps.steps) and steps.steps[-1].why == NO_ANSWER
    return NO_ANSWER if given_up else steps.stage.value


def stage(history: History, found: tuple[Interview, ...], now: datetime) -> Stage:
    """The stage at `now`."""
    return progress(history, found, now).stage


def progress(history: History, found: tuple[Interview, ...], now: datetime) -> Progress:
    """The stage at `now` with the steps that led to it; only what was known by then counts."""
    entries = tuple(entry for entry in history.entries if entry.at <= now)
    if not entries:
        seen = tuple(one for one in found if one.status != CANCELLED and one.seen_at <= now)
        first = Stage.SCREENING if seen else Stage.APPLIED
        return Progress(first, first, ())
    start = _first_stage(entries[0])
    walk = _Walk(start, start, first_held(entries, found))
    steps = [_step(start, entries[0], "first message")]
    words = tuple(one for one in words_on_the_end(history) if one.at <= now)
    for moment in _moments(entries, found, words, now):
        if isinstance(moment, Closing):
            step = _by_word(walk, moment, steps)
        elif isinstance(moment, Interview):
            step = _by_calendar(walk, moment)
        else:
            step = _by_message(walk, moment, found)
        if step is not None:
            if not isinstance(moment, Closing):
                walk.said = ""
            walk.stage = step.stage
            if step.stage in ORDER:
                walk.reached = max(walk.reached, step.stage, key=ORDER.index)
            steps.append(step)
    return Progress(walk.stage, walk.reached, tuple(steps))


def _first_stage(entry: Entry) -> Stage:
    """Whoever writes unasked approaches; everyone else writes because the candidate applied."""
    unasked = "recruiter_outreach" in signal_names(entry) or entry.agency
    return Stage.APPROACHED if entry.author is Author.PERSON and unasked else Stage.APPLIED


def _moments(
    entries: tuple[Entry, ...], found: tuple[Interview, ...], words: tuple[Closing, ...], now: datetime
) -> Iterator[Entry | Interview | Closing]:
    """Messages, meetings that no message speaks of, and the person's words, in order of time."""
    spoken = {entry.key for entry in entries if signal_names(entry) & _INVITES}
    alone = [
        one for one in found if spoken.isdisjoint(one.keys) and one.status != CANCELLED and one.seen_at <= now
    ]
    moments: list[tuple[datetime, int, Entry | Interview | Closing]] = [
        *((entry.at, 0, entry) for entry in entries),
        *((one.seen_at, 1, one) for one in alone),
        *((word.at, 2, word) for word in words),
    ]
    return (moment for _, _, moment in sorted(moments, key=lambda row: row[:2]))


def _by_word(walk: _Walk, word: Closing, steps: list[Step]) -> Step | None:
    """How the person says that it ended, or that it goes on from where it stood when it was last open."""
    if word.outcome == REOPENED:
        walk.said = ""
        if walk.stage not in ENDED:
            return None
        came = [step.stage for step in steps if step.stage not in ENDED]
        walk.reached = max((one for one in came if one in ORDER), key=ORDER.index)
        return Step(came[-1], word.at, Author.CANDIDATE, "", "", REOPENED)
    so_far = walk.said or walk.stage.value
    walk.said = word.outcome
    if so_far == word.outcome:
        return None
    stage = Stage.WITHDRAWN if word.outcome == NO_ANSWER else Stage(word.outcome)
    return Step(stage, word.at, Author.CANDIDATE, "", "", word.outcome)


def _by_calendar(walk: _Walk, one: Interview) -> Step | None:
    if walk.stage in ENDED or walk.stage is Stage.ON_HOLD:
        return None
    stage = meeting_stage(folded([one.summary]), walk.held.by(one.seen_at))
    if ORDER.index(stage) <= ORDER.index(walk.reached):
        return None
    return Step(stage, one.seen_at, Author.CANDIDATE, "", "", one.summary or "calendar")


def _by_message(walk: _Walk, entry: Entry, found: tuple[Interview, ...]) -> Step | None:
    names = signal_names(entry)
    if entry.author is Author.CANDIDATE:
        return _by_candidate(walk, entry, names)
    if entry.author is Author.PERSON:
        walk.question = entry
    walk.offered = walk.offered or bool(names & {"offer", "offer_preparation"})
    if "rejection" in names:
        # A company that closes the file of somebody who has withdrawn rejects nobody.
        return None if _is_gone(walk) else _step(Stage.REJECTED, entry, "rejection")
    if walk.stage in ENDED and not _is_taken_up(walk, entry, names):
        return None
    if "on_hold" in names:
        return _step(Stage.ON_HOLD, entry, "on_hold") if walk.stage is not Stage.ON_HOLD else None
    if walk.stage is Stage.ON_HOLD and not names & (_set("resumes") | _set("unpauses")):
        return None
    stage, why = max(
        _said(walk, entry, names, found),
        key=lambda row: ORDER.index(row[0]),
        default=(walk.reached, next(iter(sorted(names)), "")),
    )
    if ORDER.index(stage) > ORDER.index(walk.reached):
        return _step(stage, entry, why)
    back = walk.stage in ENDED or walk.stage is Stage.ON_HOLD
    return _step(walk.reached, entry, why) if back else None


def _is_gone(walk: _Walk) -> bool:
    """Whether it has ended in a way that neither side's farewell changes."""
    return walk.stage in {Stage.REJECTED, Stage.WITHDRAWN} or bool(walk.said)


def _is_taken_up(walk: _Walk, entry: Entry, names: frozenset[str]) -> bool:
    """Whether a person at the company goes on with what they had rejected, or left without an answer."""
    theirs = walk.stage is Stage.REJECTED or walk.said == NO_ANSWER
    return theirs and entry.author is not Author.SYSTEM and bool(names & _set("resumes"))


def _by_candidate(walk: _Walk, entry: Entry, names: frozenset[str]) -> Step | None:
    if "withdrawal" in names:
        return None if _is_gone(walk) else _step(Stage.WITHDRAWN, entry, "withdrawal")
    if "application_sent" in names and walk.stage in {Stage.WITHDRAWN, Stage.APPROACHED}:
        return _step(max(walk.reached, Stage.APPLIED, key=ORDER.index), entry, "application_sent")
    if "offer_accepted" in names and walk.stage not in ENDED and (walk.offered or _accepts(entry)):
        return _step(Stage.ACCEPTED, entry, "offer_accepted")
    walk.written = True
    if opens_a_wait(entry, walk.question):
        walk.interested = True
    return None


def _accepts(entry: Entry) -> bool:
    """Whether the words themselves speak of an offer: then one was made, even where it was not recognised."""
    accepted = (s.evidence.text for s in firm(entry) if s.name == "offer_accepted")
    return any(_phrases("accepting").search(text.lower()) for text in accepted)


def _said(
    walk: _Walk, entry: Entry, names: frozenset[str], found: tuple[Interview, ...]
) -> Iterator[tuple[Stage, str]]:
    """Every stage that this message of the company speaks for, with the signal that does."""
    if walk.reached is Stage.APPROACHED and not walk.written:
        names &= {"offer_preparation", "offer"}  # what a cold approach proposes has not begun
    held = walk.held.by(entry.at)
    rules: dict[str, str] = table("stages")["company"]
    for signal in firm(entry):
        if signal.name not in names:
            continue
        if rules.get(signal.name) == "by words":
            yield meeting_stage(_words(entry, found), held), signal.name
        elif signal.name in rules:
            yield Stage(rules[signal.name]), signal.name
    last = _phrases("final").search(_words(entry, found)) is not None
    if names & _INVITES and last:
        yield Stage.FINAL, min(names & _INVITES)
    beyond = _held_beyond_screening(walk, entry.at)
    another = bool(names & {"follow_up_interview", "scheduling_delay"})  # it arranges a further round
    for name in sorted(names & _set("pre_hire")):
        if beyond and not another:
            yield Stage.FINAL, name
    if walk.reached is Stage.APPROACHED and walk.interested and names & _set("process"):
        yield Stage.APPLIED, min(names & _set("process"))


def meeting_stage(text: str, held: bool) -> Stage:
    """What one meeting that is only arranged counts as: by its words, else by whether one was held before."""
    if _phrases("final").search(text):
        return Stage.FINAL
    if _phrases("interviewing").search(text):
        return Stage.INTERVIEWING
    if _phrases("screening").search(text):
        return Stage.SCREENING
    if held or _phrases("interview").search(text):
        return Stage.INTERVIEWING
    return Stage.SCREENING


def first_held(entries: Iterable[Entry], found: Iterable[Interview]) -> FirstHeld:
    """When an interview or call of any kind took place first: by the calendar, and by words.

    A thank-you note before the first meeting that the calendar knows is no thanks for one.
    """
    known = [one for one in found if one.status != CANCELLED]
    first = min((one.start for one in known), default=None)
    told = (
        entry.at
        for entry in entries
        if "follow_up_interview" in signal_names(entry)
        or ("thank_you_note" in signal_names(entry) and (first is None or first <= entry.at))
    )
    return FirstHeld(min((one.end for one in known), default=None), min(told, default=None))


def _held_beyond_screening(walk: _Walk, at: datetime) -> bool:
    """Whether a round after the first talk had taken place: by the calendar where it knows, else by words."""
    if ORDER.index(walk.reached) < ORDER.index(Stage.INTERVIEWING):
        return False
    return walk.held.met is None or walk.held.met <= at


def _words(entry: Entry, found: tuple[Interview, ...]) -> str:
    """What the message calls the meeting: its evidence, its subject, and the invite that it carries."""
    about = [s.evidence.text for s in firm(entry) if "interview" in s.name]
    carried = [one.summary for one in found if entry.key in one.keys]
    return folded([*about, entry.subject, *carried])


def _phrases(key: str) -> re.Pattern[str]:
    return whole(tuple(table("stages")["words"][key]))


def _set(key: str) -> frozenset[str]:
    return frozenset(table("stages")[key]["signals"])


def _step(stage: Stage, entry: Entry, why: str) -> Step:
    return Step(stage, entry.at, entry.author, entry.key, entry.message_id, why)

"""How far an application has come, as a walk over what was said in order of time (design, "Stage").

The rules are the table stages.toml; this file only walks. A rejection ends it unless the company itself
later invites or offers; a pause lasts until the company resumes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from classify.types import Author
from reports.facts import firm, signal_names
from reports.interviews import CANCELLED, Interview
from reports.turns import opens_a_wait
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
    """One change of stage: when (UTC), who said so, in which message ("" for a calendar), and why."""

    stage: Stage
    at: datetime
    author: Author
    key: str
    message_id: str
    why: str  # the signal, or the summary of the meeting


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


@dataclass(slots=True)
class _Walk:
    """What is known so far on the walk."""

    stage: Stage
    reached: Stage
    question: Entry | None = None  # the last message of a person
    written: bool = False  # the candidate has written at all
    interested: bool = False  # the candidate has asked for more after a cold approach
    offered: bool = False


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
    walk = _Walk(start, start)
    steps = [_step(start, entries[0], "first message")]
    for moment in _moments(entries, found, now):
        if isinstance(moment, Interview):
            step = _by_calendar(walk, moment, entries, found)
        else:
            step = _by_message(walk, moment, entries, found)
        if step is not None:
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
    entries: tuple[Entry, ...], found: tuple[Interview, ...], now: datetime
) -> Iterator[Entry | Interview]:
    """Messages, and meetings that no message speaks of, in order of time."""
    spoken = {entry.key for entry in entries if signal_names(entry) & _INVITES}
    alone = [
        one for one in found if spoken.isdisjoint(one.keys) and one.status != CANCELLED and one.seen_at <= now
    ]
    moments: list[tuple[datetime, int, Entry | Interview]] = [
        *((entry.at, 0, entry) for entry in entries),
        *((one.seen_at, 1, one) for one in alone),
    ]
    return (moment for _, _, moment in sorted(moments, key=lambda row: row[:2]))


def _by_calendar(
    walk: _Walk, one: Interview, entries: tuple[Entry, ...], found: tuple[Interview, ...]
) -> Step | None:
    if walk.stage in ENDED or walk.stage is Stage.ON_HOLD:
        return None
    stage = meeting_stage(folded([one.summary]), was_held(one.seen_at, entries, found))
    if ORDER.index(stage) <= ORDER.index(walk.reached):
        return None
    return Step(stage, one.seen_at, Author.CANDIDATE, "", "", one.summary or "calendar")


def _by_message(
    walk: _Walk, entry: Entry, entries: tuple[Entry, ...], found: tuple[Interview, ...]
) -> Step | None:
    names = signal_names(entry)
    if entry.author is Author.CANDIDATE:
        return _by_candidate(walk, entry, names)
    if entry.author is Author.PERSON:
        walk.question = entry
    walk.offered = walk.offered or bool(names & {"offer", "offer_preparation"})
    if "rejection" in names:
        # A company that closes the file of somebody who has withdrawn rejects nobody.
        gone = walk.stage in {Stage.REJECTED, Stage.WITHDRAWN}
        return None if gone else _step(Stage.REJECTED, entry, "rejection")
    if walk.stage in {Stage.ACCEPTED, Stage.WITHDRAWN}:
        return None
    if walk.stage is Stage.REJECTED and (entry.author is Author.SYSTEM or not names & _set("resumes")):
        return None
    if "on_hold" in names:
        return _step(Stage.ON_HOLD, entry, "on_hold") if walk.stage is not Stage.ON_HOLD else None
    if walk.stage is Stage.ON_HOLD and not names & (_set("resumes") | _set("unpauses")):
        return None
    stage, why = max(
        _said(walk, entry, names, entries, found),
        key=lambda row: ORDER.index(row[0]),
        default=(walk.reached, next(iter(sorted(names)), "")),
    )
    if ORDER.index(stage) > ORDER.index(walk.reached):
        return _step(stage, entry, why)
    back = walk.stage in {Stage.REJECTED, Stage.ON_HOLD}
    return _step(walk.reached, entry, why) if back else None


def _by_candidate(walk: _Walk, entry: Entry, names: frozenset[str]) -> Step | None:
    if "withdrawal" in names:
        gone = walk.stage in {Stage.REJECTED, Stage.WITHDRAWN}
        return None if gone else _step(Stage.WITHDRAWN, entry, "withdrawal")
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
    walk: _Walk,
    entry: Entry,
    names: frozenset[str],
    entries: tuple[Entry, ...],
    found: tuple[Interview, ...],
) -> Iterator[tuple[Stage, str]]:
    """Every stage that this message of the company speaks for, with the signal that does."""
    if walk.reached is Stage.APPROACHED and not walk.written:
        names &= {"offer_preparation", "offer"}  # what a cold approach proposes has not begun
    held = was_held(entry.at, entries, found)
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
    beyond = _held_beyond_screening(entry.at, walk.reached, entries, found)
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


def was_held(at: datetime, entries: tuple[Entry, ...], found: tuple[Interview, ...]) -> bool:
    """Whether an interview or call of any kind had taken place by then: by the calendar, or by words.

    A thank-you note before the first meeting that the calendar knows is no thanks for one.
    """
    known = [one for one in found if one.status != CANCELLED]
    if any(one.end <= at for one in known):
        return True
    first = min((one.start for one in known), default=None)
    return any(
        "follow_up_interview" in signal_names(before)
        or ("thank_you_note" in signal_names(before) and (first is None or first <= before.at))
        for before in entries
        if before.at < at
    )


def _held_beyond_screening(
    at: datetime, reached: Stage, entries: tuple[Entry, ...], found: tuple[Interview, ...]
) -> bool:
    """Whether a round after the first talk had taken place: by the calendar where it knows, else by words."""
    if ORDER.index(reached) < ORDER.index(Stage.INTERVIEWING):
        return False
    known = [one for one in found if one.status != CANCELLED]
    if known:
        return any(one.end <= at for one in known)
    return True


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

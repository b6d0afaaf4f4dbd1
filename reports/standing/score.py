"""How an application is going: a sum that anyone can follow (docs/momentum.md).

Each strengthening signal adds its strength, fading with age; repeats add less and less; weakening signals
take away and do not fade, or time alone would raise the score; silence takes away more the longer it lasts.
An invitation begins to fade when its interview is over. The sum is bent into 0 to 100. It is no probability.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from classify.types import Author, Confidence, Speaker
from reports.context import CONTEXT
from reports.facts import firm
from reports.interviews import CANCELLED, Interview
from reports.remarks.debrief import noted_strengths
from reports.response.working_hours import hours
from reports.settings import Person
from reports.standing.observed import Observed
from reports.standing.silence import Silence
from reports.standing.stage import Progress, Stage
from reports.thresholds import Thresholds
from reports.wording import spoken
from store.history import Entry, History

# Two names of one thing, seen in words and seen in the calendar: the second is a repeat of the first.
_SAME = {
    "panel_attended": "panel_interview",
    "senior_attended": "senior_interview",
    "rescheduled_later": "scheduling_delay",
}

# Signals of a round: they stay fresh until that has been held.
_ROUNDS = frozenset(
    {
        "interview_invitation",
        "follow_up_interview",
        "panel_interview",
        "senior_interview",
        "panel_attended",
        "senior_attended",
    }
)


@dataclass(frozen=True, slots=True)
class Reason:
    """What one signal adds now (or takes away, below 0), and where it was read."""

    signal: str
    strength: float
    message_id: str  # "" where a calendar shows it
    key: str
    at: datetime
    evidence: str
    quoted: bool = True  # whether the evidence is the mail's own words, or ours about what was observed
    confidence: Confidence = Confidence.CERTAIN  # never SUGGESTED: that counts for nothing
    by_context: bool = False  # whether it is that signal by what went before


@dataclass(frozen=True, slots=True)
class Score:
    """0 to 100, with every reason, the weightiest first. `total` is the sum before it was bent."""

    value: int
    total: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Sign:
    """One occurrence of one signal."""

    name: str
    at: datetime
    key: str
    message_id: str
    evidence: str
    quoted: bool = True
    confidence: Confidence = Confidence.CERTAIN
    by_context: bool = False


@cache
def default_strengths() -> dict[str, float]:
    """What one fresh signal adds, from the signal table and the debrief's; negative takes away."""
    from classify.signals.table import signal_table

    return {**noted_strengths(), **{name: kind.strength for name, kind in signal_table().items()}}


def score(
    history: History,
    seen: tuple[Observed, ...],
    progress: Progress,
    quiet: Silence,
    person: Person,
    now: datetime,
    found: tuple[Interview, ...] = (),
    strengths: Mapping[str, float] | None = None,
) -> Score:
    """The score at `now` of a history that holds nothing later; `found` are its interviews.

    `strengths` defaults to the signal table.
    """
    known = {**(default_strengths() if strengths is None else strengths), **person.strengths}
    rules = person.thresholds
    reasons = [
        *_added(_signs(history, seen), known, rules, now, _held(found)),
        *_silence(quiet, history, abs(known.get("silence", rules.silence["most"]))),
    ]
    total = math.fsum(reason.strength for reason in reasons)
    ordered = tuple(sorted(reasons, key=lambda one: (-abs(one.strength), one.at, one.signal, one.key)))
    return Score(_bent(total, progress, rules), total, ordered)


def _bent(total: float, progress: Progress, rules: Thresholds) -> int:
    if progress.stage is Stage.ACCEPTED:
        return 100
    if not progress.open:
        return 0
    far = (total - rules.score["middle"]) / rules.score["spread"]
    share = 1 / (1 + math.exp(-max(-50.0, min(50.0, far))))
    ceiling = rules.score["open_ceiling"]
    if progress.stage is Stage.OFFER:
        return round(ceiling + 1 + (99 - ceiling) * share)
    return round(ceiling * share)


def _signs(history: History, seen: tuple[Observed, ...]) -> list[_Sign]:
    ids = {entry.key: entry.message_id for entry in history.entries}
    found = [
        _Sign(
            signal.name,
            entry.at,
            entry.key,
            entry.message_id,
            signal.evidence.text,
            confidence=signal.confidence,
            by_context=signal.phrase == CONTEXT,
        )
        for entry in history.entries
        for signal in firm(entry)
        if _may_say(entry, signal.name)
    ]
    found += [
        _Sign(one.name, one.at, one.key, ids.get(one.key, ""), one.evidence, quoted=False) for one in seen
    ]
    return found


def _may_say(entry: Entry, name: str) -> bool:
    """Whether a signal counts from this author; one of the person's own counts from anyone."""
    speaker = _speakers().get(name)
    return speaker is None or (speaker is Speaker.CANDIDATE) == (entry.author is Author.CANDIDATE)


@cache
def _speakers() -> dict[str, Speaker | None]:
    from classify.signals.table import signal_table

    return {name: kind.speaker for name, kind in signal_table().items()}


def _held(found: tuple[Interview, ...]) -> list[Interview]:
    """The interviews that took or are to take place, in order of their start."""
    return sorted((one for one in found if one.status != CANCELLED), key=lambda one: one.start)


def _fades_from(sign: _Sign, held: list[Interview]) -> datetime:
    """When it begins to fade: an invitation, when the interview that followed it was over."""
    if sign.name not in _ROUNDS:
        return sign.at
    return next((one.end for one in held if one.start > sign.at), sign.at)


def _added(
    signs: list[_Sign], known: Mapping[str, float], rules: Thresholds, now: datetime, held: list[Interview]
) -> list[Reason]:
    """What each signal adds: the greatest of its kind in full, each further one a share of that before."""
    kinds: dict[tuple[str, bool], list[Reason]] = defaultdict(list)
    for sign in signs:
        strength = known.get(sign.name, 0.0)
        if not strength:
            continue
        if strength > 0:
            strength *= fade(_fades_from(sign, held), now, rules)
        kind = (_SAME.get(sign.name, sign.name), strength > 0)
        kinds[kind].append(
            Reason(
                sign.name,
                strength,
                sign.message_id,
                sign.key,
                sign.at,
                sign.evidence,
                sign.quoted,
                sign.confidence,
                sign.by_context,
            )
        )
    added = []
    for reasons in kinds.values():
        share = 1.0
        for reason in sorted(reasons, key=lambda one: (-abs(one.strength), one.at, one.key)):
            added.append(replace(reason, strength=reason.strength * share))
            share *= rules.score["repeat_share"]
    return added


def fade(at: datetime, now: datetime, rules: Thresholds) -> float:
    """How much of a strengthening signal is left, 1 when fresh; what can fade halves with each half-life."""
    stays = rules.score["fade_floor"]
    left = float(0.5 ** (hours(at, now) / 24 / rules.score["fade_half_life"]))
    return stays + (1 - stays) * left


def _silence(quiet: Silence, history: History, most: float) -> list[Reason]:
    weight = quiet.weight(most)
    if not weight:
        return []
    last = quiet.missed.entry if quiet.missed else history.entries[-1]
    if quiet.missed is not None:
        text = f"word was promised by {spoken(quiet.missed.by)}, and nothing came"
    else:
        text = quiet.text()
    at = quiet.missed.due if quiet.missed else quiet.since or last.at
    return [Reason("silence", -weight, last.message_id, last.key, at, text, False)]

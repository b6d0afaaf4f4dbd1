"""What only the candidate saw: the answers given after an interview, and the signals that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any

import msgspec

from reports.interviews import CANCELLED, Interview
from reports.remarks.written import remarked, written
from reports.standing.observed import Observed
from reports.wording import spoken
from reports.wordlists import table
from store.history import History, Remark

KIND = "debrief"

_Instant = Annotated[datetime, msgspec.Meta(tz=True)]


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the answers it takes; a favourable one makes the signal."""

    key: str
    asks: str
    signal: str
    noted: str  # the favourable answer as a note: "they listened closely"
    not_noted: str  # the other
    answers: tuple[str, ...]
    favourable: frozenset[str]


@dataclass(frozen=True, slots=True)
class Met:
    """An interview that was held: what a debrief remembers of it."""

    uid: str  # "" where the calendar knows none
    met_at: datetime  # when it began, UTC
    ended_at: datetime  # UTC
    day: date  # on the candidate's clock


@dataclass(frozen=True, slots=True)
class Debrief:
    """The candidate's own note on one interview. `answers` are by question; what was skipped is not there."""

    uid: str  # of the interview, "" where the calendar knows none
    met_at: datetime  # when it began, UTC
    ended_at: datetime  # UTC
    day: date  # of it, on the candidate's clock
    said_at: datetime
    answers: tuple[tuple[str, str], ...]
    note: str

    @property
    def interview(self) -> tuple[str, datetime]:
        """Which interview it is on: changed instances of one series have one UID."""
        return self.uid, self.met_at


class _Value(msgspec.Struct, frozen=True):
    uid: str
    met_at: _Instant
    ended_at: _Instant
    day: date
    answers: dict[str, str]


@cache
def questions() -> tuple[Question, ...]:
    """The questions in the order in which they are asked."""
    rows: dict[str, dict[str, Any]] = table("debrief")
    return tuple(
        Question(
            key=key,
            asks=row["asks"],
            signal=row["signal"],
            noted=row["noted"],
            not_noted=row["not_noted"],
            answers=tuple(row.get("answers", ("yes", "no"))),
            favourable=frozenset(row.get("favourable", ("yes",))),
        )
        for key, row in rows.items()
    )


@cache
def noted_strengths() -> dict[str, float]:
    """What each signal of a debrief adds when fresh, apart from those of the signal table."""
    rows: dict[str, dict[str, Any]] = table("debrief")
    return {row["signal"]: float(row["strength"]) for row in rows.values() if "strength" in row}


def debrief_value(met: Met, answers: Mapping[str, str]) -> str:
    """What the remark says."""
    return written(_Value(met.uid, met.met_at, met.ended_at, met.day, dict(answers)))


def told(history: History) -> tuple[tuple[Remark, Debrief], ...]:
    """Every debrief with the remark that it is, the one said last at the end."""
    return tuple((remark, _debrief(remark, value)) for remark, value in remarked(history, KIND, _Value))


def debriefs(history: History) -> tuple[Debrief, ...]:
    """The debriefs in order of time; of two on one interview the later."""
    last = {one.interview: one for _, one in told(history)}
    return tuple(sorted(last.values(), key=lambda one: (one.met_at, one.uid)))


def noted(history: History) -> tuple[Observed, ...]:
    """The signals that the candidate's own answers make, each at the end of its interview."""
    return tuple(
        Observed(question.signal, min(one.ended_at, one.said_at), "", f"{by_note(one)}: {question.noted}")
        for one in debriefs(history)
        for question, answer in answered(one)
        if answer in question.favourable
    )


def answered_on(history: History, signal: str) -> frozenset[tuple[str, datetime]]:
    """The interviews, by UID and start, of which a debrief answers the question that makes that signal."""
    said = ((one, question) for one in debriefs(history) for question, _ in answered(one))
    return frozenset(one.interview for one, question in said if question.signal == signal)


def answered(one: Debrief) -> tuple[tuple[Question, str], ...]:
    """The questions that were answered, in the order in which they are asked."""
    given = dict(one.answers)
    return tuple((question, given[question.key]) for question in questions() if question.key in given)


def by_note(one: Debrief) -> str:
    """ "your note of Tue 8 Sep": the day of the interview."""
    return f"your note of {spoken(one.day)}"


def held(found: tuple[Interview, ...], now: datetime) -> tuple[Interview, ...]:
    """The interviews that have begun, the first one first: who leaves early has seen it all."""
    return tuple(one for one in found if one.status != CANCELLED and one.start <= now)


def to_debrief(history: History, found: tuple[Interview, ...], now: datetime) -> Interview | None:
    """The interview that is asked about where none is named: the last one held and not yet debriefed, else
    the last."""
    known = {one.interview for one in debriefs(history)}
    begun = held(found, now)
    fresh = [one for one in begun if (one.uid, one.start) not in known]
    return fresh[-1] if fresh else begun[-1] if begun else None


def _debrief(remark: Remark, value: _Value) -> Debrief:
    answers = (
        (question.key, value.answers[question.key])
        for question in questions()
        if value.answers.get(question.key) in question.answers
    )
    return Debrief(
        uid=value.uid,
        met_at=value.met_at,
        ended_at=value.ended_at,
        day=value.day,
        said_at=remark.at,
        answers=tuple(answers),
        note=remark.words,
    )

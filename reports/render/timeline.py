"""One application from its first message to its last, with the evidence (`show`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from classify.types import Author
from reports.context import CONTEXT
from reports.interviews import CANCELLED, Interview
from reports.overview import Card
from reports.render.cells import bar, ends, paint, wrap
from reports.render.names import REVIEW, stage, sure, title, writer
from reports.render.plain import plain
from reports.render.table import response_line
from reports.render.times import day, length, moment
from reports.responsiveness import Delay
from reports.settings import Person
from reports.wording import says
from store.history import Entry

WIDTH = 80
_INDENT = " " * 21
_SLIGHT = 0.05  # what adds less would be shown as +0.0


def timeline_text(card: Card, person: Person, colour: bool = False) -> str:
    """The card, then everything that was said and arranged in order of time."""
    return "\n".join([*_head(card, person, colour), "", *_moments(card, person, colour)]) + "\n"


def _head(card: Card, person: Person, colour: bool) -> Iterator[str]:
    yield paint(ends(title(card), stage(card), WIDTH), "bold", colour)
    yield "─" * WIDTH
    momentum = card.momentum
    yield f"{bar(momentum.score, 100, 20)} {momentum.score:>3} {momentum.trend}, {momentum.because}"
    for line in (response_line(card.response, person), _waiting(card, person), *_figures(card)):
        if line:
            yield from wrap(f"{line[0].upper()}{line[1:]}.", WIDTH)
    for warning in momentum.warnings:
        yield from wrap(warning.text, WIDTH, "  ", paint("! ", "yellow", colour))
    yield from wrap(f"Next: {plain(card.action.text)}", WIDTH, "      ", "")
    if momentum.reasons:
        yield ""
        yield paint("What adds up to the score", "bold", colour)
    for reason in momentum.reasons:
        if abs(reason.strength) < _SLIGHT:
            continue
        words = plain(reason.evidence, 200)
        mark = sure(reason.confidence, reason.by_context)
        text = f"{says(reason.signal)}{mark}: “{words}”" if reason.quoted else words
        start = f"  {reason.strength:+5.1f}  {day(reason.at, person):<10}  "
        yield from wrap(text, WIDTH, _INDENT, start)


def _waiting(card: Card, person: Person) -> str:
    response = card.response
    if response.waiting_since is None or response.waiting_hours is None:
        return ""
    return f"you have waited {length(response.waiting_hours)}, since {day(response.waiting_since, person)}"


def _figures(card: Card) -> Iterator[str]:
    response = card.response
    if response.first_answer_hours is not None:
        yield f"the first person answered {length(response.first_answer_hours)} after you applied"
    if response.own_hours:
        yield f"you answered their questions after {', '.join(length(one) for one in response.own_hours)}"
    if response.promises_kept or response.promises_missed:
        yield f"promised days kept {response.promises_kept}, missed {response.promises_missed}"


def _moments(card: Card, person: Person, colour: bool) -> Iterator[str]:
    rows: list[tuple[datetime, int, Entry | Interview]] = [
        *((entry.at, 0, entry) for entry in card.history.entries),
        *((one.start, 1, one) for one in card.interviews),
    ]
    delays = {delay.reply.key: delay for delay in (*card.response.replies, *card.response.courtesies)}
    steps = {step.key: step.stage.value.replace("_", " ") for step in card.progress.steps if step.key}
    year = 0
    for when, _, what in sorted(rows, key=lambda row: row[:2]):
        if person.local(when).year != year:
            year = person.local(when).year
            yield paint(str(year), "bold", colour)
        if isinstance(what, Interview):
            yield from _interview(what, person)
        else:
            yield from _message(what, person, delays.get(what.key), steps.get(what.key, ""), colour)


def _message(entry: Entry, person: Person, delay: Delay | None, reached: str, colour: bool) -> Iterator[str]:
    arrow = "→" if entry.author is Author.CANDIDATE else "←"
    who = paint(writer(entry), "dim" if entry.author is Author.SYSTEM else "cyan", colour)
    start = f"  {moment(entry.at, person):<17}{arrow} "
    yield from wrap(f"{who}: {plain(entry.subject, 120) or '(no subject)'}", WIDTH, _INDENT, start)
    for signal in entry.signals:
        words = plain(signal.evidence.text, 200)
        text = f"{says(signal.name)}{sure(signal.confidence, signal.phrase == CONTEXT)}: “{words}”"
        if not signal.firm:
            text = f"suggested: {plain(signal.name)} “{words}” - {REVIEW}"
        yield from wrap(text, WIDTH, _INDENT + "  ", _INDENT)
    if entry.promised_by is not None:
        yield f"{_INDENT}promised by {day(entry.promised_by, person)}"
    if delay is not None:
        yield f"{_INDENT}after {length(delay.hours)} ({delay.working_hours:.0f} working h)"
    if reached:
        yield f"{_INDENT}" + paint(f"= {reached}", "bold", colour)


def _interview(one: Interview, person: Person) -> Iterator[str]:
    start = f"  {moment(one.start, person):<17}◆ "
    name = plain(one.summary, 120) or "interview"
    state = f" ({one.status})" if one.status == CANCELLED else ""
    minutes = (one.end - one.start).total_seconds() / 3600
    yield from wrap(f"{name}, {length(minutes)}{state}", WIDTH, _INDENT, start)
    for move in one.moves:
        yield f"{_INDENT}moved from {moment(move.old, person)} on {day(move.at, person)}"

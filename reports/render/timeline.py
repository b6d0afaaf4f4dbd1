"""One application from its first message to its last, with the evidence (`show`)."""

from __future__ import annotations

from collections.abc import Iterator

from classify.types import Author
from reports.interviews import CANCELLED, Interview
from reports.overview import Card
from reports.remarks.notes import Note
from reports.render.axis_text import axis_text, legend
from reports.render.cells import bar, ends, paint, wrap
from reports.render.interview_lines import interview_lines, lasts, name, sign, starts, state
from reports.render.names import reason_words, stage, title, undecided, writer
from reports.render.pay_lines import pay_lines
from reports.render.plain import plain, plain_lines
from reports.render.remark_lines import remark_lines
from reports.render.show_facts import (
    action_why,
    delays,
    moments,
    shown_figures,
    shown_reasons,
    signal_words,
    stages_begun,
)
from reports.render.times import day, length, moment
from reports.response.responsiveness import Delay
from reports.settings import Person
from reports.timeline import timeline
from reports.wording import worked
from store.history import Entry

WIDTH = 80
_INDENT = " " * 21


def timeline_text(card: Card, person: Person, colour: bool = False) -> str:
    """The card, its axis, then everything that was said and arranged in order of time."""
    line = timeline(card, person.zone)
    axis = [*axis_text(line, colour), *(paint(words, "dim", colour) for words in legend(line))]
    parts = (_head(card, person, colour), axis, _moments(card, person, colour))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(card: Card, person: Person, colour: bool) -> Iterator[str]:
    yield paint(ends(title(card), stage(card), WIDTH), "bold", colour)
    yield "─" * WIDTH
    momentum = card.momentum
    start = f"{bar(momentum.score, 100, 20)} {momentum.score:>3} "
    yield from wrap(f"{momentum.trend}, {momentum.because}", WIDTH, " " * 25, start.rstrip() + " ")
    for line in (*shown_figures(card, person), *pay_lines(card, person), *remark_lines(card, person)):
        yield from wrap(line, WIDTH)
    for warning in momentum.warnings:
        yield from wrap(plain(warning.text), WIDTH, "  ", paint("! ", "yellow", colour))
    for action in card.actions:
        yield from wrap(f"Next: {plain(action.text)}", WIDTH, "      ", "")
        if why := action_why(action):
            yield from wrap(why, WIDTH, "      ", "      ")
    reasons = list(shown_reasons(card))
    if reasons:
        yield ""
        yield paint("What adds up to the score", "bold", colour)
    for reason in reasons:
        words = plain(reason.evidence, 200)
        text = f"{reason_words(reason)}: “{words}”" if reason.quoted else words
        start = f"  {reason.strength:+5.1f}  {day(reason.at, person):<10}  "
        yield from wrap(text, WIDTH, _INDENT, start)


def _moments(card: Card, person: Person, colour: bool) -> Iterator[str]:
    taken, steps = delays(card), stages_begun(card)
    longest = max((delay.hours for delay in taken.values()), default=0.0)
    year = 0
    for what in moments(card):
        when = what.start if isinstance(what, Interview) else what.at
        if person.local(when).year != year:
            year = person.local(when).year
            yield paint(str(year), "bold", colour)
        if isinstance(what, Interview):
            yield from _interview(card, what, person)
        elif isinstance(what, Note):
            start = f"  {moment(what.at, person):<17}✎ "
            for line in plain_lines(what.text):
                yield from wrap(line, WIDTH, _INDENT, start)
                start = _INDENT
        else:
            delay, reached = taken.get(what.key), steps.get(what.key, "")
            yield from _message(what, person, delay, longest, reached, colour)
    if waiting := sum(not signal.firm for entry in card.history.entries for signal in entry.signals):
        yield ""
        yield undecided(waiting)


def _message(
    entry: Entry, person: Person, delay: Delay | None, longest: float, reached: str, colour: bool
) -> Iterator[str]:
    """One message. The wait before a reply is drawn to scale, the `longest` of this application in full."""
    arrow = "→" if entry.author is Author.CANDIDATE else "←"
    who = paint(writer(entry), "dim" if entry.author is Author.SYSTEM else "cyan", colour)
    start = f"  {moment(entry.at, person):<17}{arrow} "
    yield from wrap(f"{who}: {plain(entry.subject, 120) or '(no subject)'}", WIDTH, _INDENT, start)
    for signal in entry.signals:
        yield from wrap(signal_words(signal), WIDTH, _INDENT + "  ", _INDENT)
    if entry.promised_by is not None:
        yield f"{_INDENT}promised by {day(entry.promised_by, person)}"
    if delay is not None:
        drawn = bar(delay.hours, longest, 20).rstrip("░") or "▏"
        yield f"{_INDENT}{drawn} after {length(delay.hours)} ({worked(delay.working_hours)})"
    if reached:
        yield f"{_INDENT}" + paint(f"= {reached}", "bold", colour)


def _interview(card: Card, one: Interview, person: Person) -> Iterator[str]:
    off = f" ({state(one)})" if one.status == CANCELLED else ""
    start = f"  {starts(one, person):<17}{sign(one)} "
    yield from wrap(f"{name(one)}, {lasts(one)}{off}", WIDTH, _INDENT, start)
    for line in interview_lines(card, one, person):
        yield from wrap(line, WIDTH, _INDENT + "  ", _INDENT)

"""One application from its first message to its last, as a page (`show --format html`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from classify.types import Author
from reports.actions.next_action import Action
from reports.interviews import Interview
from reports.overview import Card
from reports.remarks.notes import Note
from reports.render.html.axis_html import axis_view
from reports.render.html.bars import Part, share
from reports.render.html.card_html import CardView, card_view
from reports.render.html.lines import Line, Section
from reports.render.html.page import page, sentence
from reports.render.interview_lines import interview_lines, lasts, name, sign, starts, state
from reports.render.names import SAID_ELSEWHERE, reason_words, writer
from reports.render.plain import plain
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


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of the list; `wait` is the bar of the wait that it ended."""

    line: Line
    wait: tuple[Part, ...] = ()
    waited: str = ""


def show_html(card: Card, person: Person) -> str:
    """The card, its axis and everything that was said, as a whole document that asks nothing of any other
    machine."""
    head = card_view(card, person)
    return page(
        "show.html",
        company=head.company,
        role=head.role,
        score=head.score,
        trend=head.trend,
        bar=head.parts,
        because=head.because,
        facts=(*_facts(head), *_said_elsewhere(card), *(("Next", _next(action)) for action in card.actions)),
        figures=tuple(shown_figures(card, person)),
        axis=axis_view(timeline(card, person.zone)),
        sections=tuple(_sections(card, person)),
        moments=tuple(_moments(card, person)),
    )


def _facts(head: CardView) -> Iterator[tuple[str, str]]:
    """What the card says, without the figures: those are told in full."""
    return ((name, text) for name, text in head.facts if name not in {"Response", "Waiting"})


def _said_elsewhere(card: Card) -> Iterator[tuple[str, str]]:
    """The warnings that a card leaves out of its list: here everything is told."""
    return (("Note", plain(one.text)) for one in card.momentum.warnings if one.name in SAID_ELSEWHERE)


def _next(action: Action) -> str:
    why = action_why(action)
    return f"{plain(action.text)} {sentence(why)}" if why else plain(action.text)


def _sections(card: Card, person: Person) -> Iterator[Section]:
    lines = tuple(
        Line(
            text="" if reason.quoted else plain(reason.evidence, 200),
            name=reason_words(reason) if reason.quoted else "",
            quote=plain(reason.evidence, 200) if reason.quoted else "",
            left=day(reason.at, person),
            right=f"{reason.strength:+.1f}".replace("-", "\N{MINUS SIGN}"),
        )
        for reason in shown_reasons(card)
    )
    if lines:
        yield Section("What adds up to the score", lines)


def _moments(card: Card, person: Person) -> Iterator[Moment]:
    taken, steps = delays(card), stages_begun(card)
    longest = max((delay.hours for delay in taken.values()), default=0.0)
    for what in moments(card):
        if isinstance(what, Interview):
            yield Moment(_interview(card, what, person))
        elif isinstance(what, Note):
            yield Moment(Line(left=moment(what.at, person), name="✎ your note", text=plain(what.text)))
        else:
            yield _message(what, person, taken.get(what.key), longest, steps.get(what.key, ""))


def _message(entry: Entry, person: Person, delay: Delay | None, longest: float, reached: str) -> Moment:
    arrow = "→" if entry.author is Author.CANDIDATE else "←"
    told = [signal_words(signal) for signal in entry.signals if signal.firm]
    if entry.promised_by is not None:
        told.append(f"promised by {day(entry.promised_by, person)}")
    if reached:
        told.append(f"now {reached}")
    line = Line(
        left=moment(entry.at, person),
        name=f"{arrow} {writer(entry)}",
        text=plain(entry.subject, 120) or "(no subject)",
        small="; ".join(told),
    )
    if delay is None:
        return Moment(line)
    parts = share(max(1, round(delay.hours * 100)), max(1, round(longest * 100)))
    waited = f"after {length(delay.hours)} ({worked(delay.working_hours)})"
    return Moment(line, parts, waited)


def _interview(card: Card, one: Interview, person: Person) -> Line:
    facts = (f"{lasts(one)}, {state(one)}", *interview_lines(card, one, person))
    return Line(left=starts(one, person), name=f"{sign(one)} {name(one)}", small="; ".join(facts))

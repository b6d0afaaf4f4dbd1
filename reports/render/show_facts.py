"""What the text and the page of one application have in common: its order and its words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from classify.types import Signal
from reports.actions.next_action import Action
from reports.context import CONTEXT
from reports.interviews import Interview
from reports.overview import Card
from reports.remarks.notes import Note
from reports.render.names import perhaps, sure
from reports.render.plain import plain
from reports.render.replies import figure_lines
from reports.response.responsiveness import Delay
from reports.settings import Person
from reports.standing.score import Reason
from reports.wording import says
from store.history import Entry

_SLIGHT = 0.05  # what adds less would be shown as +0.0


def moments(card: Card) -> Iterator[Entry | Interview | Note]:
    """Everything that was said, arranged and noted, in order of time."""
    rows: list[tuple[datetime, int, Entry | Interview | Note]] = [
        *((entry.at, 0, entry) for entry in card.history.entries),
        *((one.start, 1, one) for one in card.interviews),
        *((one.at, 2, one) for one in card.notes),
    ]
    return (what for _, _, what in sorted(rows, key=lambda row: row[:2]))


def delays(card: Card) -> dict[str, Delay]:
    """The reply's key -> how long it took."""
    return {delay.reply.key: delay for delay in card.response.recorded}


def stages_begun(card: Card) -> dict[str, str]:
    """The key of a message -> the stage that began with it."""
    return {step.key: step.stage.value.replace("_", " ") for step in card.progress.steps if step.key}


def signal_words(signal: Signal) -> str:
    """A signal with the words that show it."""
    words = plain(signal.evidence.text, 200)
    if not signal.firm:
        return f"{perhaps(signal)} “{words}”"
    return f"{says(signal.name)}{sure(signal.confidence, signal.phrase == CONTEXT)}: “{words}”"


def shown_reasons(card: Card) -> Iterator[Reason]:
    """The reasons that add or take something. A closed one has no silence: nobody owes a word any more."""
    for reason in card.momentum.reasons:
        if abs(reason.strength) >= _SLIGHT and (card.open or reason.signal != "silence"):
            yield reason


def shown_figures(card: Card, person: Person) -> Iterator[str]:
    """How they answer, in sentences, but for what a warning says already."""
    warned = {one.text for one in card.momentum.warnings}
    for line in figure_lines(card, person):
        told = f"{line[0].upper()}{line[1:]}."
        if told not in warned:
            yield told


def action_why(action: Action) -> str:
    """Why it is to be done; "" where there is nothing to do, since the stage above says why."""
    return "" if action.kind == "nothing" else plain(action.why, 300)

"""The table of applications, in plain text of at most 100 columns."""

from __future__ import annotations

from collections.abc import Sequence

from reports.overview import Card
from reports.render.cells import paint, row
from reports.render.names import company, role, short_action, stage
from reports.render.times import count, length
from reports.settings import Person
from reports.standing.momentum import Trend

_STYLE = {
    Trend.RISING: "green",
    Trend.STEADY: "",
    Trend.COOLING: "yellow",
    Trend.STALLED: "red",
    Trend.CLOSED: "dim",
}
_ID = 8


def applications_table(cards: Sequence[Card], person: Person, colour: bool = False) -> str:
    """One line an application: where it stands, how it goes, how long it has waited, what to do."""
    if not cards:
        return "No open applications.\n"
    widths = (_ID, 17, 17, 12, 11, 5, 18)  # 100 with the gaps
    heads = ("id", "company", "role", "stage", "momentum", "waits", "next")
    lines = [paint(row(heads, widths, right_at={5}), "dim", colour)]
    for card in cards:
        waits = length(card.response.waiting_hours) if card.response.waiting_hours is not None else ""
        cells = (
            card.id,
            company(card),
            role(card),
            stage(card),
            _momentum(card),
            waits,
            short_action(card, person),
        )
        line = row(cells, widths, right_at={5})
        style = _STYLE[card.momentum.trend]
        lines.append(paint(line, style, colour) if style else line)
    open_count = sum(card.open for card in cards)
    total = f"{count(open_count, 'open application')}"
    if open_count < len(cards):
        total += f", {len(cards) - open_count} closed"
    return "\n".join([*lines, "", total]) + "\n"


def _momentum(card: Card) -> str:
    return f"{card.momentum.score:>3} {card.momentum.trend}" if card.open else f"  - {card.momentum.trend}"

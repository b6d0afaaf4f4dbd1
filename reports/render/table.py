"""The table of applications, in plain text that fits its columns."""

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
_REST = (12, 11, 5, 18)  # stage, momentum, waits, next
_COMPANY, _ROLE = 14, 10  # cut to less they tell nothing
_MOST = 28  # more than that helps nobody


def applications_table(
    cards: Sequence[Card], person: Person, colour: bool = False, columns: int = 100
) -> str:
    """One line an application: where it stands, how it goes, how long it has waited, what to do.

    Where there is no room for company and role in so many columns, the id is left out: words name an
    application too.
    """
    if not cards:
        return "No open applications.\n"
    has_id = columns >= _taken(_ID, _COMPANY, _ROLE, *_REST)
    room = columns - _taken(*([_ID] if has_id else []), 0, 0, *_REST)
    company_cells = min(max(room // 2, _COMPANY), _MOST)
    role_cells = min(max(room - company_cells, _ROLE), _MOST)
    widths = (_ID, company_cells, role_cells, *_REST)
    heads = ("id", "company", "role", "stage", "momentum", "waits", "next")
    first = 0 if has_id else 1

    def line(cells: Sequence[str]) -> str:
        return row(cells[first:], widths[first:], right_at={5 - first})

    lines = [paint(line(heads), "dim", colour)]
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
        style = _STYLE[card.momentum.trend]
        lines.append(paint(line(cells), style, colour) if style else line(cells))
    open_count = sum(card.open for card in cards)
    total = f"{count(open_count, 'open application')}"
    if open_count < len(cards):
        total += f", {len(cards) - open_count} closed"
    return "\n".join([*lines, "", total]) + "\n"


def _taken(*widths: int) -> int:
    """The columns of a table with two spaces between its cells."""
    return sum(widths) + 2 * (len(widths) - 1)


def _momentum(card: Card) -> str:
    return f"{card.momentum.score:>3} {card.momentum.trend}" if card.open else f"  - {card.momentum.trend}"

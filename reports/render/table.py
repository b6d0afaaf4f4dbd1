"""The table of applications and the table of response times, in plain text of at most 100 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.momentum import Trend
from reports.overview import Card
from reports.render.cells import left, paint, right
from reports.render.names import company, role, short_action, stage
from reports.render.times import count, day, length
from reports.responsiveness import Percentiles, Responsiveness, overall, percentiles
from reports.settings import Person
from reports.survival import Wait

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
        return "No applications yet. Bring in mail with `tealeaves import` or `tealeaves sync`.\n"
    widths = (_ID, 17, 17, 12, 11, 5, 18)  # 100 with the gaps
    heads = ("id", "company", "role", "stage", "momentum", "waits", "next")
    lines = [paint(_line(heads, widths, right_at={5}), "dim", colour)]
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
        line = _line(cells, widths, right_at={5})
        style = _STYLE[card.momentum.trend]
        lines.append(paint(line, style, colour) if style else line)
    open_count = sum(card.open for card in cards)
    total = f"{count(open_count, 'open application')}"
    if open_count < len(cards):
        total += f", {len(cards) - open_count} closed"
    return "\n".join([*lines, "", total]) + "\n"


def responsiveness_table(cards: Sequence[Card], person: Person, colour: bool = False) -> str:
    """Who answers how fast: the fastest first, then all together, with what the figures mean below."""
    known = [card for card in cards if card.response.waits or card.response.courtesies]
    if not known:
        return "Nobody has been asked anything yet.\n"
    widths = (22, 7, 16, 16, 16, 9)
    heads = ("company", "replies", "half within", "3/4 within", "9/10 within", "waits")
    lines = [paint(_line(heads, widths, right_at={1, 5}), "dim", colour)]
    for card in sorted(known, key=_speed):
        response = card.response
        waits = length(response.waiting_hours) if response.waiting_hours is not None else ""
        figures = _figures(response.plain, response.working)
        cells = (company(card), str(response.n), *figures, waits)
        if response.n < person.thresholds.response["enough"]:
            listed = ", ".join(length(delay.hours) for delay in response.replies) or "none yet"
            start = left(cells[0], widths[0]) + "  " + right(cells[1], widths[1])
            lines.append(f"{start}  {left(listed, sum(widths[2:5]) + 4)}  {right(waits, widths[5])}".rstrip())
        else:
            lines.append(_line(cells, widths, right_at={1, 5}))
    lines += ["", *_together([card.response for card in known], person)]
    return "\n".join(lines) + "\n"


def response_line(response: Responsiveness, person: Person) -> str:
    """ "answers in 15 h (4 working h), n 4" or the replies themselves where they are few; "" for neither."""
    if response.plain.median is not None and response.working.median is not None:
        median, working = length(response.plain.median), response.working.median
        return f"half of the answers within {median} ({working:.0f} working h), n {response.n}"
    if response.replies:
        listed = ", ".join(length(delay.hours) for delay in response.replies)
        return f"answered after {listed}"
    return ""


def _together(every: list[Responsiveness], person: Person) -> list[str]:
    figures = overall(every, int(person.thresholds.response["enough"]))
    replies = sum(one.n for one in every)
    waiting = [one.waiting_since for one in every if one.waiting_since is not None]
    lines = []
    if figures.median is not None:
        lines.append(f"All together: half of the answers within {length(figures.median)}, n {replies}.")
    if waiting:
        lines.append(
            f"{count(len(waiting), 'wait')} still open, the longest since {day(min(waiting), person)}."
        )
    first = [one.first_answer_hours for one in every if one.first_answer_hours is not None]
    own = [hours for one in every for hours in one.own_hours]
    if first:
        lines.append(f"First person's word after applying: {_typical(first)}.")
    if own:
        lines.append(f"You answer their questions: {_typical(own)}.")
    kept = sum(one.promises_kept for one in every)
    missed = sum(one.promises_missed for one in every)
    if kept or missed:
        lines.append(f"Days they promised to be in touch by: {kept} kept, {missed} missed.")
    if lines:
        lines.append("")
    lines.append("Hours, then working hours. Waits that are still open count as longer than they are now")
    lines.append("(Kaplan-Meier); a dash is a share that has not been reached. Thank-you notes are left out.")
    return lines


def _typical(hours: list[float]) -> str:
    """Half of them, or each of them where they are few."""
    if len(hours) < 3:
        return ", ".join(length(one) for one in hours)
    half = percentiles(Wait(one, True) for one in hours).median
    return f"half within {length(half or 0.0)}, n {len(hours)}"


def _figures(plain: Percentiles, working: Percentiles) -> tuple[str, str, str]:
    pairs = ((plain.median, working.median), (plain.p75, working.p75), (plain.p90, working.p90))
    first, second, third = (_figure(hours, worked) for hours, worked in pairs)
    return first, second, third


def _figure(hours: float | None, worked: float | None) -> str:
    if hours is None:
        return "-"
    return f"{length(hours)} ({worked:.0f} wh)" if worked is not None else length(hours)


def _speed(card: Card) -> tuple[bool, float, str]:
    median = card.response.plain.median
    return median is None, median if median is not None else -card.response.n, company(card)


def _momentum(card: Card) -> str:
    return f"{card.momentum.score:>3} {card.momentum.trend}" if card.open else f"  - {card.momentum.trend}"


def _line(cells: Iterable[str], widths: Sequence[int], right_at: set[int]) -> str:
    placed = (
        right(cell, size) if place in right_at else left(cell, size)
        for place, (cell, size) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join(placed).rstrip()

"""One application's axis as lines of text: a lane each for letters, meetings, signals and waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reports.render.cells import paint, width
from reports.timeline import Lane, Mark, Sort, Stretch, Timeline

CELLS = 72
_NAME = 7
_SIGN = {
    Sort.MESSAGE: "●",
    Sort.SYSTEM: "·",
    Sort.INTERVIEW: "◆",
    Sort.AHEAD: "◇",
    Sort.CANCELLED: "×",
    Sort.STRONGER: "+",
    Sort.WEAKER: "−",
}
_WEIGHT = [Sort.SYSTEM, Sort.CANCELLED, Sort.STRONGER, Sort.WEAKER, Sort.MESSAGE, Sort.INTERVIEW, Sort.AHEAD]
_STYLE = {Lane.YOU: "cyan", Lane.THEY: "", Lane.MET: "bold", Lane.BETTER: "green", Lane.WORSE: "red"}


def axis_text(line: Timeline, colour: bool = False) -> Iterator[str]:
    """The axis, 79 cells wide, its days above it; lanes with nothing in them are left out."""
    if days := _days(line):
        yield " " * _NAME + days
    yield " " * _NAME + paint(_rule(line), "dim", colour)
    for lane in Lane:
        marks = [mark for mark in line.marks if mark.lane is lane]
        if marks:
            drawn = _lane(line, marks).rstrip()
            yield f"{lane.value:<{_NAME}}{paint(drawn, _STYLE[lane], colour) if _STYLE[lane] else drawn}"
    if line.waits:
        yield f"{'waits':<{_NAME}}{paint(_waits(line, line.waits).rstrip(), 'yellow', colour)}"


def sign(mark: Mark) -> str:
    """The character that stands for a mark."""
    return _SIGN[mark.sort]


def legend(line: Timeline) -> Iterator[str]:
    """What the signs on this axis mean, those that stand on it and that no lane explains, in lines as wide as
    the axis."""
    words = {
        Sort.MESSAGE: "letter",
        Sort.SYSTEM: "automatic",
        Sort.INTERVIEW: "interview",
        Sort.AHEAD: "to come",
        Sort.CANCELLED: "called off",
    }
    there = {mark.sort for mark in line.marks}
    parts = [f"{_SIGN[sort]} {word}" for sort, word in words.items() if sort in there]
    if any(not one.open for one in line.waits):
        parts.append("█ waited")
    if any(one.open for one in line.waits):
        parts.append("░ waiting")
    begun = ""
    for part in parts:
        if begun and width(f"{begun} {part}") > CELLS:
            yield " " * _NAME + begun
            begun = ""
        begun = f"{begun} {part}".strip()
    yield " " * _NAME + begun


def _cell(line: Timeline, share: float) -> int:
    return min(CELLS - 1, int(share * CELLS))


def _days(line: Timeline) -> str:
    row = [" "] * (CELLS + 8)
    free = 0
    for tick in line.ticks:
        place = _cell(line, line.share(tick.at))
        label = f"{tick.day.day} {tick.day:%b}"
        if place >= free and place + len(label) <= CELLS + 1:
            row[place : place + len(label)] = label
            free = place + len(label) + 1
    return "".join(row)[: CELLS + 1].rstrip()


def _rule(line: Timeline) -> str:
    row = ["─"] * CELLS
    for tick in line.ticks:
        row[_cell(line, line.share(tick.at))] = "┼"
    if line.begin < line.now < line.end:
        row[_cell(line, line.share(line.now))] = "▼"
    return "".join(row)


def _lane(line: Timeline, marks: Iterable[Mark]) -> str:
    """Where several fall into one cell, the weightiest is shown."""
    row = [" "] * CELLS
    for mark in sorted(marks, key=lambda one: _WEIGHT.index(one.sort)):
        row[_cell(line, line.share(mark.at))] = sign(mark)
    return "".join(row)


def _waits(line: Timeline, waits: Iterable[Stretch]) -> str:
    row = [" "] * CELLS
    for one in waits:
        first, last = _cell(line, line.share(one.begin)), _cell(line, line.share(one.end))
        for place in range(first, last + 1):
            row[place] = "░" if one.open else "█"
    return "".join(row)

"""A text with some of its words marked, safe to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reports.render.cells import paint
from reports.render.plain import plain


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a text and what they are marked with."""

    start: int
    end: int
    label: str
    style: str  # of `cells.paint`


def marked_lines(text: str, marks: Iterable[Mark], colour: bool = False) -> list[str]:
    """The text line by line, each as `plain` shows it, with its marks: "[1 words]". Marks that overlap become
    one, in the style of the first of them."""
    joined = _joined([mark for mark in marks if mark.start < mark.end])
    return [_line(text, start, end, joined, colour) for start, end in _lines(text)]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.splitlines(keepends=True):
        yield at, at + len(line.rstrip("\r\n"))
        at += len(line)


def _joined(marks: Iterable[Mark]) -> list[Mark]:
    found: list[list[Mark]] = []
    last = -1
    for mark in sorted(marks, key=lambda one: (one.start, one.end)):
        if not found or mark.start >= last:
            found.append([])
        found[-1].append(mark)
        last = max(last, mark.end)
    return [_union(group) for group in found]


def _union(group: Sequence[Mark]) -> Mark:
    labels = ",".join(dict.fromkeys(mark.label for mark in group))
    return Mark(group[0].start, max(mark.end for mark in group), labels, group[0].style)


def _line(text: str, start: int, end: int, marks: Sequence[Mark], colour: bool) -> str:
    line, at = "", start
    for mark in marks:
        if mark.end <= start or mark.start >= end:
            continue
        first, last = max(mark.start, start), min(mark.end, end)
        line = _added(line, text[at:first])
        opening = f"[{mark.label} " if first == mark.start else "["
        line += paint(f"{opening}{plain(text[first:last])}]", mark.style, colour)
        at = last
    return _added(line, text[at:end]).rstrip()


def _added(line: str, text: str) -> str:
    """The line with more of its text, the blanks between them kept as one."""
    words = plain(text)
    if not text or not (words or line):
        return line
    blank = line and not line.endswith(" ") and text[:1].isspace()
    return f"{line}{' ' if blank else ''}{words}{' ' if words and text[-1:].isspace() else ''}"

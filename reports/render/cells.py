"""Text in columns: width in terminal cells, cut, pad, wrap, bars and colour."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence

_COLOURS = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def width(text: str) -> int:
    """The cells that a text takes: two for wide characters (Unicode Annex #11), none for combining ones."""
    return sum(_cells(char) for char in text)


def cut(text: str, cells: int) -> str:
    """The text in at most so many cells, with an ellipsis where something is missing."""
    if width(text) <= cells:
        return text
    kept = ""
    for char in text:
        if width(kept) + _cells(char) > cells - 1:
            break
        kept += char
    return kept.rstrip() + "…"


def left(text: str, cells: int) -> str:
    """Cut or filled up to exactly so many cells."""
    short = cut(text, cells)
    return short + " " * (cells - width(short))


def right(text: str, cells: int) -> str:
    short = cut(text, cells)
    return " " * (cells - width(short)) + short


def row(cells: Iterable[str], widths: Sequence[int], right_at: Container[int]) -> str:
    """One line of a table with two spaces between its columns; those in `right_at` stand at the right."""
    placed = (
        right(cell, size) if place in right_at else left(cell, size)
        for place, (cell, size) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join(placed).rstrip()


def ends(first: str, last: str, cells: int) -> str:
    """One text at each end of a line; the first gives way."""
    room = max(1, cells - width(last) - 2)
    return left(first, room) + "  " + last if last else cut(first, cells)


def wrap(text: str, cells: int, indent: str = "", first: str | None = None) -> Iterator[str]:
    """Lines of at most so many cells, broken at spaces, each after `indent`, the first after `first`."""
    line = indent if first is None else first
    empty = True
    for word in text.split():
        if not empty and width(line) + 1 + width(word) > cells:
            yield line
            line, empty = indent, True
        if width(line) + width(word) + (not empty) > cells:
            word = cut(word, cells - width(line))
        line += word if empty else " " + word
        empty = False
    yield line.rstrip()


def bar(value: float, most: float, cells: int) -> str:
    """A bar of eighths of blocks: `most` fills every cell."""
    eighths = round(max(0.0, min(1.0, value / most)) * cells * 8) if most else 0
    full, rest = divmod(eighths, 8)
    part = " ▏▎▍▌▋▊▉"[rest] if rest else ""
    return "█" * full + part + "░" * (cells - full - len(part))


def paint(text: str, style: str, colour: bool) -> str:
    """The text in one style of an ANSI terminal, or as it is."""
    return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if colour and text else text


def _cells(char: str) -> int:
    if unicodedata.combining(char) or char in "\u200c\u200d\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1

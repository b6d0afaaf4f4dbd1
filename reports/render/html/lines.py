"""What every list of a page is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a list; whatever is "" is left out.

    `name` is what it is about, `text` what is said of it, `quote` the words of a mail, `small` when and how.
    `left` stands in a column before it (a day), `right` in one behind it (a figure).
    """

    name: str = ""
    text: str = ""
    quote: str = ""
    small: str = ""
    left: str = ""
    right: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    head: str
    lines: tuple[Line, ...]

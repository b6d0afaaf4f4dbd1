"""Markdown, as far as the generated pages need it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, without a newline at its end."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cell(text: str) -> str:
    """Prose as it may stand in a cell."""
    return prose(" ".join(text.split())).replace("|", "\\|")


def code(text: str) -> str:
    """A word of code as it may stand in a cell; "" stays ""."""
    return f"`{text}`".replace("|", "\\|") if text else ""


def prose(text: str) -> str:
    """Prose in which no sign means anything."""
    return re.sub(r"([*<>\[\]`]|\b_|_\b)", r"\\\1", text)


def put(page: str, name: str, block: str) -> str:
    """The page with the block between its markers `name`. Raises ValueError where they are not in it."""
    begin, end = f"<!-- {name}:begin -->\n", f"<!-- {name}:end -->"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"no place for {name}: {begin.strip()} … {end}")
    return f"{before}{begin}{block}\n{end}{after}"

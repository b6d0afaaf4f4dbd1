"""The lists of titles.toml, folded, and patterns that find any of them as whole words."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from classify.anyof import any_of
from classify.names.fold import fold


@cache
def entries(section: str, key: str) -> frozenset[str]:
    """The words of one list, folded."""
    return frozenset(fold(word) for word in _table()[section][key])


@cache
def pattern(section: str, key: str) -> re.Pattern[str]:
    """Finds any word of one list in a folded text."""
    return re.compile(rf"(?<!\w){source(section, key)}(?!\w)")


def source(section: str, key: str) -> str:
    """The same without the edges of words, as a part of a larger pattern."""
    return any_of(sorted(entries(section, key)))


@cache
def _table() -> dict[str, Any]:
    with Path(__file__).with_name("titles.toml").open("rb") as file:
        return tomllib.load(file)

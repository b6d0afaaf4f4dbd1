"""Word lists of the TOML files beside this one, and whole-word search in untrusted text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

_LONGEST = 4000  # characters of a text that are looked at


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML file `name` of this folder."""
    with (Path(__file__).parent / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def words(name: str, key: str) -> re.Pattern[str]:
    """A pattern that finds any entry of one list as whole words, in folded text."""
    return whole(tuple(table(name)[key]))


@cache
def whole(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in longest_first) + r")(?!\w)")


def folded(parts: Iterable[str]) -> str:
    """The parts as one line in lower case, cut to a sane length."""
    return " ".join(" ".join(part[:_LONGEST].split()) for part in parts)[:_LONGEST].lower()

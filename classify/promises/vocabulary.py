"""The words of words.toml, as a pattern looks for them and as a reader looks them up."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def words(table: str) -> dict[str, str]:
    """What each word of a table stands for. "table.meaning" is the part with that meaning."""
    name, _, part = table.partition(".")
    return {
        word: meaning
        for meaning, listed in _tables()[name].items()
        for word in listed
        if part in ("", meaning)
    }


@cache
def any_of(*tables: str) -> str:
    """A pattern for the words of these tables; the longest that fits."""
    listed = {word for table in tables for word in words(table)}
    return "|".join(re.escape(word) for word in sorted(listed, key=lambda word: (-len(word), word)))


@cache
def tokens(table: str) -> frozenset[str]:
    """The single words of which the words of a table are made."""
    return frozenset(token for word in words(table) for token in re.findall(r"[^\W\d_]+", word))


def meaning(table: str, word: str) -> str:
    """What a word that `any_of` found stands for; "" where it is of another table."""
    return words(table).get(word.lower(), "")


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    with (Path(__file__).parent / "words.toml").open("rb") as file:
        return tomllib.load(file)

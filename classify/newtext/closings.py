"""Closing phrases: "Best regards". Apart from the other endings, which reports need not load."""

from __future__ import annotations

import tomllib
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_name("endings.toml").read_text(encoding="utf-8"))
_CLOSINGS = frozenset(words.casefold() for words in _TABLE["closings"])
_LONGEST_CLOSING = max(len(words.split()) for words in _CLOSINGS)
_CLOSERS = frozenset(word.casefold() for word in _TABLE["closers"])
_MOST_BEFORE = 5  # words before one of those
_STOPS = ",.!;:-"
_OPENERS = frozenset(words.split()[0].rstrip(_STOPS) for words in _CLOSINGS)


def closes(text: str) -> bool:
    """A closing phrase alone on its line, or with a name after it: "Best regards, Jane Roe"."""
    if len(text) > 80 or not text:
        return False
    text = text.strip(" ,.!;:-*_")
    if text.rpartition(" ")[2].casefold() in _CLOSERS:
        return text[:1].isupper() and text.count(" ") < _MOST_BEFORE
    if text.partition(" ")[0].casefold().rstrip(_STOPS) not in _OPENERS:
        return False
    words = text.casefold().split()
    for size in range(min(_LONGEST_CLOSING, len(words)), 0, -1):
        if " ".join(words[:size]).rstrip(_STOPS) in _CLOSINGS:
            name = text.split()[size:]
            stopped = words[size - 1][-1:] in _STOPS or not name
            return (
                len(name) <= 4
                and all(w[:1].isupper() or w in ("&", "x", "xx") for w in name)
                and (stopped or size > 1)
            )
    return False

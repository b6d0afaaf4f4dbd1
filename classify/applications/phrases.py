"""Which of the phrases that tell applications from other mail a text holds (`data/foundation.toml`)."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from classify.applications.types import READ
from classify.names.fold import fold

_TABLE = Path(__file__).parent.parent / "data" / "foundation.toml"
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=8192)
def phrases(text: str) -> frozenset[str]:
    """The kinds of phrases in a text: "yours", "mine", "hiring", "between", "offers". Whole words, any case.

    Of each phrase the longest word is looked up among the text's: most texts have few of these, and going
    through a text for any of hundreds of phrases takes ten times as long.
    """
    folded = fold(text[:READ])
    known = _by_longest_word()
    near = known.keys() & set(_WORD.findall(folded))
    return frozenset(kind for word in near for kind, phrase in known[word] if _holds(folded, phrase))


@cache
def _by_longest_word() -> dict[str, tuple[tuple[str, str], ...]]:
    """Kind and phrase, by the phrase's longest word."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for kind in ("yours", "mine", "hiring", "between", "offers"):
        for phrase in map(fold, table[kind]):
            word = max(_WORD.findall(phrase), key=len)
            found[word] = (*found.get(word, ()), (kind, phrase))
    return found


def _holds(text: str, phrase: str) -> bool:
    """Whether a phrase stands in a text with no letter, digit or "_" right before or after it."""
    at = text.find(phrase)
    while at >= 0:
        around = text[at - 1 : at] + text[at + len(phrase) : at + len(phrase) + 1]
        if not _WORD.search(around):
            return True
        at = text.find(phrase, at + 1)
    return False

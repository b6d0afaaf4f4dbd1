"""What a clause says of the days in it: that the candidate will hear, or that something else happens."""

from __future__ import annotations

import re
from functools import cache

from classify.promises.vocabulary import any_of

_BREAK = re.compile(
    r"[;:()]|,(?!\s*\d)|\s-\s| (?:and|but|so|und|aber|et|mais|dann|while|og|och|y|e|en) ", re.IGNORECASE
)
_WORD = re.compile(r"\w+")
_FEW = 3  # words; a clause with no more beside its day belongs to the one before

_LONGEST = 300  # characters of a clause on each side of its day


def marked(kind: str, text: str) -> bool:
    """Whether a text holds a word of this kind of `[clauses]` in words.toml."""
    return _mark(kind).search(text.lower()) is not None


@cache
def _mark(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(f'clauses.{kind}')})(?!\w)")


def clause(text: str, span: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """The clause in `span` around `text[start:end]`, with those before it while it says nothing itself."""
    floor, ceiling = max(span[0], start - _LONGEST), min(span[1], end + _LONGEST)
    breaks = [found.span() for found in _BREAK.finditer(text, floor, ceiling)]
    firsts = [floor, *(after for _, after in breaks if after <= start)]
    last = min((begin for begin, _ in breaks if begin >= end), default=ceiling)
    behind = len(_WORD.findall(text, end, last))
    first = firsts.pop()
    while firsts and len(_WORD.findall(text, first, start)) + behind <= _FEW:
        first = firsts.pop()
    return first, last

"""Text taken apart into words and sentences: what phrases are compared with."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

from classify.normalise import Folded, folded

EDGE = "¶"  # stands between sentences, so that no phrase reaches across one

MOST = 12_000  # characters of one mail that are read; nobody writes a signal after that

_WORD = r"[£$€]?[^\W_]+(?:['’][^\W_]+|(?<=\d)[.,:/](?=\d)\w+|(?<=[^\W\d_])&(?=[^\W\d_])\w+)*%?"
_WORDS = re.compile(_WORD)
_PAUSES = re.compile(rf"{_WORD}|(?P<pause>[,;:()]|\s-\s)")
# What ends a sentence: a question, a stop or a line. A dash ends none, not even where it ends a line. All
# begin with a character that words and blanks do not hold, so `re` passes over most of a text in one step.
_ENDS = re.compile(
    r"[?？.!…。\n-](?:(?<=[?？])[?!？]*|(?<=[.!…。])[.!…。]*(?=[\s\"')\]*]|$)|(?<=\n)\n*|(?<=\s-)\s(?:-(?=\s))?)"
)
_ASKS = frozenset("?？")
_UNEVEN = re.compile("[İΣ]")  # what becomes of these depends on the letters beside them, or is two letters

_SHAPES = tuple(
    (f"<{name}>", re.compile(shape))
    for name, shape in (
        ("money", r"[£$€]\d\S*|\d[\d.,]*(?:k|lpa|eur|gbp|usd|chf)"),
        ("clock", r"\d{1,2}(?:[:.]\d{2})?(?:am|pm|ish|uhr|h\d{0,2})|\d{1,2}[:.]\d{2}"),
        ("date", r"\d{1,4}[./]\d{1,2}[./]\d{2,4}"),
        ("ordinal", r"\d{1,2}(?:st|nd|rd|th)"),
        ("number", r"\d+(?:[.,]\d+)*%?"),
    )
)

# A full stop after these ends no sentence.
_SHORTENED = frozenset(
    "mr mrs ms dr prof st no nr approx inc ltd co eg ie e g i.e p m a vs dept tel ext hr fr ing mme "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun".split()
)


@dataclass(frozen=True)
class Words:
    """The words of one text in lower case. "?" is a word; other marks are not. `EDGE` stands between
    sentences.

    `sentences` holds the span of each sentence in `words`, from its first word to its `EDGE` or the end, and
    `places` in `folded.text`: where it starts, where it ends, and where the marks after it end.
    """

    folded: Folded
    words: list[str]
    sentences: list[tuple[int, int]]
    places: list[tuple[int, int, int]]

    def span(self, word: int) -> tuple[int, int]:
        """Where a word stands in `folded.text`. Most texts show nothing, so it is looked up when asked."""
        number = bisect_right(self.sentences, word, key=_first) - 1
        start, end, after = self.places[number]
        spans = _spans(self.folded.text, start, end)
        at = word - self.sentences[number][0]
        return spans[at] if at < len(spans) else (end, after)

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each of the words stands in `folded.text`."""
        return tuple(map(self.span, range(len(self.words))))

    def pause(self, start: int, end: int) -> int:
        """The first place from the end of a word on where a clause may end: a comma, semicolon, colon,
        bracket or dash; `end` if there is none before."""
        parts = _PAUSES.finditer(self.folded.text, start)
        return next((min(part.start(), end) for part in parts if part["pause"] or part.start() >= end), end)


@lru_cache(maxsize=16)
def _spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [found.span() for found in _WORDS.finditer(text, start, end)]


def _first(span: tuple[int, int]) -> int:
    return span[0]


@lru_cache(maxsize=4)  # signals and promises read the same text, one after the other
def words_of(text: str) -> Words:
    """`text` as words. What lies beyond `MOST` characters is not read."""
    fold = folded(text[:MOST])
    uneven = _UNEVEN.search(fold.text) is not None
    lower = fold.text if uneven else fold.text.lower()
    words: list[str] = []
    sentences: list[tuple[int, int]] = []
    places: list[tuple[int, int, int]] = []
    start = begin = at = 0
    for mark in _ENDS.finditer(lower):
        end, after = mark.span()
        kind = lower[end]
        if kind == "-":
            continue
        words += _WORDS.findall(lower, at, end)
        at = after
        if len(words) == start or (kind == "." and after == end + 1 and words[-1].lower() in _SHORTENED):
            continue
        sentences.append((start, len(words) + (kind in _ASKS)))
        places.append((begin, end, after))
        words += ("?", EDGE) if kind in _ASKS else (EDGE,)
        start, begin = len(words), after
    words += _WORDS.findall(lower, at)
    if len(words) > start:
        sentences.append((start, len(words)))
        places.append((begin, len(lower), len(lower)))
    return Words(fold, [word.lower() for word in words] if uneven else words, sentences, places)


def shaped(word: str) -> str:
    """`word`, or the name of its shape where it is made of figures: "<clock>", "<money>", "<number>", …"""
    if not word[0].isdecimal() and word[0] not in "£$€":
        return word
    for name, shape in _SHAPES:
        if shape.fullmatch(word):
            return name
    return word


@lru_cache(maxsize=8192)
def plain_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase of the bank, in the very form in which a text's words are compared."""
    if phrase.isascii() and phrase.isalpha():
        return (phrase.lower(),)  # nothing to fold; nearly every word of the bank
    if phrase == "?" or re.fullmatch(r"<\w+>", phrase):
        return (phrase,)
    return tuple(shaped(word) for word in words_of(phrase).words if word != EDGE)

"""Text taken apart into words and sentences: what phrases are compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from classify.normalise import Folded, folded

EDGE = "¶"  # stands between sentences, so that no phrase reaches across one

MOST = 12_000  # characters of one mail that are read; nobody writes a signal after that

_PARTS = re.compile(
    r"(?P<word>[£$€]?[^\W_]+(?:['’][^\W_]+|(?<=\d)[.,:/](?=\d)\w+|(?<=[^\W\d_])&(?=[^\W\d_])\w+)*%?)"
    r"|(?P<ask>[?？][?!？]*)"
    r"|(?P<stop>[.!…。]+(?=[\s\"')\]*]|$)|\n+)"
    r"|(?P<pause>[,;:()]|\s-\s)"
)

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


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text in lower case, each with its span in `folded.text` and its sentence's number.

    "?" is a word; other marks are not. `EDGE` stands between sentences. `pauses` are the offsets where a
    clause may end: commas, semicolons, colons, brackets, dashes.
    """

    folded: Folded
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    sentences: tuple[int, ...]
    pauses: tuple[int, ...]


@lru_cache(maxsize=4)  # signals and promises read the same text, one after the other
def words_of(text: str) -> Words:
    """`text` as words. What lies beyond `MOST` characters is not read."""
    fold = folded(text[:MOST])
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    sentences: list[int] = []
    pauses: list[int] = []
    number = 0
    for part in _PARTS.finditer(fold.text):
        kind = part.lastgroup
        if kind == "word":
            words.append(part.group().lower())
            spans.append(part.span())
            sentences.append(number)
        elif kind == "pause":
            pauses.append(part.start())
        elif words and words[-1] != EDGE:
            if kind == "stop" and part.group() == "." and words[-1] in _SHORTENED:
                continue
            for word in ("?", EDGE) if kind == "ask" else (EDGE,):
                words.append(word)
                spans.append(part.span())
                sentences.append(number)
            number += 1
    return Words(fold, tuple(words), tuple(spans), tuple(sentences), tuple(pauses))


def shaped(word: str) -> str:
    """`word`, or the name of its shape where it is made of figures: "<clock>", "<money>", "<number>", …"""
    if word.isalpha():
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

"""What a word is: the same for the stored text and for the query, so both databases compare alike.

A text becomes words of small letters and digits without accents. Nothing but them is in a word, so no word
means anything in a query language of a database. What is written without blanks between its words (Chinese,
Japanese, Korean, Thai and their neighbours) is taken letter by letter: a phrase of letters is what a reader
would look for.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 64
"""Letters by which a word is known: nobody types more, and what is longer is no word."""

# Accents and what else is written over and under any letter; forms of emoji. Not the vowels of Thai, nor what
# makes か into が: these are letters.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u180b-\u180d\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
# Letters that no decomposition takes apart (Unicode CLDR, transform Latin-ASCII).
_PLAINER = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe"}
)
_UNDIVIDED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_RUN = re.compile(r"[^\s\x00-/:-@\[-`{-\x7f]+")  # no blank and no sign of ASCII ends up in a word


class _Pieces(dict[int, str]):
    """What each character becomes: letters, nothing, or a blank; found out when it is first met."""

    def __missing__(self, point: int) -> str:
        piece = self[point] = _piece(chr(point))
        return piece


def _piece(char: str) -> str:
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", char))
    letters = unicodedata.normalize("NFC", bare).casefold().translate(_PLAINER)
    return "".join(map(_letter, letters))


def _letter(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "Cf":  # joiners, soft hyphens, marks of direction: nobody sees them
        return ""
    if not char.isalnum() and kind[0] != "M":
        return " "
    return f" {char} " if _UNDIVIDED.match(char) else char


_PIECES = _Pieces()


def words(text: str) -> list[str]:
    """The words of a text, in order."""
    found = unicodedata.normalize("NFKC", text).translate(_PIECES).split()
    return [word[:LONGEST] for word in found]


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """The same words with where each stands in the text. They are others in few texts only, whose characters
    mean something else together than apart."""
    for run in _RUN.finditer(text):
        if run[0].isascii():
            yield run.start(), run.end(), run[0].lower()[:LONGEST]
        else:
            yield from _spans(run[0], run.start())


def _spans(run: str, at: int) -> Iterator[tuple[int, int, str]]:
    word, start, end = "", at, at
    for place, char in enumerate(run, at):
        for piece in re.split("( )", _PIECES[ord(char)]):
            if piece == " ":
                if word:
                    yield start, end, word[:LONGEST]
                word = ""
            elif piece:
                start = start if word else place
                word, end = word + piece, place + 1
    if word:
        yield start, end, word[:LONGEST]

"""How the words of a text begin: what tells cheaply that a form of sentence cannot be in it."""

from __future__ import annotations

import re
from functools import lru_cache

NAME, ANY = "^", "*"  # what no word begins with: words that can begin a name, and all words
SIZE = 4  # letters of a beginning; a shorter word is its own

_WORD = re.compile(r"[^\W_]+")
_BIG = re.compile(r"(?<![^\W_])[^\W_a-z]")  # the first letter of a word, most of the small ones left out
_HEAD = re.compile(rf"([^\W_]{{1,{SIZE}}})[^\W_]*")


class Beginnings:
    """The beginnings of the words of one text, in lower case, and where they stand.

    `heads` are all of them, with `NAME` and `ANY`. Places are looked up when they are asked for: of most
    texts nobody asks for any.
    """

    __slots__ = ("_lowered", "_places", "_text", "heads")

    def __init__(self, text: str) -> None:
        self._text = text
        self._lowered = text.replace("İ", "ı").lower()  # the one letter whose lower case is two
        self._places: dict[str, list[int]] = {}
        self.heads = frozenset((*_HEAD.findall(self._lowered), NAME, ANY))

    def places(self, head: str) -> list[int]:
        """Where words begin so, in order."""
        if head not in self._places:
            self._places[head] = self._marked(head) if head in (NAME, ANY) else self._spelt(head)
        return self._places[head]

    def starting(self, letters: str) -> list[int]:
        """Where words begin with these letters, which may be fewer than a beginning has."""
        return [at for at in self._found(letters) if at == 0 or not self._lowered[at - 1].isalnum()]

    def _marked(self, mark: str) -> list[int]:
        if mark == ANY:
            return [match.start() for match in _WORD.finditer(self._text)]
        starts = (match.start() for match in _BIG.finditer(self._text))
        return [at for at in starts if not self._text[at].islower()]

    def _spelt(self, head: str) -> list[int]:
        if head not in self.heads:
            return []
        places, size = self.starting(head), len(head)
        if size == SIZE:
            return places
        return [at for at in places if not self._lowered[at + size : at + size + 1].isalnum()]

    def _found(self, letters: str) -> list[int]:
        out: list[int] = []
        at = self._lowered.find(letters)
        while at >= 0:
            out.append(at)
            at = self._lowered.find(letters, at + 1)
        return out


@lru_cache(maxsize=64)
def beginnings(text: str) -> Beginnings:
    """The beginnings of a text. A message's are asked for by the company, the agency and the role alike."""
    return Beginnings(text)

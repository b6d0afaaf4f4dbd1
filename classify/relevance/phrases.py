"""Phrases looked up in a text, all at once, in time that grows with its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from classify.normalise import fold

_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*|%")
_STEM = 4  # letters of a word with an open end that are looked up


def words(text: str) -> list[str]:
    """The words of folded text, without case."""
    return _WORD.findall(text.casefold())


class Phrases:
    """Groups of phrases, indexed by how they begin: two whole words, one, or the start of one."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._known: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for group, phrases in groups.items():
            for phrase in phrases:
                parts = tuple(_parts(phrase))
                self._known.setdefault(_key(parts), []).append((parts, group))
        self._firsts = {key.partition(" ")[0] for key in self._known}
        self._stems = {key[:-1] for key in self._known if key.endswith("*")}

    def occur(self, text: Sequence[str]) -> bool:
        """Whether any phrase occurs in these words."""
        return any(True for _ in self._occurrences(text))

    def find(self, text: Sequence[str]) -> dict[str, list[str]]:
        """The different phrases of each group that occur in these words, in the order in which they occur."""
        found: dict[str, list[str]] = {}
        for group, phrase in self._occurrences(text):
            kept = found.setdefault(group, [])
            if phrase not in kept:
                kept.append(phrase)
        return found

    def _occurrences(self, text: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The group and the words of each phrase, wherever it occurs."""
        firsts, stems = self._firsts, self._stems
        for at in [at for at, word in enumerate(text) if word in firsts or word[:_STEM] in stems]:
            word = text[at]
            after = text[at + 1] if at + 1 < len(text) else ""
            for key in (word, f"{word} {after}", f"{word[:_STEM]}*"):
                for parts, group in self._known.get(key, ()):
                    here = text[at : at + len(parts)]
                    if len(here) == len(parts) and all(map(_same, parts, here)):
                        yield group, " ".join(here)


def _key(parts: Sequence[str]) -> str:
    if parts[0].endswith("*"):
        return parts[0][:_STEM] + "*"
    return " ".join(parts[:2]) if len(parts) > 1 and not parts[1].endswith("*") else parts[0]


def _parts(phrase: str) -> Iterable[str]:
    for piece in fold(phrase).casefold().split():
        stem = piece.removesuffix("*")
        read = words(stem)
        for k, word in enumerate(read):
            yield word + "*" if piece.endswith("*") and k == len(read) - 1 else word


def _same(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else part == word

"""The line of a message by which it was found, and where in it the words stand."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from reports.render.plain import plain
from store.search.query import Query, Term
from store.search.words import spans

BEFORE = 30
"""Characters shown before the first of the words."""

READ = 100_000
"""Characters of a text in which the words are looked for."""

TRIED = 100
"""Places at which the line may begin."""

_QUOTING = re.compile(r"(?m)^[>|\s]+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text safe to print, and the places of the words in it."""

    text: str
    marks: tuple[Span, ...]


def marked(text: str, query: Query) -> Marked:
    """The text on one line."""
    line = unicodedata.normalize("NFC", plain(text))
    places = ((start, end) for start, end, _ in _found(line, _terms(query)))
    return Marked(line, tuple(_apart(places)))


def snippet(texts: Iterable[str], query: Query, longest: int) -> Marked:
    """The line, of about so many characters, in which most of the words stand together, out of the first text
    that has any; the beginning of the first text where none has."""
    terms = _terms(query)
    first = ""
    for text in texts:
        line = _on_one_line(text)
        found = list(islice(_found(line, terms), TRIED))
        if found:
            return marked(_window(line, _best(found, longest - BEFORE), longest), query)
        first = first or line
    return marked(_window(first, 0, longest), query)


def _on_one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", _QUOTING.sub("", text[:READ])).split())


def _best(found: Sequence[tuple[int, int, Term]], room: int) -> int:
    """Where the place begins after which most different terms stand."""

    def together(nth: int) -> int:
        start = found[nth][0]
        return len({term for at, end, term in found[nth:] if end <= start + room})

    return found[max(range(len(found)), key=lambda nth: (together(nth), -nth))][0]


def _window(line: str, at: int, longest: int) -> str:
    """The words around that place, with an ellipsis where some are missing."""
    start = max(0, min(at - BEFORE, len(line) - longest))
    if start:
        blank = line.find(" ", start, at)
        start = blank + 1 if blank >= 0 else start
    end = start + longest
    if end < len(line):
        blank = line.rfind(" ", start + longest // 2, end)
        end = blank if blank >= 0 else end
    return f"{'… ' if start else ''}{line[start:end]}{' …' if end < len(line) else ''}"


def _terms(query: Query) -> tuple[Term, ...]:
    return tuple(term for terms in query.every for term in terms)


def _found(line: str, terms: Sequence[Term]) -> Iterator[tuple[int, int, Term]]:
    """Where each of the terms stands, in order."""
    if not terms:
        return
    placed = list(spans(line))
    known: defaultdict[str, list[Term]] = defaultdict(list)
    beginnings = [one for one in terms if one.prefix and len(one.words) == 1]
    for one in terms:
        if not one.prefix or len(one.words) > 1:
            known[one.words[0]].append(one)
    begin = tuple(one.words[0] for one in beginnings)
    for nth, (start, end, word) in enumerate(placed):
        for one in known.get(word, ()):
            rest = placed[nth : nth + len(one.words)]
            if _stands(one, [each for *_, each in rest]):
                yield start, rest[-1][1], one
        if begin and word.startswith(begin):
            yield from ((start, end, one) for one in beginnings if word.startswith(one.words[0]))


def _stands(term: Term, words: list[str]) -> bool:
    if len(words) < len(term.words) or tuple(words[:-1]) != term.words[:-1]:
        return False
    last = term.words[-1]
    return words[-1].startswith(last) if term.prefix else words[-1] == last


def _apart(places: Iterable[Span]) -> Iterator[Span]:
    """The places in order, those that touch as one."""
    start = end = -1
    for first, last in sorted(places):
        if first > end:
            if end > start:
                yield start, end
            start = first
        end = max(end, last)
    if end > start:
        yield start, end

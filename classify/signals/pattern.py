"""The notation of the bank: phrases with choices, gaps and word classes.

    when could you start                     these words, in any case
    (when|how soon) could you [possibly] start   a choice; a word that may be left out
    yours if you want it|job is yours        outside brackets: two phrases in one line
    {we} … offer you                         "…" is a gap of up to five words, "…9" of up to nine
    {number} weeks' notice                   a class of words.toml; <clock>, <money> … are shapes of one word

A phrase never reaches beyond its sentence. Commas, brackets and dashes count for nothing; "?" is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from classify.signals.words import plain_words

GAP = 5  # words that a bare "…" may stand for
MANY_FORMS = 100  # of one slot: above this it is cut in two, where that can be
MOST_FORMS = 3_000  # of one slot: a mistake in the bank must not eat the memory

_TOKENS = re.compile(r"…\d*|[()\[\]|]|\{\w+\}|[^\s()\[\]|{}…]+")


_OPEN, _CLOSE = ("(", "["), (")", "]")


class BadPattern(ValueError):
    """A phrase of a bank that cannot be read. The message names the phrase."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a pattern: the forms that may stand there, each a tuple of words."""

    forms: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Slots in order; `gaps[i]` is how many words may stand between slot i and slot i + 1. One pattern is the
    same as another only if it is that object: banks hold thousands, and are asked for them all the time."""

    source: str
    slots: tuple[Slot, ...]
    gaps: tuple[int, ...]


Forms = frozenset[tuple[str, ...]]
_NOTHING: Forms = frozenset({()})


def parse(source: str, classes: Mapping[str, Forms]) -> tuple[Pattern, ...]:
    """The patterns that `source` writes down, one for each choice outside brackets. Raises `BadPattern`."""
    return tuple(_pattern(piece, classes, source) for piece in _pieces(source))


def written(source: str) -> tuple[str, ...]:
    """The `Pattern.source` of each pattern of `parse`, without their forms. Raises `BadPattern`."""
    return tuple(map(_written, _pieces(source)))


def _pieces(source: str) -> list[list[str]]:
    """The tokens of each choice outside brackets."""
    found: list[list[str]] = []
    piece: list[str] = []
    depth = 0
    for part in [*tokens(source), "|"]:
        depth += (part in _OPEN) - (part in _CLOSE)
        if depth or part != "|":
            piece.append(part)
        else:
            found.append(piece)
            piece = []
    if depth:
        raise BadPattern(f"a bracket that is not closed, or one too many: {source!r}")
    return found


def tokens(source: str) -> list[str]:
    """What `source` is written in: words, classes, gaps, brackets and bars."""
    return _TOKENS.findall(source)


def _pattern(tokens: list[str], classes: Mapping[str, Forms], source: str) -> Pattern:
    slots: list[Slot] = []
    gaps: list[int] = []
    piece: list[str] = []
    for token in [*tokens, "…"]:
        if not token.startswith("…"):
            piece.append(token)
            continue
        if not piece:
            raise BadPattern(f"a gap with nothing beside it: {source!r}")
        for at, forms in enumerate(_slots(piece, classes, source)):
            if at:
                gaps.append(0)
            slots.append(Slot(forms))
        gaps.append(int(token[1:] or GAP))
        piece = []
    return Pattern(_written(tokens), tuple(slots), tuple(gaps[:-1]))


def _written(tokens: list[str]) -> str:
    text = " ".join(tokens)
    return re.sub(r" ?\| ?", "|", re.sub(r"([(\[]) | ([)\]])", r"\1\2", text))


def _slots(tokens: list[str], classes: Mapping[str, Forms], source: str) -> Iterator[Forms]:
    """The forms of one piece, cut into slots that follow each other closely where one slot would hold too
    many; a class stands in a slot of its own, so that all patterns share it."""
    here = _NOTHING
    while tokens:
        alone = tokens[0].startswith("{")
        forms, tokens = _item(tokens, classes, source)
        if () not in here and () not in forms and (alone or len(here) * len(forms) > MANY_FORMS):
            yield here
            here = forms
        else:
            here = _joined(here, forms, source)
        if alone and () not in here and tokens:
            yield here
            here = _NOTHING
    if () in here:
        raise BadPattern(f"words that may all be left out: {source!r}")
    yield here


def _choice(tokens: list[str], classes: Mapping[str, Forms], source: str) -> tuple[Forms, list[str]]:
    forms: set[tuple[str, ...]] = set()
    while True:
        found, tokens = _sequence(tokens, classes, source)
        forms |= found
        if not tokens or tokens[0] != "|":
            return frozenset(forms), tokens
        tokens = tokens[1:]


def _sequence(tokens: list[str], classes: Mapping[str, Forms], source: str) -> tuple[Forms, list[str]]:
    forms = _NOTHING
    while tokens and tokens[0] not in ("|", *_CLOSE):
        more, tokens = _item(tokens, classes, source)
        forms = _joined(forms, more, source)
    return forms, tokens


def _item(tokens: list[str], classes: Mapping[str, Forms], source: str) -> tuple[Forms, list[str]]:
    """The forms of the first word, class or bracket, and the tokens after it."""
    first, rest = tokens[0], tokens[1:]
    if first in _CLOSE:
        raise BadPattern(f"a bracket too many: {source!r}")
    if first.startswith("{"):
        return _named(first, classes, source), rest
    if first not in _OPEN:
        return frozenset({plain_words(first)}), rest
    forms, rest = _choice(rest, classes, source)
    if not rest or rest[0] != _CLOSE[_OPEN.index(first)]:
        raise BadPattern(f"a bracket that is not closed: {source!r}")
    return forms | {()} if first == _OPEN[1] else forms, rest[1:]


def _joined(first: Forms, second: Forms, source: str) -> Forms:
    if len(first) * len(second) > MOST_FORMS:
        raise BadPattern(f"more than {MOST_FORMS} forms: {source!r}")
    if first is _NOTHING:
        return second
    return frozenset(a + b for a, b in product(first, second))


def _named(token: str, classes: Mapping[str, Forms], source: str) -> Forms:
    try:
        return classes[token[1:-1]]
    except KeyError:
        raise BadPattern(f"no class {token} in words.toml: {source!r}") from None

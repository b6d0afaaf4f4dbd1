"""What a person asks for, read into a small type. Whatever is typed means words and nothing more.

`notice period` asks for both words, in any order; `"notice period"` for these in this order; `negotiat*` for
any word that begins so; `offer OR contract` for one of the two; `-newsletter` for a message without it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.search.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PART = re.compile(r'(?P<minus>(?<!\S)-(?=\S))?(?:"(?P<quoted>[^"]*)(?:"|$)|(?P<bare>[^\s"]+))(?P<star>\*?)')
_SIGNS = re.compile(r'["*“”„‟«»＂]|(?:^|\s)OR(?:\s|$)|\s-\S')


@dataclass(frozen=True, slots=True)
class Term:
    """Words in this order with nothing between them, the last of which may go on where it is a `prefix`."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One term of each of `every`, and `none` of the others. Without any term it asks for nothing."""

    every: tuple[tuple[Term, ...], ...] = ()
    none: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.every or self.none)


NOTHING = Query()
"""Asks for nothing."""


def parsed(text: str) -> Query:
    """What is asked for. A word with signs in it, as an address has, is a phrase. Reads any text."""
    every: list[tuple[Term, ...]] = []
    none: list[Term] = []
    joins = False  # whether an OR stands before the next term
    for part in _PART.finditer(text.translate(_QUOTES)):
        if part["bare"] == "OR" and not part["minus"]:
            joins = True
            continue
        written = part["quoted"] if part["bare"] is None else part["bare"]
        found = tuple(words(written))
        if not found:
            continue
        term = Term(found, bool(part["star"]) or (part["quoted"] is None and written.endswith("*")))
        if part["minus"]:
            none.append(term)
        elif joins and every:
            every[-1] = (*every[-1], term)
        else:
            every.append((term,))
        joins = False
    return Query(tuple(dict.fromkeys(map(_once, every))), _once(none))


def joined(arguments: Sequence[str]) -> str:
    """The query that the arguments of a command line are. The shell takes the quotes off "notice period": an
    argument with a blank in it is a phrase, unless it holds signs of the query language."""
    return " ".join(
        f'{"-" * one.startswith("-")}"{one.removeprefix("-")}"'
        if len(one.split()) > 1 and not _SIGNS.search(one)
        else one
        for one in arguments
    )


def matches(query: Query, texts: Iterable[str]) -> bool:
    """Whether texts of words with a blank between them are what is asked for. A phrase is within one text."""
    padded = [f" {text} " for text in texts]
    return all(any(_stands(term, padded) for term in terms) for terms in query.every) and not any(
        _stands(term, padded) for term in query.none
    )


def needle(term: Term) -> str:
    """What a text of words, with a blank before and after it, holds where it has the term."""
    return f" {' '.join(term.words)}{'' if term.prefix else ' '}"


def _stands(term: Term, padded: Iterable[str]) -> bool:
    wanted = needle(term)
    return any(wanted in text for text in padded)


def _once(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(terms))

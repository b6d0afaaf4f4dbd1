"""A query in the languages of the two databases. Words are letters and digits (`store.search.words`), so
between quotes they mean nothing but themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from store.search.query import Term

Groups = tuple[tuple["Term", ...], ...]


def fts5(groups: Groups) -> str:
    """One term of each group, as SQLite's FTS5 has it."""
    return _both(groups, " AND ", " OR ", _phrase)


def tsquery(groups: Groups) -> str:
    """The same as PostgreSQL's tsquery. Of a phrase it asks for the words alone: see `find`."""
    return _both(groups, " & ", " | ", _lexemes)


def vector(texts: Iterable[tuple[str, str]]) -> str:
    """Texts of words, each with its weight (A to D), as PostgreSQL's tsvector."""
    places: dict[str, list[str]] = {}
    weighed = ((word, weight) for text, weight in texts for word in text.split())
    for place, (word, weight) in enumerate(weighed, 1):
        known = places.setdefault(word, [])
        if len(known) < _PLACES:
            known.append(f"{min(place, _LAST)}{weight}")
    return " ".join(f"'{word}':{','.join(known)}" for word, known in places.items())


_PLACES = 16  # of one word; more make no difference to its rank
_LAST = 16383  # no place is greater in PostgreSQL


def _both(groups: Groups, every: str, one: str, written: Callable[[Term], str]) -> str:
    return every.join(f"({one.join(map(written, terms))})" for terms in groups)


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.words)}"{" *" if term.prefix else ""}'


def _lexemes(term: Term) -> str:
    each = [f"'{word}'" for word in term.words]
    each[-1] += ":*" if term.prefix else ""
    return f"({' & '.join(each)})"

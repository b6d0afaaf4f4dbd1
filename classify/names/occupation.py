"""The nouns that make a phrase a job, in the languages of the table."""

from __future__ import annotations

import re
from functools import lru_cache

from classify.names.fold import fold, tokens
from classify.names.words import entries, words

_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")  # "a couple of q's" has no quantity surveyor


@lru_cache(maxsize=1024)
def has_occupation(title: str) -> bool:
    """Whether a phrase holds the noun of an occupation: "engineer", "nurse", "Projektleiterin"."""
    return any(_is_occupation(part) for part in tokens(_POSSESSIVE.sub("", title)))


def ends_in_occupation(phrase: str) -> bool:
    parts = tokens(phrase)
    return bool(parts) and _is_occupation(parts[-1])


@lru_cache(maxsize=1024)
def _is_occupation(part: str) -> bool:
    singular = part[:-1] if part.endswith("s") else part
    female = part[:-2] if part.endswith("in") else part
    if {part, singular, female} & _heads() or part.endswith(_suffixes()):
        return True
    if singular.endswith(_agents()) and len(singular) > _SHORT and singular not in words("role", "no_agents"):
        return True
    return len(part) > 8 and (part.endswith(_compounds()) or female.endswith(_compounds()))


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    return frozenset(fold(word) for word in words("role", "heads"))


@lru_cache(maxsize=1)
def _suffixes() -> tuple[str, ...]:
    return tuple(fold(word) for word in entries("role", "suffixes"))


_SHORT = 6  # letters: "agents" of so few are other words ("artist" and "fitter" are listed)


@lru_cache(maxsize=1)
def _agents() -> tuple[str, ...]:
    return entries("role", "agents")


@lru_cache(maxsize=1)
def _compounds() -> tuple[str, ...]:
    return tuple(fold(word) for word in entries("role", "compounds"))

"""Whether a phrase says where or on what terms."""

from __future__ import annotations

from functools import lru_cache

from classify.names.fold import TRIM, fold, tokens
from classify.names.words import words

_ROMAN = frozenset("ii iii iv vi vii viii".split())


@lru_cache(maxsize=1024)
def is_place(text: str) -> bool:
    """Whether a phrase says where or on what terms: "Remote, UK", "London-based", "12 months", "Grade 7"."""
    plain = text.strip(TRIM).lower()
    places = words("role", "places")
    if plain in places or fold(plain) in places:
        return True
    parts = tokens(text)
    terms = words("role", "terms")
    graded = {*parts} & terms  # "Grade III" is a term, "Engineer III" is none
    return bool(parts) and all(
        part in places or part in terms or part.isdigit() or (graded and part in _ROMAN) for part in parts
    )

"""Whether a phrase says where or on what terms."""

from __future__ import annotations

from functools import lru_cache

from classify.names.fold import TRIM, fold, tokens
from classify.names.words import words


@lru_cache(maxsize=1024)
def is_place(text: str) -> bool:
    """Whether a phrase says where or on what terms: "Remote, UK", "London-based", "12 months", "Grade 7"."""
    plain = text.strip(TRIM).lower()
    places = words("role", "places")
    if plain in places or fold(plain) in places:
        return True
    parts = tokens(text)
    terms = words("role", "terms")
    return bool(parts) and all(part in places or part in terms or part.isdigit() for part in parts)

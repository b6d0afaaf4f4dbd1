"""Is a line, or a piece of one, what somebody is called at work? And is it the name of this person?"""

from __future__ import annotations

import re
from functools import lru_cache

from classify.names.fold import fold, tokens, without_form
from classify.names.occupation import has_occupation
from classify.titles.senior import is_senior
from classify.titles.words import entries, pattern

MOST_LETTERS = 80
_MOST_WORDS = 10
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]")
_GAP = re.compile(r"[,\s]+")
_NUMBER = re.compile(r"\d{3}|@|://|\bwww\.")
_STOP = re.compile(r"[!?…]|:$|\w{5}\.\s|\b(?:team|department|dept|abteilung)\.?$", re.IGNORECASE)


def title_in(text: str) -> str:
    """The text as a title, "" where it is none: no name of a house, no slogan, no department."""
    title = text.strip(" \t,;|-–—*_\"'“”•·<>")
    if not title or len(title) > MOST_LETTERS or len(title.split()) > _MOST_WORDS or _NUMBER.search(title):
        return ""
    return title if _is_title(title) else ""


@lru_cache(maxsize=1024)
def _is_title(title: str) -> bool:
    folded = fold(title)
    if folded in entries("line", "departments") or pattern("line", "never").search(folded):
        return False
    if _STOP.search(title) or without_form(title) != title:
        return False
    # "Solicitors" and "Consulting Engineers" are a house.
    single = " ".join(word for word in title.split() if not word.rstrip(",").endswith("s"))
    return has_occupation(single) or is_senior(title) or pattern("line", "words").search(folded) is not None


def name_words(name: str) -> tuple[str, ...]:
    """The words of a person's name, folded, without titles of honour, degrees and what stands in brackets."""
    honours = entries("line", "honours")
    parts = _GAP.split(fold(_ASIDE.sub(" ", name[:200])))
    return tokens(" ".join(part for part in parts if part.strip(".") and part not in honours))


def fits(name: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names, each as its words, may be one person's: "Jane", "J. Roe" and "Jane Ann Roe"."""
    if not name or not other:
        return False
    if len(name) == 1 or len(other) == 1:
        return len(name[0]) > 1 and len(other[0]) > 1 and (name[0] in other or other[0] in name)
    if set(name) <= set(other) or set(other) <= set(name):
        return True
    return _alike(name, other) or _alike(name, (*other[1:], other[0]))  # "Roe, Jane"


def _alike(name: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if name[-1] != other[-1]:
        return False
    first, second = name[0], other[0]
    return first == second or (first[0] == second[0] and 1 in (len(first), len(second)))

"""Whether a text names a company or a role that is already known."""

from __future__ import annotations

import re
from functools import lru_cache

from classify.applications.types import READ
from classify.names.fold import core, fold, folded_words, tokens
from classify.names.words import words

_TELLING = 4  # a first word must have so many letters to stand for the whole name
_SHORT = 4  # letters of a name that is looked for as written
_RUN = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")
_INSIDE = re.compile(r"[a-zß-ÿ,] ")  # what stands before a word inside a sentence, and behind it
_BEHIND = re.compile(r"[.,;:?!]|\s{1,2}[a-zß-ÿ]")


def mentions(text: str, name: str) -> bool:
    """Whether a text holds a name as whole words in its own order; a short one only as written or in capitals
    ("HP" is neither in "PHP" nor in "hp sauce")."""
    parts = core(name)
    if not parts or not text:
        return False
    if _is_short(parts):
        short = f"{re.escape(name.strip())}|{re.escape(name.strip().upper())}"
        return re.search(rf"(?<!\w)(?:{short})(?!\w)", text[:READ]) is not None
    return f" {' '.join(parts)} " in spaced(text)


def mentions_short(text: str, name: str) -> bool:
    """Whether a text holds the first word of a longer name, capitalised, as people shorten names that both
    know ("any news from Halden?" for "Halden Freight"). No proof by itself; never a trade or a weekday."""
    parts = core(name)
    if len(parts) < 2 or len(parts[0]) < _TELLING:
        return False
    if parts[0] in words("company", "kinds") or parts[0] in words("company", "never"):
        return False
    return parts[0] in _capitalised(text)


def shortened(text: str, name: str) -> str:
    """The first word of a longer name as a text uses it alone inside a sentence ("no change at Halden yet"),
    where a capital is no accident; "" where it never does."""
    first = _first_letters(name)
    if not first or not _inside(text[:READ], first) or not mentions_short(text, name):
        return ""
    return first if fold(first) == core(name)[0] else ""


def mentions_role(text: str, role: str) -> bool:
    """Whether a text holds a title as whole words in its own order."""
    return bool(tokens(role)) and f" {' '.join(core(role))} " in spaced(text)


@lru_cache(maxsize=512)
def spaced(text: str) -> str:
    """The words of a text, folded, without joints, each between blanks."""
    joints = words("company", "joints")
    return f" {' '.join([word for word in folded_words(text[:READ]) if word not in joints])} "


@lru_cache(maxsize=512)
def _capitalised(text: str) -> frozenset[str]:
    return frozenset([fold(word) for word in _LETTERS.findall(text[:READ]) if word[0].isupper()])


def beginnings(text: str) -> frozenset[str]:
    """The words of a text: the `beginning` of every name that `mentions` or `mentions_short` finds in it."""
    runs = {fold(run) for run in _RUN.findall(text[:READ])}
    return frozenset(runs).union(_capitalised(text), spaced(text).split())


@lru_cache(maxsize=16384)
def beginning(name: str) -> str:
    """The word of a name by which to look for it; "" for a name that no text mentions."""
    parts = core(name)
    if _is_short(parts):
        return fold(next(iter(_RUN.findall(name)), ""))
    return parts[0] if parts else ""


def _is_short(parts: tuple[str, ...]) -> bool:
    return len(parts) == 1 and len(parts[0]) <= _SHORT


@lru_cache(maxsize=4096)
def _first_letters(name: str) -> str:
    return next(iter(_LETTERS.findall(name)), "")


def _inside(text: str, word: str) -> bool:
    """Whether a word as written stands alone inside a sentence."""
    at = text.find(word)
    while at >= 0:
        if at >= 2 and _INSIDE.match(text, at - 2) and _BEHIND.match(text, at + len(word)):
            return True
        at = text.find(word, at + 1)
    return False

"""Whether a text names a company or a role that is already known."""

from __future__ import annotations

import re
from functools import lru_cache

from classify.names.fold import core, fold, tokens
from classify.names.words import words

_READ = 4_000  # characters of a text that names are looked up in
_TELLING = 4  # a first word must have so many letters to stand for the whole name


def mentions(text: str, name: str) -> bool:
    """Whether a text holds a name as whole words in its own order; a short one only as written or in capitals
    ("HP" is neither in "PHP" nor in "hp sauce")."""
    parts = core(name)
    if not parts or not text:
        return False
    if len(parts) == 1 and len(parts[0]) <= 4:
        short = f"{re.escape(name.strip())}|{re.escape(name.strip().upper())}"
        return re.search(rf"(?<!\w)(?:{short})(?!\w)", text[:_READ]) is not None
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
    first = next(iter(re.findall(r"[^\W\d_]+", name)), "")
    if not mentions_short(text, name) or fold(first) != core(name)[0]:
        return ""
    alone = rf"[a-zß-ÿ,] {re.escape(first)}(?:[.,;:?!]|\s{{1,2}}[a-zß-ÿ])"
    return first if re.search(alone, text[:_READ]) else ""


def mentions_role(text: str, role: str) -> bool:
    """Whether a text holds a title as whole words in its own order."""
    return bool(tokens(role)) and f" {' '.join(core(role))} " in spaced(text)


@lru_cache(maxsize=512)
def spaced(text: str) -> str:
    """The words of a text, folded, without joints, each between blanks."""
    joints = words("company", "joints")
    return f" {' '.join(word for word in tokens(text[:_READ]) if word not in joints)} "


@lru_cache(maxsize=512)
def _capitalised(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in re.findall(r"[^\W\d_]+", text[:_READ]) if word[0].isupper())

"""What the subject of a mail says of a job search: the words of it, looked up all at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from classify.gate.table import EVIDENCE, TABLE
from classify.names.occupation import has_occupation
from classify.names.words import words as names
from classify.normalise import fold
from classify.relevance.phrases import Phrases

_READ = 300  # characters of a subject
_APART = str.maketrans(dict.fromkeys("-_./'", " "))
_LINKED = re.compile(r"@|://|www\.|mailto:", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+|%")
_INSIDE = re.compile("|".join(map(re.escape, TABLE["sure"]["inside"])))


class Said(NamedTuple):
    """What a subject says, and its words."""

    sure: bool  # of an application
    post: bool  # of a position: a vacancy, an occupation
    maybe: bool  # something that applications share with the rest of life: an appointment, an offer
    against: str  # the kind of the other matter, as in `relevance/evidence.toml`; "" for none
    words: tuple[str, ...]


def _parted(phrases: Iterable[str]) -> list[str]:
    return [fold(phrase).translate(_APART) for phrase in phrases]


def _all(group: str) -> list[str]:
    return _parted(phrase for phrases in TABLE[group]["phrases"].values() for phrase in phrases)


_PHRASES = Phrases(
    {
        "sure": [*_all("sure"), *_parted(EVIDENCE["personal"]["phrases"])],
        "maybe": [
            *_all("maybe"),
            *_parted(phrase for group in EVIDENCE["for"].values() for phrase in group["phrases"]),
            *_parted(EVIDENCE["addressed"]["phrases"]),
        ],
        "post": _parted([*EVIDENCE["for"]["position"]["phrases"], *TABLE["titles"]["words"]]),
    }
)
_AGAINST = Phrases(
    {
        name: _parted([*EVIDENCE["against"][name]["phrases"], *TABLE["against"]["phrases"].get(name, ())])
        for name in TABLE["against"]["groups"]
    }
)
_EMPTY = frozenset(word for words in TABLE["empty"].values() for word in words)


def words(text: str) -> tuple[str, ...]:
    """The words of a line, folded, without case, taken apart at hyphens, dots and apostrophes."""
    line = text[:_READ]
    if not line.isascii() or _LINKED.search(line):  # folding leaves the words of all other lines as they are
        line = fold(line)
    return tuple(_WORD.findall(line.casefold().translate(_APART)))


def said(subject: str) -> Said:
    """What the beginning of a subject says."""
    return _said(subject[:_READ])


@lru_cache(maxsize=1024)  # newsletters and templates repeat theirs
def _said(subject: str) -> Said:
    parts = words(subject)
    found = _PHRASES.find(parts)
    if "sure" in found or _INSIDE.search(" ".join(parts)):
        return Said(True, True, True, "", parts)
    post = "post" in found or any(map(_is_title, parts))
    return Said(False, post, "maybe" in found, next(iter(_AGAINST.find(parts)), ""), parts)


def unknown(parts: Iterable[str], known: Collection[str]) -> int:
    """How many words say something beside what is `known`, a date or a number: none of "Update from Acme"."""
    return sum(
        word not in _EMPTY and word not in known and len(word) > 1 and not any(map(str.isdigit, word))
        for word in parts
    )


def is_sure(parts: Sequence[str]) -> bool:
    """Whether words speak of an application for sure."""
    return "sure" in _PHRASES.find(parts) or _INSIDE.search(" ".join(parts)) is not None


def _is_title(word: str) -> bool:
    return word not in names("role", "not_alone") and has_occupation(word)

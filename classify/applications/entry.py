"""What the words of a calendar entry say, before it is known whose they are."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classify.applications.mentioned import mentions
from classify.names.fold import core, fold, folded_words
from classify.senders import person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.types import Address

_TABLE = Path(__file__).parent.parent / "data" / "meetings.toml"
_FEWEST = 2  # words of a name that tells a person
_NUMBER = re.compile(r"\d+(?:am|pm|h|h\d\d|m|min|st|nd|rd|th|e|er|x\d+)?")
_AFTER_NAME = re.compile(r"\s*(?:\(|\||,| via | @ | at | from | - ).*")


def says(kind: str, text: str) -> bool:
    """Whether a text has a word of that list of `meetings.toml`."""
    return _any_of(kind).search(fold(text)) is not None


def is_between(title: str) -> bool:
    """Whether a title puts two sides together as those who find times do ("Acme <> Robin")."""
    return any(mark in title for mark in table()["between"]["marks"])


def is_private(title: str, names: Iterable[str]) -> bool:
    """Whether a title is private whatever else it says. Words that are part of one of these names do not make
    it so: "Delivery Manager" is a role."""
    if not says("private", title):
        return False
    bare = fold(title)
    for name in names:
        if mentions(title, name):
            bare = bare.replace(fold(name).strip(), " ")
    return says("private", bare)


def left_over(title: str, known: Iterable[str]) -> int:
    """How many words of a title say something else than that a talk is held: all but words for talks,
    numbers, small words, and those of the known names."""
    bare = fold(title)
    for kind in ("interview", "talk", "loose"):
        bare = _any_of(kind).sub(" ", bare)
    explained = {word for name in known for word in folded_words(name)} | _small()
    words = folded_words(bare)
    return sum(word not in explained and not _NUMBER.fullmatch(word) for word in words)


@lru_cache(maxsize=4096)
def full_name(address: Address) -> str:
    """The name of a person as written, first and last, where name and address both are a person's; "" else.

    >>> from ingest.types import Address
    >>> full_name(Address("Jane Roe (Acme)", "jane.roe@acme.example"))
    'Jane Roe'
    """
    if not address.name or not person(address):
        return ""
    name = _AFTER_NAME.sub("", address.name).strip(" \"'")
    return name if len(core(name)) >= _FEWEST else ""


def is_named(text: str, name: str) -> bool:
    """Whether a text has a person's name, first and last."""
    return len(core(name)) >= _FEWEST and mentions(text, name)


@cache
def table() -> dict[str, Any]:
    """`classify/data/meetings.toml`."""
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


@cache
def _small() -> frozenset[str]:
    return frozenset(word for phrase in table()["small"]["words"] for word in folded_words(phrase))


@cache
def _any_of(kind: str) -> re.Pattern[str]:
    phrases = sorted((re.escape(fold(word)) for word in table()[kind]["words"]), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(phrases) + r")(?!\w)")

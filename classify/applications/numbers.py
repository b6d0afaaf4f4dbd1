"""Requisition numbers that one letter names as such and others only repeat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from classify.applications.types import READ

if TYPE_CHECKING:
    from classify.applications.types import Letter

_WORD = re.compile(r"[^\W_]+(?:[-/_][^\W_]+){0,5}")
_MARKS = ".,;:!?()\"'-–"
_DIGITS = 3  # fewer are a room, a day or a version
_LONG, _LONG_DIGITS = 8, 5  # characters and digits of a number that no two houses have


def numbered(letters: Iterable[Letter]) -> list[Letter]:
    """The letters, each number in the spelling of its first letter, and given to every letter that repeats
    exactly one number known from another ("Interview expenses: 431-MCH-2207")."""
    letters = list(letters)
    known: dict[str, str] = {}
    for letter in letters:
        if letter.requisition:
            known.setdefault(_plain(letter.requisition), letter.requisition)
    telling = {plain for plain in known if sum(c.isdigit() for c in plain) >= _DIGITS}
    out = []
    for letter in letters:
        number = known[_plain(letter.requisition)] if letter.requisition else ""
        if not number and telling:
            text = f"{letter.subject}\n{letter.mentions[:READ]}"
            there = {_plain(word) for word in _unlettered(text)} & telling
            number = known[there.pop()] if len(there) == 1 else ""
        out.append(letter if number == letter.requisition else replace(letter, requisition=number))
    return out


def _unlettered(text: str) -> Iterator[str]:
    """The words of a text in which anything but letters stands."""
    for piece in text.split():
        if not piece.strip(_MARKS).isalpha():  # most are, and need no look at each letter
            yield from (word for word in _WORD.findall(piece) if not word.isalpha())


def distinctive(number: str) -> bool:
    """Whether a number is too long to be two houses' by chance ("361-CS-7740219", not "R-104")."""
    plain = _plain(number)
    return len(plain) >= _LONG and sum(c.isdigit() for c in plain) >= _LONG_DIGITS


def _plain(number: str) -> str:
    return "".join(c for c in number.casefold() if c.isalnum())

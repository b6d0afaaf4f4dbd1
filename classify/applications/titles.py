"""Titles that are none: a company's name that was read as a role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from classify.names.fold import spellings

if TYPE_CHECKING:
    from classify.applications.types import Letter


def titled(letters: Iterable[Letter]) -> list[Letter]:
    """The letters, without a role that is only the name of the letter's company or agency ("Your profile was
    submitted to Acme")."""
    return [replace(letter, role=None) if _is_a_house(letter) else letter for letter in letters]


def _is_a_house(letter: Letter) -> bool:
    role = letter.role
    if role is None or not role.value:
        return False
    names = (one.value for one in (letter.company, letter.agency) if one and one.value)
    return any(not spellings(name).isdisjoint(spellings(role.value)) for name in names)

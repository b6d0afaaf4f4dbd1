"""What a bank of phrases is made of, and the files that the shipped one is written in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from classify.signals.pattern import Forms, Pattern
from classify.signals.words import plain_words
from classify.types import Confidence, Speaker

if TYPE_CHECKING:
    from classify.model.taught import Taught

FOLDER = Path(__file__).parent / "bank"
WORDS, VETOES = "words.toml", "vetoes.toml"  # not signals


class BadBank(ValueError):
    """A bank that cannot be read. The message says which file or table, which key, and what is wrong."""


class Where(StrEnum):
    """Where a guard's phrase must stand, seen from the fired words."""

    BEFORE = "before"  # in the sentence, at most `within` words before, or in a gap
    AFTER = "after"  # in the sentence, at most `within` words after, or in a gap
    SENTENCE = "sentence"
    PREVIOUS = "previous"  # the sentence before
    NEXT = "next"  # the sentence after
    TEXT = "text"  # anywhere


@dataclass(frozen=True, slots=True)
class Guard:
    """Words beside the fired ones that stop a phrase (a veto), or that it needs."""

    name: str
    where: tuple[Where, ...]
    within: int  # words
    patterns: tuple[Pattern, ...]
    pardons: tuple[
        Pattern, ...
    ] = ()  # in a sentence with one of these, the guard's phrases count for nothing


@dataclass(frozen=True, slots=True)
class Phrase:
    pattern: Pattern
    confidence: Confidence
    needs: Guard | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that shows one signal, and everything that stops it."""

    signal: str
    speaker: Speaker
    phrases: tuple[Phrase, ...]
    vetoes: tuple[Guard, ...]
    yields_to: frozenset[str] = frozenset()  # signals beside which this one says nothing more


@dataclass(frozen=True, eq=False)
class Bank:
    """Rules by signal. Two banks are the same only if they are one object; compare `fingerprint`.

    A person's own bank also changes the shipped one: by phrases that count for nothing there (signal and
    phrase), and by words of the person's own that stop any phrase of a signal.
    """

    rules: tuple[Rules, ...]
    fingerprint: str
    without: frozenset[tuple[str, str]] = frozenset()
    unless: tuple[tuple[str, Guard], ...] = ()
    tables: str = ""  # what a person's own bank was made from, as JSON
    taught: Taught | None = None  # what the person taught the second reader; the fingerprint covers it


@cache
def shipped_texts() -> dict[str, str]:
    """The files of the shipped bank: name -> content."""
    return {path.name: path.read_text("utf-8") for path in bank_files()}


@cache
def word_classes() -> dict[str, Forms]:
    """The classes of words.toml: each a set of phrases as words. A class may name earlier ones."""
    return classes_of(parsed(shipped_texts()[WORDS], WORDS))


def classes_of(tables: Mapping[str, object]) -> dict[str, Forms]:
    """The classes of a words.toml."""
    classes: dict[str, Forms] = {}
    for name, entries in tables.items():
        forms: set[tuple[str, ...]] = set()
        for entry in strings(entries, f"words.toml: {name}"):
            if entry.startswith("{"):
                forms |= classes[entry[1:-1]]
            else:
                forms.add(tuple(word for part in entry.split() for word in plain_words(part)))
        classes[name] = frozenset(forms)
    return classes


def bank_files() -> list[Path]:
    """The files of the shipped bank."""
    return sorted(FOLDER.glob("*.toml"))


def strings(value: object, place: str) -> list[str]:
    """`value`, if it is a list of strings. Raises `BadBank`, which names the `place`."""
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise BadBank(f"{place}: a list of strings is wanted")
    return list(value)


def parsed(text: str, name: str) -> dict[str, dict[str, object]]:
    """A file of a bank as tables. Raises `BadBank`."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BadBank(f"{name}: {wrong}") from wrong

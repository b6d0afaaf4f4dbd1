"""The language table (`languages.toml`) in the forms that are looked up."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from classify.anyof import any_of

_TABLE = tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))


def _words(kind: str) -> frozenset[str]:
    return frozenset(word.casefold() for row in _TABLE.values() for word in row[kind])


HEADERS = {word: kind for kind in ("other", "subject", "to", "date", "from") for word in _words(kind)}
ORIGINAL = _words("original")
FORWARDED = _words("forwarded")
PERSONS = _words("persons")
STARTS = re.compile(rf"{any_of(_words('starts'))}\b", re.IGNORECASE)
WROTE = re.compile(rf"(?<!\w){any_of(_words('wrote'))}(?!\w)", re.IGNORECASE)
RESENT = re.compile(rf"\s*\W?{any_of(_words('resent'))}\s?(?:\[\d+\])?\s?[:：]", re.IGNORECASE)

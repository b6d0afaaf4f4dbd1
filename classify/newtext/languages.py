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
STARTS = tuple(f"{word} " for word in sorted(_words("starts")))
# Where words are not parted by blanks, a verb stands right behind a date or a name.
_APART, _JOINED = (
    [word for word in sorted(_words("wrote")) if (word[0] >= "\u2e80") is joined] for joined in (False, True)
)
WROTE = re.compile(rf"(?<!\w){any_of(_APART)}(?!\w)|{any_of(_JOINED)}", re.IGNORECASE)
RESENT = re.compile(rf"\s*\W?{any_of(_words('resent'))}\s?(?:\[\d+\])?\s?[:：]", re.IGNORECASE)

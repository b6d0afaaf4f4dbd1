"""Requisition and vacancy numbers."""

from __future__ import annotations

import re
from functools import lru_cache

from classify.names.words import entries

_DIGITS = re.compile(r"\d[\w/-]?\d")  # without which no number of a vacancy is there
_NUMBER = re.compile(r"\d[\w/-]*?\d[\w/-]*?\d")  # one of three figures, the fewest that count


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form, re.IGNORECASE) for form in entries("requisition", "forms"))


@lru_cache(maxsize=1)
def _any_form() -> re.Pattern[str]:
    """All forms at once: most texts with a number have none, which costs one look."""
    return re.compile("|".join(entries("requisition", "forms")), re.IGNORECASE)


@lru_cache(maxsize=1)
def _behind_title() -> re.Pattern[str]:
    return re.compile("|".join(entries("requisition", "in_subjects")), re.IGNORECASE)


def requisition(subject: str, text: str) -> str:
    """The number that the subject, or else the text, gives for the opening, as written; "" for none."""
    for source in (subject, text):
        if not _DIGITS.search(source) or not _NUMBER.search(source):
            continue
        if source is subject and (behind := _behind_title().search(source)):
            return behind[1]
        lines = "\n".join(line for line in source.split("\n") if _NUMBER.search(line))  # no number spans two
        for pattern in _patterns() if _any_form().search(lines) else ():
            for match in pattern.finditer(lines):
                number = match.group(1).strip(" -/.")
                if sum(c.isdigit() for c in number) >= 3 and not re.fullmatch(r"(?:19|20)\d\d", number):
                    return number
    return ""


def without(text: str) -> str:
    """The text with requisition numbers and what introduces them taken out."""
    if not _DIGITS.search(text):
        return text
    for pattern in _patterns():
        text = pattern.sub(" ", text)
    return text

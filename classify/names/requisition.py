"""Requisition and vacancy numbers."""

from __future__ import annotations

import re
from functools import lru_cache

from classify.names.words import entries

_DIGITS = re.compile(r"\d[\w/-]?\d")  # without which no number of a vacancy is there

_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form, re.IGNORECASE) for form in entries("requisition", "forms"))


def requisition(subject: str, text: str) -> str:
    """The number that the subject, or else the text, gives for the opening, as written; "" for none."""
    for source in (subject, text):
        if not _DIGITS.search(source):
            continue
        lines = "\n".join(line for line in source.split("\n") if _DIGIT.search(line))  # no number spans two
        for pattern in _patterns():
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

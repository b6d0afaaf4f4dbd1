"""A body taken apart into its sections."""

from __future__ import annotations

import re

from classify.newtext.endings import signatures
from classify.newtext.footers import footers
from classify.newtext.joining import joining
from classify.newtext.languages import RESENT
from classify.newtext.parts import Part
from classify.newtext.quotes import quotes
from classify.types import Sections

_LINES = re.compile(r"\r\n?|\n")
_READ = 20_000  # lines that are looked at; what follows them is more of the same


def split(text: str, subject: str = "") -> Sections:
    """The sections of a body in the form of `Message.text`. Every line that is not blank is in exactly one of
    them, unchanged and in order. `subject` decides whether headers of an older message that nothing announces
    mean a reply or a forwarded mail. Quoting follows RFC 3676 §4.5 and the habits in `languages.toml`; a
    signature that is not marked (RFC 3676 §4.3) is taken off only where the lines leave no doubt."""
    lines = _LINES.split(text) if "\r" in text else text.split("\n")
    read = lines[:_READ]
    parts = quotes(read, bool(RESENT.match(subject)))
    joining(read, parts)
    footers(read, parts)
    signatures(read, parts)
    parts.extend(parts[-1:] * (len(lines) - len(read)))
    held = _held(lines, parts)
    if not (held[Part.NEW] or held[Part.QUOTED] or held[Part.FORWARDED]):
        held = _held(lines, [Part.NEW] * len(lines))  # a mail that holds nothing but a notice is that notice
    return Sections(**{part.value: "\n".join(kept).rstrip("\n") for part, kept in held.items()})


def _held(lines: list[str], parts: list[Part]) -> dict[Part, list[str]]:
    held: dict[Part, list[str]] = {part: [] for part in Part}
    part, kept = Part.NEW, held[Part.NEW]
    for line, own in zip(lines, parts, strict=True):
        if line and not line.isspace():
            if own is not part:
                part, kept = own, held[own]
                if kept:
                    kept.append("")
            kept.append(line)
        elif kept and kept[-1]:
            kept.append("")
    return held

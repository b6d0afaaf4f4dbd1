"""A body taken apart into its sections."""

from __future__ import annotations

import re

from classify.newtext.endings import signatures
from classify.newtext.footers import footers
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
    lines = _LINES.split(text)
    read = lines[:_READ]
    parts = quotes(read, bool(RESENT.match(subject)))
    footers(read, parts)
    signatures(read, parts)
    parts.extend(parts[-1:] * (len(lines) - len(read)))
    if not any(part is Part.NEW and line.strip() for line, part in zip(lines, parts, strict=True)):
        _restore(lines, parts)
    held: dict[Part, list[str]] = {part: [] for part in Part}
    part = Part.NEW
    for line, own in zip(lines, parts, strict=True):
        if line.strip():
            if own is not part and held[own]:
                held[own].append("")
            part = own
            held[own].append(line)
        elif held[part] and held[part][-1]:
            held[part].append("")
    return Sections(**{part.value: "\n".join(kept).rstrip("\n") for part, kept in held.items()})


def _restore(lines: list[str], parts: list[Part]) -> None:
    """A mail that holds nothing but a notice is that notice."""
    if any(
        part in (Part.QUOTED, Part.FORWARDED) and line.strip()
        for line, part in zip(lines, parts, strict=True)
    ):
        return
    parts[:] = [Part.NEW] * len(parts)

"""Which of the new lines are a signature: marked by "-- ", below a closing phrase, or a business card."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from classify.anyof import any_of
from classify.newtext.parts import Part

_TABLE = tomllib.loads(Path(__file__).with_name("endings.toml").read_text(encoding="utf-8"))
_CLOSINGS = frozenset(words.casefold() for words in _TABLE["closings"])
_LONGEST_CLOSING = max(len(words.split()) for words in _CLOSINGS)
_STOPS = ",.!;:-"
_OPENERS = frozenset(words.split()[0].rstrip(_STOPS) for words in _CLOSINGS)


_DEVICE = re.compile(rf"\W{{0,3}}{any_of(_TABLE['devices'])}\b", re.IGNORECASE)
_CARD = re.compile(rf"\W{{0,3}}{any_of(_TABLE['card'])}\b\s?[:.|]", re.IGNORECASE)
_MEETING = re.compile(rf"(?<!\w){any_of(_TABLE['meeting'])}(?!\w)", re.IGNORECASE)
POSTSCRIPT = re.compile(rf"{any_of(_TABLE['postscript'])}(?:\s?[:;,.)-]|\s)", re.IGNORECASE)
_CONTACT = re.compile(r"@\w|www\.|https?:|\+?\(?\d[\d ()./-]{6,}\d|\|")
_PROSE = re.compile(r"[^\W\d_]{3,}[.!?]\W{0,3}$")
_FIELD = re.compile(r"[^\W\d_][^:\n]{0,30}:\s")
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*,?\s+){0,4}[^\W\d_][\w.'’-]*\.?")
_RULE = re.compile(r"[-_=–—*•]{3,}")
_SMALL = frozenset(
    {
        "and",
        "of",
        "the",
        "for",
        "to",
        "in",
        "at",
        "von",
        "van",
        "de",
        "der",
        "den",
        "da",
        "di",
        "du",
        "la",
        "le",
        "el",
        "y",
        "und",
        "et",
        "og",
        "i",
    }
)

_DEEPEST = 16  # lines that a signature may have
_WIDEST = 90  # characters of a line in a signature; more only with a way to reach the writer in it


def signatures(lines: Sequence[str], parts: list[Part]) -> None:
    """Turn the lines of signatures among the new ones into SIGNATURE, in place. A signature ends the mail or
    stands above something quoted, forwarded or printed by a system."""
    start = 0
    for at in range(len(lines) + 1):
        if at == len(lines) or (parts[at] is not Part.NEW and lines[at].strip()):
            _sign(lines, parts, start, at)
            start = at + 1


def _sign(lines: Sequence[str], parts: list[Part], start: int, end: int) -> None:
    """Find the signature that ends the new lines from `start` to `end`."""
    written = [at for at in range(start, end) if lines[at].strip()]
    for at in written:
        if _DEVICE.match(lines[at].strip()) and len(lines[at]) < 120:
            parts[at] = Part.SIGNATURE
    written = [at for at in written if parts[at] is Part.NEW]
    count = len(written)
    first = count  # of the lines that end the mail and could all be part of a signature
    while first and count - first <= _DEEPEST and _may_sign(lines[written[first - 1]]):
        first -= 1
    cut = next((k for k in range(first, count) if k and closes(lines[written[k]].strip())), None)
    marked = next((k for k in range(max(count - _DEEPEST, 0), count) if _is_mark(lines[written[k]])), None)
    if marked is not None and (cut is None or marked < cut) and _all_card(lines, written[marked + 1 :]):
        cut = marked
    if cut is None:
        cut = _card(lines, written, first)
    for k in written[cut:] if cut is not None else ():
        parts[k] = Part.SIGNATURE


def _is_mark(line: str) -> bool:
    return line.strip() in ("--", "—")


def _all_card(lines: Sequence[str], below: Sequence[int]) -> bool:
    """Below the mark anything may stand except a postscript or the details of a meeting."""
    return not any(POSTSCRIPT.match(lines[k].strip()) or joins(lines[k]) for k in below)


def joins(line: str) -> bool:
    return bool(_MEETING.search(line[:200]) and (_CONTACT.search(line[:200]) or _FIELD.match(line.strip())))


def _may_sign(line: str) -> bool:
    text = line.strip()
    if closes(text) or _is_mark(line) or _RULE.fullmatch(text[:100]) or _CARD.match(text):
        return True
    if POSTSCRIPT.match(text) or _MEETING.search(text[:200]) or text[:2] in ("- ", "* ", "• "):
        return False
    if _CONTACT.search(text[:300]):
        return len(text) <= 200 and not _PROSE.search(text[-40:])
    return len(text) <= _WIDEST and not text.endswith((".", "!", "?", ":", ";")) and _titled(text)


def _titled(text: str) -> bool:
    """Names, titles and places: words of any weight begin with a capital."""
    words = [word for word in re.split(r"[\s,/|()&–—-]+", text) if word]
    small = sum(word[:1].islower() and word.casefold() not in _SMALL for word in words)
    return small <= len(words) // 4 or (len(words) <= 2 and len(text) <= 24)


def closes(text: str) -> bool:
    """A closing phrase alone on its line, or with a name after it: "Best regards, Jane Roe"."""
    if len(text) > 80:
        return False
    words = text.casefold().strip(" ,.!;:-*_").split()
    if not words or words[0].rstrip(_STOPS) not in _OPENERS:
        return False
    for size in range(min(_LONGEST_CLOSING, len(words)), 0, -1):
        if " ".join(words[:size]).rstrip(_STOPS) in _CLOSINGS:
            name = text.strip(" ,.!;:-*_").split()[size:]
            stopped = words[size - 1][-1:] in _STOPS or not name
            return (
                len(name) <= 4
                and all(w[:1].isupper() or w in ("&", "x", "xx") for w in name)
                and (stopped or size > 1)
            )
    return False


def _card(lines: Sequence[str], written: Sequence[int], first: int) -> int | None:
    """A card that no phrase announces: the last paragraph, a name first and something of a card below."""
    if not written:
        return None
    top = len(written) - 1
    while top > first and written[top - 1] == written[top] - 1:
        top -= 1
    held = [lines[k].strip() for k in written[top:]]
    if top < max(first, 1) or not 2 <= len(held) <= 8 or not _NAME.fullmatch(held[0]) or len(held[0]) > 40:
        return None
    if written[top - 1] == written[top] - 1 or lines[written[top - 1]].rstrip().endswith(":"):
        return None
    return top if all(_titled(line) or _CONTACT.search(line) for line in held) else None

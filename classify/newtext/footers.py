"""Which of the new lines speak to everybody: legal text, policies, subscriptions, notices of a system."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from classify.newtext.endings import POSTSCRIPT, closes, joins
from classify.newtext.parts import Part

_TABLE = tomllib.loads(Path(__file__).with_name("footers.toml").read_text(encoding="utf-8"))
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\s[|·•]\s")
_WIDEST = 6000  # characters of a block that are looked at; no footer needs more to be known
_MOST = 0.6  # share of a block that footer sentences must make up
_BARE = re.compile(r"[\W\d_]*")


def _pattern(phrase: str) -> str:
    return r"[^.!?]{0,120}?".join(
        re.escape(piece.strip()) if piece.strip() else "" for piece in phrase.split("*")
    )


_PHRASES = "|".join(
    _pattern(phrase) for kind, phrases in _TABLE.items() if kind != "headings" for phrase in phrases
)
_FOOTER = re.compile(rf"(?<!\w)(?:{_PHRASES})")
_HEADING = re.compile(r"[\W_]{0,6}(?:" + "|".join(re.escape(words) for words in _TABLE["headings"]) + ")")


def footers(lines: Sequence[str], parts: list[Part]) -> None:
    """Turn the lines of footers among the new ones into FOOTER, in place. Below a closing phrase one such
    sentence is enough for its block, and what follows a footer there belongs to it."""
    closed = below = False
    for block in _blocks(lines, parts):
        text = " ".join(lines[at].strip() for at in block)[:_WIDEST].casefold().replace("’", "'")
        kept = joins(text) or POSTSCRIPT.match(text)
        if _is_footer(text, closed and not kept) or (below and not kept):
            below = closed
            for at in block:
                parts[at] = Part.FOOTER
        elif closes(lines[block.start].strip()):
            closed, below = True, False


def _is_footer(text: str, closed: bool) -> bool:
    if _HEADING.match(text):
        return True
    if not _FOOTER.search(text):
        return False
    sentences = [sentence for sentence in _SENTENCE.split(text) if not _BARE.fullmatch(sentence)]
    size = sum(map(len, sentences))
    return closed or sum(len(sentence) for sentence in sentences if _FOOTER.search(sentence)) >= _MOST * size


def _blocks(lines: Sequence[str], parts: Sequence[Part]) -> Iterator[range]:
    """The new lines in blocks: a wrapped paragraph is one, and so is a line that its writer ended."""
    start = None
    for at in range(len(lines) + 1):
        inside = at < len(lines) and parts[at] is Part.NEW and bool(lines[at].strip())
        if start is not None and not inside:
            yield from _unwrapped(lines, start, at)
            start = None
        elif start is None and inside:
            start = at


def _unwrapped(lines: Sequence[str], start: int, end: int) -> Iterator[range]:
    widest = max(len(lines[at]) for at in range(start, end))
    first = start
    for at in range(start, end):
        wrapped = 50 <= widest <= 110 and len(lines[at]) >= widest - 22
        if not wrapped or at + 1 == end:
            yield range(first, at + 1)
            first = at + 1

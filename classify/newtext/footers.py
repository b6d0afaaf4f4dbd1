"""Which of the new lines speak to everybody: legal text, policies, subscriptions, notices of a system."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from classify.anyof import any_of, any_of_pieces
from classify.newtext.endings import POSTSCRIPT, closes, joins
from classify.newtext.parts import Part

_TABLE = tomllib.loads(Path(__file__).with_name("footers.toml").read_text(encoding="utf-8"))
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\s[|·•]\s")
_WIDEST = 6000  # characters of a block that are looked at; no footer needs more to be known
_MOST = 0.6  # share of a block that footer sentences must make up
_BARE = re.compile(r"[\W\d_]*")


def _pieces(phrase: str) -> list[str]:
    """The letters of a phrase, and for "*" some more of its sentence."""
    first, *others = (list(map(re.escape, piece.strip())) for piece in phrase.split("*"))
    return [*first, *(piece for other in others for piece in (r"[^.!?]{0,120}?", *other))]


_PHRASES = [_pieces(phrase) for kind in _TABLE if kind != "headings" for phrase in _TABLE[kind]]
_FOOTER = re.compile(rf"(?<!\w){any_of_pieces(_PHRASES)}")
_HEADING = re.compile(rf"[\W_]{{0,6}}{any_of(_TABLE['headings'])}")


def footers(lines: Sequence[str], parts: list[Part]) -> None:
    """Turn the lines of footers among the new ones into FOOTER, in place. Below a closing phrase one such
    sentence is enough for its block, and what follows a footer there belongs to it."""
    closed = below = False
    for block in _blocks(lines, parts):
        text = " ".join(lines[at].strip() for at in block)[:_WIDEST].casefold().replace("’", "'")
        kept = closed and (joins(text) or POSTSCRIPT.match(text))
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

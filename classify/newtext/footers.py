"""Which of the new lines speak to everybody: legal text, policies, subscriptions, notices of a system."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from classify.anyof import any_of, any_of_pieces
from classify.newtext.closings import closes
from classify.newtext.endings import MATTER, POSTSCRIPT, joins
from classify.newtext.parts import Part

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\s[|·•]\s")
_WIDEST = 6000  # characters of a block that are looked at; no footer needs more to be known
_MOST = 0.6  # share of a block that footer sentences must make up
_SHORT = 40  # characters of a line that may be a name or a heading
_TRACKED = re.compile(  # an address that says who reads, alone on its line
    r"<?https?://(?=[^\s<>]{60,3000}>?$)[^\s<>]*?(?:track|trk|click|open|pixel|beacon|unsub|/o/|/e/o)[^\s<>]*>?"
)
_BARE = re.compile(r"[\W\d_]*")


def _pieces(phrase: str) -> list[str]:
    """The letters of a phrase, and for "*" some more of its sentence."""
    first, *others = (list(map(re.escape, piece.strip())) for piece in phrase.split("*"))
    return [*first, *(piece for other in others for piece in (r"[^.!?]{0,120}?", *other))]


# Made when the first mail is read: a report reads none, and they take a quarter of its time.
@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("footers.toml").read_text(encoding="utf-8"))


@cache
def _any(*more: str) -> re.Pattern[str]:
    """The phrases of footers beyond doubt, and those of `more` kinds."""
    kinds = [kind for kind in _table() if kind not in ("headings", "loose", "below")]
    phrases = (phrase for kind in (*kinds, *more) for phrase in _table()[kind])
    return re.compile(rf"(?<!\w){any_of_pieces(map(_pieces, phrases))}")


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(rf"[\W_]{{0,6}}{any_of(_table()['headings'])}")


_BOTH = 2  # loose phrases that outweigh the matter of a letter


def footers(lines: Sequence[str], parts: list[Part]) -> None:
    """Turn the lines of footers among the new ones into FOOTER, in place. Below a closing phrase one such
    sentence is enough for its block, and what follows a footer there belongs to it, unless it has matter."""
    closed = below = False
    doubtful: list[range] = []  # since the last paragraph of the letter
    said = False
    for block in _blocks(lines, parts):
        text = (
            " ".join([line.strip() for line in lines[block.start : block.stop]])[:_WIDEST]
            .casefold()
            .replace("’", "'")
        )
        kept = closed and (joins(text) or POSTSCRIPT.match(text))
        if _is_footer(text, closed and not kept) or (below and not kept and not MATTER.search(text)):
            below = closed
            if said and not closed and not _any().search(text) and not _heading().match(text):
                doubtful.append(block)
            _place(parts, block, Part.FOOTER)
        elif closes(lines[block.start].strip()):
            closed, below = True, False
        elif len(text) > _SHORT or text.endswith((".", "!", "?")):
            for earlier in doubtful:
                _place(parts, earlier, Part.NEW)
            doubtful, said = [], True


def _place(parts: list[Part], block: range, part: Part) -> None:
    for at in block:
        parts[at] = part


def _is_footer(text: str, closed: bool) -> bool:
    if _heading().match(text) or (text[:1] in "<h" and _TRACKED.fullmatch(text)):
        return True
    pattern = _any("loose", "below") if closed else _any("loose")
    if not pattern.search(text):
        return False
    if not _any().search(text) and MATTER.search(text) and len(set(pattern.findall(text))) < _BOTH:
        return False
    sentences = [sentence for sentence in _SENTENCE.split(text) if not _BARE.fullmatch(sentence)]
    size = sum(map(len, sentences))
    return closed or sum(len(sentence) for sentence in sentences if pattern.search(sentence)) >= _MOST * size


def _blocks(lines: Sequence[str], parts: Sequence[Part]) -> Iterator[range]:
    """The new lines in blocks: a wrapped paragraph is one, and so is a line that its writer ended."""
    start = -1
    for at, line in enumerate(lines):
        if parts[at] is Part.NEW and line and not line.isspace():
            if start < 0:
                start = at
        elif start >= 0:
            yield from _unwrapped(lines, start, at)
            start = -1
    if start >= 0:
        yield from _unwrapped(lines, start, len(lines))


def _unwrapped(lines: Sequence[str], start: int, end: int) -> Iterator[range]:
    if end == start + 1:
        yield range(start, end)
        return
    widest = max(map(len, lines[start:end]))
    first = start
    for at in range(start, end):
        wrapped = 50 <= widest <= 110 and len(lines[at]) >= widest - 22
        if not wrapped or at + 1 == end:
            yield range(first, at + 1)
            first = at + 1

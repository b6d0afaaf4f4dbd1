"""Which of the new lines only say how to join a meeting: links, numbers and codes that a calendar puts in.

"Join the meeting now" is no invitation; the day, the time and the place beside it are the message, and stay.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from classify.anyof import any_of
from classify.newtext.parts import Part

_TABLE = tomllib.loads(Path(__file__).with_name("joining.toml").read_text(encoding="utf-8"))
_OPENINGS, _CODES, _MORE = (
    frozenset(words.casefold().strip(":") for words in _TABLE[kind]) for kind in ("opening", "codes", "more")
)
_KNOWN = _OPENINGS | _CODES | _MORE
_OPENS = re.compile(rf"\W{{0,6}}{any_of(sorted(_OPENINGS))}", re.IGNORECASE)
_ADDRESS = re.compile(
    r"<?(?:https?://|tel:|mailto:|www\.|sips?:)[^\s<>]{1,2000}>?|<[^<>\s]{1,2000}>|[\w.+-]{1,64}@[\w.-]{1,190}"
)
_NUMBER = re.compile(r"\+\d[\d\s().,;#*-]{6,80}|\b\d[\d\s,*-]{5,80}#")
_ASIDE = re.compile(r"\([^()]{1,40}\)|\bpin\b:?")
_PLACE = re.compile(r"[^\W\d_][^\W\d_ .,'’-]{0,20}(?:[ .,'’-]{1,3}[^\W\d_]{1,20}){0,4}")
_BETWEEN = re.compile(r"\s*[|·•]\s*")
_RULE = re.compile(r"[-_=*~.:\s]{5,200}")
_EDGES = " \t-–—_=*#•·|:<>[]\u202a\u202c\u200e\u200f"
_ADDRESSED = " >"
_LABEL = 6  # words, the mark among them
_WIDEST = 400  # characters of such a line
_FEWEST = 2  # lines of a block: one alone may be a writer's own


def joining(lines: Sequence[str], parts: list[Part]) -> None:
    """Turn the new lines that say how to join a meeting into FOOTER, in place."""
    block: list[int] = []
    for at, line in enumerate(lines):
        if parts[at] is not Part.NEW or not line:
            continue
        if (block or (len(line) <= _WIDEST and _OPENS.match(line))) and line.strip():
            if block and (_joins(line) or _is_rule(line)):
                block.append(at)
            else:
                _cut(lines, parts, block)
                block = [*_ruled(lines, parts, at), at] if _opens(line) else []
    _cut(lines, parts, block)


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line[:300]) is not None


def _ruled(lines: Sequence[str], parts: Sequence[Part], at: int) -> list[int]:
    """The rule that stands right above a block."""
    above = [k for k in range(max(at - 2, 0), at) if parts[k] is Part.NEW and lines[k].strip()]
    return above[-1:] if above and _is_rule(lines[above[-1]]) else []


def _cut(lines: Sequence[str], parts: list[Part], block: Sequence[int]) -> None:
    if sum(not _is_rule(lines[at]) for at in block) >= _FEWEST:
        for at in block:
            parts[at] = Part.FOOTER


def _opens(line: str) -> bool:
    return (
        len(line) <= _WIDEST
        and not _OPENINGS.isdisjoint(map(_core, [_bare(line), *_BETWEEN.split(_bare(line))]))
        and _joins(line)
    )


def _joins(line: str) -> bool:
    """Whether a line within a block belongs to it: known words, or a few words with a link behind each."""
    if len(line) > _WIDEST:
        return False
    words = _bare(line)
    return all(_is_known(piece) or _is_label(piece) for piece in _BETWEEN.split(words))


def _is_label(piece: str) -> bool:
    return piece.endswith(_ADDRESSED) and len(piece.split()) <= _LABEL


def _bare(line: str) -> str:
    """The words of a line, with a mark for each address."""
    return _ADDRESS.sub(_ADDRESSED, line).casefold().replace("’", "'")


def _core(words: str) -> str:
    return words.strip(_EDGES)


def _is_known(piece: str) -> bool:
    if not _core(piece) or _core(piece) in _KNOWN:
        return True
    name, colon, value = piece.partition(":")
    if colon and _core(name) in _KNOWN:
        rest = _core(_ASIDE.sub(" ", value))
        if not any(c.isalpha() for c in rest) or rest in _KNOWN:
            return ":" not in rest  # ten past ten is no code
        return _core(name) in _CODES and len(rest.split()) == 1
    number = _NUMBER.search(piece)
    if number is None:
        return False
    sides = (_core(_ASIDE.sub(" ", side)) for side in (piece[: number.start()], piece[number.end() :]))
    return all(not side or side in _KNOWN or _PLACE.fullmatch(side) for side in sides)

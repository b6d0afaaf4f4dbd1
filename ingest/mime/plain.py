"""text/plain bodies in the form of `Message.text`, format=flowed included (RFC 3676)."""

from __future__ import annotations

import re

from ingest.mime.lines import SIGNATURE

_QUOTED = re.compile(r"^((?:> ?){1,50})")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_MBOX_FROM = re.compile(r"^>+From ")
_MARKUP = re.compile(r"<(?:!doctype html|html|/html|/div|/p|/td|/table|br ?/?)[ >]", re.I)
_MOST_LEVELS = 10


def to_text(written: str, flowed: bool = False, delsp: bool = False) -> str:
    """Plain text as a reader sees it: quotes as "> " per level, newlines, no control characters."""
    body = _UNSEEN.sub("", written.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))
    lines = unflowed(body, delsp) if flowed else body.split("\n")
    lines = [_leveled(line) for line in _unescaped(lines)]
    return "\n".join(lines).strip("\n")


def is_markup(written: str) -> bool:
    """Whether a body labelled as plain text is HTML."""
    start = written[:20_000]
    head = start.lstrip()[:15].lower()
    return head.startswith(("<!doctype html", "<html")) or len(_MARKUP.findall(start)) >= 4


def unflowed(body: str, delsp: bool = False) -> list[str]:
    """The lines of a flowed body, each paragraph on one line, quotes marked as plain text marks them."""
    out: list[str] = []
    paragraph: list[str] = []
    depth_before = 0
    for line in body.split("\n"):
        rest = line.lstrip(">")
        depth = len(line) - len(rest)
        rest = rest.removeprefix(" ")  # space-stuffing, §4.4
        if paragraph and (depth != depth_before or rest == SIGNATURE):
            out.append(_mark(depth_before) + "".join(paragraph))
            paragraph = []
        if rest.endswith(" ") and rest != SIGNATURE:
            paragraph.append(rest[:-1] if delsp else rest)
        else:
            out.append(_mark(depth) + "".join(paragraph) + rest)
            paragraph = []
        depth_before = depth
    if paragraph:
        out.append(_mark(depth_before) + "".join(paragraph))
    return out


def _mark(depth: int) -> str:
    return "> " * min(depth, _MOST_LEVELS)


def _leveled(line: str) -> str:
    if line.startswith(">") and (match := _QUOTED.match(line)):
        line = _mark(match[1].count(">")) + line[match.end() :]
    return line if line.endswith(SIGNATURE) and line.strip("> ") == "--" else line.rstrip()


def _unescaped(lines: list[str]) -> list[str]:
    """A lone ">From " is no quote but what an mbox makes of "From " at the beginning of a line."""
    for number, line in enumerate(lines):
        if line.startswith(">") and _MBOX_FROM.match(line):
            before = lines[number - 1] if number else ""
            after = lines[number + 1] if number + 1 < len(lines) else ""
            if not before.startswith(">") and not after.startswith(">"):
                lines[number] = line.lstrip(">")
    return lines

"""The tree of parts that BODYSTRUCTURE stands for (RFC 3501 §7.4.2)."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from ingest.outline.tree import Part

MOST_PARTS = 500
MOST_LEVELS = 25


def read(body: Any) -> Part | None:
    """The tree that a parsed BODYSTRUCTURE stands for; None where it makes no sense."""
    try:
        room = [MOST_PARTS]
        return _part(body, "", 0, room)
    except (TypeError, ValueError, IndexError, AttributeError, RecursionError):
        return None


def _part(body: Any, number: str, level: int, room: list[int]) -> Part:
    room[0] -= 1
    if level > MOST_LEVELS or room[0] < 0:
        raise ValueError("too many parts")
    if isinstance(body[0], tuple):
        return _several(body, number, level, room)
    kind = f"{_word(body[0])}/{_word(body[1])}"
    number = number or "1"
    children: tuple[Part, ...] = ()
    extension = 8 if kind.startswith("text/") else 7
    if kind == "message/rfc822" and len(body) > 8 and isinstance(body[8], tuple):
        inner = body[8]
        is_several = isinstance(inner[0], tuple)
        children = (_part(inner, number if is_several else f"{number}.1", level + 1, room),)
        extension = 10
    disposition, parameters = _disposition(body[extension + 1 :])
    return Part(
        number,
        kind,
        _pairs(body[2]),
        body[5] if isinstance(body[5], bytes) else b"",
        max(int(body[6] or 0), 0),
        disposition,
        parameters,
        children,
    )


def _several(body: Any, number: str, level: int, room: list[int]) -> Part:
    """A multipart: its parts are numbered from 1 under it."""
    parts = list(takewhile(lambda one: isinstance(one, tuple), body))
    rest = body[len(parts) :]
    if not parts:
        raise ValueError("a multipart without parts")
    prefix = f"{number}." if number else ""
    children = tuple(_part(one, f"{prefix}{nth}", level + 1, room) for nth, one in enumerate(parts, 1))
    disposition, parameters = _disposition(rest[2:])
    return Part(
        number,
        f"multipart/{_word(rest[0])}",
        _pairs(rest[1]) if len(rest) > 1 else (),
        disposition=disposition,
        disposition_parameters=parameters,
        children=children,
    )


def _disposition(extension: Any) -> tuple[str, tuple[tuple[bytes, bytes], ...]]:
    """The disposition is the only extension that is a word with a list; servers leave out what they like."""
    for one in extension:
        is_pair = isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], bytes)
        if is_pair and (one[1] is None or isinstance(one[1], tuple)):
            return _word(one[0]), _pairs(one[1])
    return "", ()


def _pairs(flat: Any) -> tuple[tuple[bytes, bytes], ...]:
    if not isinstance(flat, tuple):
        return ()
    words = [one if isinstance(one, bytes) else str(one or "").encode() for one in flat]
    return tuple(zip(words[::2], words[1::2], strict=False))


def _word(value: Any) -> str:
    if not isinstance(value, bytes):
        raise TypeError("no word")
    return value.decode("ascii", "replace").lower()

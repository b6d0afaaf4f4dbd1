"""The one place that decides what happens to characters which a database cannot keep.

PostgreSQL takes no NUL, and no UTF-8 database takes half of a surrogate pair. In words each becomes
U+FFFD, one for one, so that the offsets of evidence stay true. In the names of places (paths may hold any
byte) and in cursors each is moved into a private plane and back, so that what comes out is what went in.
"""

from __future__ import annotations

import re
from typing import Any

_UNFIT = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"
_LARGEST = 2**63 - 1

_MOVED_NUL = 0x10E000
_MOVED_SURROGATE = 0x10D800 - 0xD800
_MOVED = re.compile("[\U0010d800-\U0010dfff\U0010e000]")


def words(text: str) -> str:
    """`text` with every NUL and lone surrogate replaced; of the same length."""
    return text if _is_plain(text) else _UNFIT.sub(_REPLACEMENT, text)


def tree(value: Any) -> Any:
    """JSON-ready `value` with every text in it cleaned as `words` does, every number as `whole` does."""
    if isinstance(value, str):
        return words(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return whole(value)
    if isinstance(value, dict):
        return {tree(name): tree(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [tree(part) for part in value]
    return value


def whole(number: int) -> int:
    """`number`, at most what 63 bits hold: a hostile SEQUENCE has as many digits as it likes."""
    return max(-_LARGEST, min(_LARGEST, number))


def moved(name: str) -> str:
    """The name of a place in a form that any database keeps; `restored` is its inverse."""
    return name if _is_plain(name) else _UNFIT.sub(lambda one: chr(_away(ord(one[0]))), name)


def restored(name: str) -> str:
    """The name that `moved` was given."""
    return name if name.isascii() else _MOVED.sub(lambda one: chr(_back(ord(one[0]))), name)


def _is_plain(text: str) -> bool:
    """True of most keys and names, and so quickly that the patterns are seldom needed."""
    return text.isascii() and "\0" not in text


def _away(point: int) -> int:
    return point + _MOVED_SURROGATE if point else _MOVED_NUL


def _back(point: int) -> int:
    return 0 if point == _MOVED_NUL else point - _MOVED_SURROGATE

"""Values out of an answer's JSON, each of the type that Google documents, or empty where it is not."""

from __future__ import annotations

import math
from typing import Any


def text(value: Any) -> str:
    """A string; a number as it is written, since some servers send ids as numbers. What JSON may escape and
    no address and no file can hold, half of a surrogate pair, is "?"."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def number(value: Any) -> int:
    """A whole number that is not negative; Google writes those of 64 bits as strings."""
    try:
        return max(int(value), 0) if not isinstance(value, float) or math.isfinite(value) else 0
    except (TypeError, ValueError):
        return 0


def texts(value: Any) -> tuple[str, ...]:
    """The strings in a list."""
    return tuple(text(one) for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> list[dict[str, Any]]:
    """The objects in a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

"""What a remark of the person's says: its value as JSON, and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from store.history import History, Remark

T = TypeVar("T")


def written(value: object) -> str:
    """The JSON of a value, always the same for equal values."""
    return msgspec.json.encode(value, order="deterministic").decode()


def remarked(history: History, kind: str, shape: type[T]) -> Iterator[tuple[Remark, T]]:
    """Each remark of that kind with its value, in order of the times for which they were said.

    One whose value has another shape says nothing: an older or newer version may have written it.
    """
    for remark in sorted((one for one in history.remarks if one.kind == kind), key=_at):
        try:
            value: T = msgspec.json.decode(remark.value, type=shape)
        except msgspec.MsgspecError:
            continue
        yield remark, value


def _at(remark: Remark) -> Any:
    return remark.at

"""The names of labels. Gmail's own have names for ids ("INBOX"); the person's have numbers ("Label_12")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.gmail.history import UNKEPT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_OWN = re.compile(r"^[A-Z][A-Z_]*$")


class Labels:
    """Looks names up, in a list that is asked for when an id turns up that is not in it."""

    def __init__(self, ask: Callable[[], Mapping[str, str]]) -> None:
        self._ask = ask
        self._names: dict[str, str] = {}

    def names(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The names of the labels that are kept, in the order of the alphabet."""
        kept = sorted(set(ids) - UNKEPT)
        if any(one not in self._names and not _OWN.match(one) for one in kept):
            self._names |= self._ask()
        # One that is not in the list was deleted meanwhile: the next sync hears of it.
        self._names |= {one: one for one in kept if one not in self._names}
        return tuple(sorted({self._names[one] for one in kept}))

"""Pages of a list and their tokens, which say nothing and are good for this server only."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Tokens:
    """Opaque names for what the server has to remember. One that nobody was given stands for nothing."""

    kind: str
    _meaning: dict[str, Any] = field(default_factory=dict)

    def give(self, meaning: Any) -> str:
        digest = hashlib.sha256(f"{self.kind} {len(self._meaning)}".encode()).digest()[:15]
        token = base64.urlsafe_b64encode(digest).decode()
        self._meaning[token] = meaning
        return token

    def meaning(self, token: str) -> Any | None:
        return self._meaning.get(token)


@dataclass(frozen=True, slots=True)
class Page:
    """The entries of a list from `start` on; `entries` is the whole list as it was at its first page."""

    entries: tuple[Any, ...]
    start: int = 0
    about: Any = None  # what else the last page has to know

    def cut(self, size: int, *, empty: bool) -> tuple[list[Any], Page | None]:
        """This page's entries and the next page; an empty page is followed by the one it stands before."""
        end = self.start if empty else self.start + size
        following = None if end >= len(self.entries) and not empty else Page(self.entries, end, self.about)
        return list(self.entries[self.start : end]), following

"""By when the company says that the candidate will hear."""

from __future__ import annotations

from classify.promises.commitment import promise

__all__ = ["promise"]

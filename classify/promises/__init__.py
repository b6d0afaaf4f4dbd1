"""By when the company says that the candidate will hear."""

from __future__ import annotations

from classify.promises.commitment import promise, promised_day

__all__ = ["promise", "promised_day"]

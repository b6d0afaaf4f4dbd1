"""Whether the body of a mail is fetched at all, decided from its header."""

from __future__ import annotations

from classify.gate.decide import LEFT, passes, why

__all__ = ["LEFT", "passes", "why"]

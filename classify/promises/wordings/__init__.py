"""The wordings that stand for a day, by families: how each looks and how it is read."""

from __future__ import annotations

from functools import cache

from classify.promises.wordings import dates, feasts, periods, spans, weekdays
from classify.promises.wordings.rule import Rule


@cache
def rules() -> tuple[Rule, ...]:
    """All wordings; of two that match as long a text, the earlier counts."""
    return tuple(rule for family in (dates, spans, periods, feasts, weekdays) for rule in family.rules())

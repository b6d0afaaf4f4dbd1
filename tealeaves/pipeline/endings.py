"""Keeps what is left of applications that ended, so that reports read only what is open."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reports.settings import Person
    from store.history import Ending
    from store.store import Store

AT_ONCE = 100
"""Applications whose histories are in memory at one time."""


def keep_endings(store: Store, candidate: int, person: Person, now: datetime) -> None:
    """Computes what is left of each application that has ended and of which it is not known, and keeps it.

    Raises StoreError where it cannot read; where it cannot write, the next who looks has more to read.
    """
    from reports.ending import ending_rules, endings
    from reports.overview import overview

    known = {one.id for one in store.endings(candidate, ending_rules(person), now)}
    unknown = [one.id for one in store.titles(candidate) if one.id not in known]
    for at in range(0, len(unknown), AT_ONCE):
        as_of = store.altered(candidate)
        histories = store.histories(candidate, unknown[at : at + AT_ONCE])
        try:
            new = endings(histories, overview(histories, person, now), person)
        except ValueError:
            return  # settings that cannot be: a report says which
        keep(store, candidate, person, new, as_of)


def keep(store: Store, candidate: int, person: Person, new: Sequence[Ending], as_of: int) -> None:
    """Keeps these; `as_of` is what `store.altered` was before they were computed. Where it cannot write, or
    others write just now, it goes without."""
    from reports.ending import ending_rules

    if new:
        with contextlib.suppress(StoreError):
            store.put_endings(candidate, new, ending_rules(person), as_of)

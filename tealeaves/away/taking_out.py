"""Taking messages out of a store, with the events of calendars that belonged to the search by them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tealeaves.pipeline.calendars import Belonging

if TYPE_CHECKING:
    from collections.abc import Collection

    from classify.types import Me
    from store.store import Store


def take_out(store: Store, candidate: int, keys: Collection[str], me: Me) -> int:
    """Forgets these messages, and the events that belonged to the search by them alone; returns how many
    messages were here. Raises StoreError.

    Which application an event was in does not tell: in a backup two may be one that are two by now.
    """
    before = belonging(store, candidate, me)
    gone = store.forget(candidate, keys)
    if gone and before:
        store.forget_events(candidate, before - belonging(store, candidate, me))
    return gone


def belonging(store: Store, candidate: int, me: Me) -> frozenset[str]:
    """The UIDs of events of the person's own calendars that belong to the search. Raises StoreError."""
    of_their_own = [seen.event for seen in store.events(candidate) if not seen.carrier]
    if not of_their_own:
        return frozenset()
    belongs = Belonging(store, candidate, me)
    return frozenset(event.uid for event in of_their_own if belongs(event))

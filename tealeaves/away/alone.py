"""Being alone with the store: no sync runs while it is replaced, or while something is forgotten."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from tealeaves.errors import BusyAccountError, BusyStoreError
from tealeaves.pipeline.sync import HELD, is_dead, me_as_holder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from store.store import Store


@contextlib.contextmanager
def alone(store: Store, candidate: int, accounts: Iterable[str], now: datetime) -> Iterator[None]:
    """Holds the leases of these accounts, and of every account that was ever synced. Raises BusyAccountError
    where a sync runs."""
    holder = me_as_holder()
    wanted = sorted({*accounts, *store.accounts_synced(candidate)})
    taken: list[str] = []
    try:
        for name in wanted:
            held = store.take_lease(candidate, name, holder, now, now + HELD)
            if held is not None and is_dead(held.holder):
                store.break_lease(candidate, name, held.holder)
                held = store.take_lease(candidate, name, holder, now, now + HELD)
            if held is not None:
                raise BusyAccountError(f"{name} is being synced; try again when that is done")
            taken.append(name)
        yield
    finally:
        for name in taken:
            store.release_lease(candidate, name, holder)


@contextlib.contextmanager
def told_when_busy() -> Iterator[None]:
    """Turns the store's being busy into an error with the exit code of that."""
    from store.errors import StoreBusy

    try:
        yield
    except StoreBusy as error:
        raise BusyStoreError(str(error)) from None

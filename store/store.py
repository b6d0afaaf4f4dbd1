"""The door to the store. `doors/` has it in parts, by the kind of data; everything
behind them is a function that takes a connection.

What a sync that finds nothing new does not need is imported where it is used.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from store import database, files, upgrade
from store.doors.accounts import Accounts
from store.doors.away import Away
from store.doors.derived import Derived
from store.doors.found import Found
from store.doors.received import Received
from store.doors.said import Said
from store.doors.whole import Whole
from store.errors import StoreError
from store.rulesets import RuleSets

if TYPE_CHECKING:
    from datetime import datetime


def open_store(url: str, *, now: datetime) -> Store:
    """The store at an SQLAlchemy URL, created or upgraded where needed.

    A file of SQLite is created for its owner alone, and copied aside before it is upgraded. Raises
    StoreTooNew for a database of a newer version, and StoreError for anything else that stands in the way.
    """
    parts = database.parsed(url)
    if parts.get_backend_name() == "sqlite":
        try:
            files.make_private(Path(parts.database or ""))
        except OSError as error:
            raise StoreError(
                f"{database.name_of(parts)}: {error.strerror or type(error).__name__}"
            ) from error
    engine = database.engine_for(parts)
    try:
        upgrade.bring_up(engine, now=now)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


class Store(Received, Said, Derived, RuleSets, Accounts, Whole, Found, Away):
    """What is kept, of every candidate. Each method is one transaction; each may raise StoreError.

    Iterators read as they go: a transaction is open until they are exhausted or closed.
    """

"""What can go wrong with a store. Each message is one line: what, where, and what to do."""

from __future__ import annotations


class StoreError(Exception):
    """The store could not be opened, read or written. Never holds a statement, a value or a password."""


class StoreTooNew(StoreError):
    """The database was written by a newer version of this program."""


class StoreDamaged(StoreError):
    """The file is no database, or is one no longer."""


class StoreBusy(StoreError):
    """Somebody else uses the database just now."""

"""Taking everything out of the store, and putting it away for good."""

from __future__ import annotations

from store.door import Door


class Away(Door):
    """What leaves. Each method is one transaction; each may raise StoreError."""

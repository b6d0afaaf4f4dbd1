"""Searching the stored messages by their words."""

from __future__ import annotations

from store.door import Door


class Found(Door):
    """What is found by its words. Each method is one transaction; each may raise StoreError."""

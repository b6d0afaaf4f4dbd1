"""The rules that readings come from are remembered beside them, to tell later what a change can touch."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from classify.fingerprint import Rules, rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classify.signals.bank import Bank
    from classify.types import Me
    from store.store import Store

ME = "me"
"""The name under which it is remembered for whom everything was read: whose addresses and name."""


def remember(store: Store, candidate: int, me: Me, bank: Bank | None) -> None:
    """Remembers the rules of today, and the candidate where nobody was yet. Raises StoreError."""
    known = store.rule_set_names(candidate)
    name = rules(bank).signals
    if name not in known:
        from classify.signals.changed import packed

        store.keep_rule_set(candidate, name, packed(bank))
    if ME not in known:
        store.keep_rule_set(candidate, ME, digest(me))


def digest(me: Me) -> bytes:
    """What stands for the candidate as far as reading goes."""
    return hashlib.sha256(repr((me.name, sorted(me.addresses))).encode()).digest()


def tidy(store: Store, candidate: int, bank: Bank | None) -> None:
    """Forgets the rules that no reading comes from any longer. Raises StoreError."""
    needed = {ME, rules(bank).signals, *_signals(store.read_by(candidate))}
    store.forget_rule_sets(candidate, store.rule_set_names(candidate) - needed)


def _signals(fingerprints: Iterable[str]) -> set[str]:
    return {Rules.of(one).signals for one in fingerprints}

"""Domain labels that leave out words of the name they stand for."""

from __future__ import annotations

from functools import lru_cache

from classify.names.fold import core

_HEAD = 5  # letters of a first word that is telling enough


@lru_cache(maxsize=16384)
def abridges(label: str, name: str) -> bool:
    """Whether a label is put together from words of a name, in its order: the first one, and at least one of
    the others ("northernhealth" for "Northern Community Health Trust"). A first word of fewer than five
    letters begins too many names.

    >>> abridges("mirrorfield-health", "Mirrorfield Community Health Trust"), abridges("metaverse", "Meta")
    (True, False)
    """
    parts = core(name)
    bare = label.replace("-", "")
    if len(parts) < 3 or len(parts[0]) < _HEAD or not bare.startswith(parts[0]):
        return False
    reached = {len(parts[0])}  # how much of the label words so far can spell
    for part in parts[1:]:
        reached |= {at + len(part) for at in reached if bare.startswith(part, at)}
    return len(bare) in reached and len(bare) > len(parts[0])

"""Which letters are one conversation: by the ids they refer to, seen or not, and the provider's thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classify.applications.types import Letter


def conversations(letters: Iterable[Letter]) -> dict[str, str]:
    """For every letter's key the name of its conversation, the same for all that belong together.

    Letters that answer one letter belong together even where that one was never seen (RFC 5322 §3.6.4).
    """
    above: dict[str, str] = {}

    def root(name: str) -> str:
        top = name
        while above.setdefault(top, top) != top:
            top = above[top]
        while above[name] != top:
            above[name], name = top, above[name]
        return top

    keys: dict[str, str] = {}
    for letter in letters:
        names = list(_names(letter))
        for name in names[1:]:
            one, other = sorted((root(names[0]), root(name)))
            above[other] = one
        keys[letter.key] = names[0]
    return {key: root(name) for key, name in keys.items()}


def _names(letter: Letter) -> Iterator[str]:
    """What a letter is called and what it refers to. A key of its own where it has no usable id."""
    yield f"key:{letter.key}"
    for one in (letter.message_id, *letter.in_reply_to, *letter.references):
        if len(one.strip("<> ")) >= 3:
            yield f"id:{one}"
    if letter.provider_thread:
        yield f"thread:{letter.provider_thread}"

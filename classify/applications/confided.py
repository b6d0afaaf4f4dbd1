"""What the candidate shows a friend: a letter passed on, and the talk that follows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from classify.applications.draft import OPENING
from classify.senders import kind
from classify.types import Author

if TYPE_CHECKING:
    from classify.applications.types import Letter

_PASSED_ON = re.compile(r"\s*(?:fwd?|wg|tr|doorst|rv|enc|i|vl|vb)\s*:", re.IGNORECASE)


def confided(letters: Iterable[Letter]) -> frozenset[str]:
    """The keys of letters that the candidate passed on to private people, and of the talk that follows.

    Private are people of free mail who are met nowhere but there: they are no correspondents of an
    application, though its subject stands over their letters. What was passed on may itself have been left
    out as private: then the answer to it is told by what it refers to. `letters` are in order of time.
    """
    letters = list(letters)
    talk: dict[str, Letter] = {}
    ids: set[str] = set()
    seen = {letter.message_id: letter for letter in letters}
    sent = any(letter.author is Author.CANDIDATE for letter in letters)
    for letter in letters:
        people = letter.correspondents
        if not people or any(kind(one.domain) != "free_mail" for one in people):
            continue
        passed = letter.author is Author.CANDIDATE and _PASSED_ON.match(letter.subject) is not None
        shown = (passed and not letter.signals & OPENING) or (
            sent and _answers_what_was_left_out(letter, seen)
        )
        if shown or not ids.isdisjoint(letter.in_reply_to):
            talk[letter.key] = letter
            ids.add(letter.message_id)
    met = {one.email for letter in letters if letter.key not in talk for one in letter.correspondents}
    return frozenset(
        key for key, letter in talk.items() if met.isdisjoint(one.email for one in letter.correspondents)
    )


def _answers_what_was_left_out(letter: Letter, seen: Mapping[str, Letter]) -> bool:
    """Whether somebody answers a mail that is not here, in a conversation that was held with others only."""
    if (
        letter.author is Author.CANDIDATE
        or not letter.in_reply_to
        or not seen.keys().isdisjoint(letter.in_reply_to)
    ):
        return False
    people = {one.email for one in letter.correspondents}
    others = [seen[name] for name in letter.references if name in seen]
    return bool(others) and all(
        people.isdisjoint(one.email for one in other.correspondents) for other in others
    )

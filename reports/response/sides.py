"""Who writes for the other side of an application, and who merely writes in it."""

from __future__ import annotations

from datetime import datetime

from classify.senders import kind
from classify.types import Author
from reports.facts import firm
from store.history import History

_PRIVATE = "free_mail"


def bystanders(history: History) -> frozenset[str]:
    """The keys of messages by private people who speak for nobody: a referee, a friend in copy, oneself from
    an address that the settings do not name.

    They write from free mail, after somebody had written from an address that is not, and until then neither
    a signal nor an invite shows that they take part. What comes later is not asked: otherwise what was no
    answer could become one.
    """
    if not any(_is_private(entry.sender.email) for entry in history.entries if entry.sender is not None):
        return frozenset()
    official = False
    taking_part: set[str] = set()
    found: set[str] = set()
    for entry in history.entries:
        if entry.author is not Author.PERSON or entry.sender is None:
            continue
        email = entry.sender.email.lower()
        if not _is_private(email):
            official = True
        elif official and not firm(entry) and email not in taking_part and not _met(email, history, entry.at):
            found.add(entry.key)
        else:
            taking_part.add(email)
    return frozenset(found)


def _is_private(email: str) -> bool:
    return kind(email.rpartition("@")[2]) == _PRIVATE


def _met(email: str, history: History, at: datetime) -> bool:
    """Whether an invite that was known by then names the address."""
    return any(
        email == address.email.lower()
        for sighted in history.sightings
        if sighted.seen_at <= at
        for address in (
            sighted.sender,
            sighted.event.organizer,
            *(one.address for one in sighted.event.attendees),
        )
        if address is not None
    )

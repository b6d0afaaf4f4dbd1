"""What a person says of whole applications: that two are one, that one is two, what one is called.

Each names every message that is meant, so that it holds whatever becomes of one of them, and however the
rules group the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classify.applications.types import Verdict
from classify.said import APART, MERGE, NAMES, keys
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from classify.applications.types import Fact
    from store.history import Entry, History
    from store.said import Decision
    from store.store import Store

MOST = 5  # of several messages that fit, so many are listed


def merge(store: Store, candidate: int, one: History, other: History, now: datetime) -> int:
    """Says that the two are one; the number of the decision. Raises UsageError where they are already."""
    if one.id == other.id:
        raise UsageError(f"merge: both are application {one.id}")
    first, second = sorted((one, other), key=lambda history: (history.entries[0].at, history.id))
    mine, theirs = ([entry.key for entry in history.entries] for history in (first, second))
    rest = " ".join((*mine[1:], *theirs[1:]))
    return store.say(candidate, Verdict(MERGE, mine[0], theirs[0], rest), now)


def split(store: Store, candidate: int, history: History, some: Collection[str], now: datetime) -> int:
    """Says that these of its messages are an application of their own, and the others stay what they were;
    the number of the decision. Raises UsageError where that leaves nothing on one side."""
    go = [entry.key for entry in history.entries if entry.key in some]
    stay = [entry.key for entry in history.entries if entry.key not in some]
    if not go:
        raise UsageError("split: that is none of its messages")
    if not stay:
        raise UsageError("split: these are all its messages, and nothing would stay")
    return store.say(candidate, Verdict(APART, go[0], " ".join(stay), " ".join(go[1:])), now)


def among(history: History, given: Iterable[str], since: datetime | None) -> frozenset[str]:
    """The keys of its messages that are named by their ids, or the beginnings of them, and of all from
    `since` on. Raises UsageError for one that is none of its messages, or several."""
    found = {_one(history.entries, name).key for name in given}
    if since is not None:
        found |= {entry.key for entry in history.entries if entry.at >= since}
    return frozenset(found)


def with_answers(facts: Iterable[Fact], some: Collection[str], within: Collection[str]) -> frozenset[str]:
    """These messages and all `within` that answer one of them, or an answer."""
    known = [fact for fact in facts if fact.key in within]
    found = set(some)
    while True:
        ids = {fact.message_id for fact in known if fact.key in found}
        more = {fact.key for fact in known if not ids.isdisjoint((*fact.in_reply_to, *fact.references))}
        if more <= found:
            return frozenset(found)
        found |= more


def _one(entries: Iterable[Entry], given: str) -> Entry:
    wanted = given.strip().strip("<>")
    known = {entry.message_id.strip("<>"): entry for entry in entries}
    fits = [one for bare, one in known.items() if bare == wanted or one.key == wanted]
    fits = fits or [one for bare, one in known.items() if wanted and bare.startswith(wanted)]
    if not fits:
        raise UsageError(f"split: {given} is no message of it; tealeaves show prints their ids")
    if len(fits) > 1:
        some = ", ".join(one.message_id for one in fits[:MOST])
        raise UsageError(f"split: {given} fits {len(fits)} messages: {some}")
    return fits[0]


def rename(
    store: Store, candidate: int, history: History, names: Mapping[str, str], now: datetime
) -> tuple[int, ...]:
    """Says what its company and its role are called ("company", "role" -> name); the numbers of the
    decisions. None for what it is called already."""
    first, *others = (entry.key for entry in history.entries)
    called = {"company": history.company, "role": history.role}
    return tuple(
        store.say(candidate, Verdict(kind, first, names[kind], " ".join(others)), now)
        for kind in NAMES
        if names.get(kind) and names[kind] != called[kind]
    )


def take_back_name(store: Store, candidate: int, history: History, now: datetime) -> tuple[Decision, ...]:
    """Takes back what was said of its names last, company and role where both were said at once. Raises
    UsageError where nothing was."""
    mine = {entry.key for entry in history.entries}
    said = [
        one
        for one in store.decisions(candidate)
        if one.undone_at is None and one.verdict.kind in NAMES and not mine.isdisjoint(keys(one.verdict))
    ]
    if not said:
        raise UsageError("rename: you never called it otherwise, so there is nothing to take back")
    gone = tuple(one for one in said if one.at == said[-1].at)
    for one in gone:
        store.take_back(candidate, one.number, now)
    return gone

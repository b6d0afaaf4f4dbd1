"""What a person says of mail that was left out, and what that brings in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classify.applications.types import Verdict
from classify.relevance.taught import SENDER
from tealeaves.pipeline.labels import say
from tealeaves.pipeline.settle import settle
from tealeaves.pipeline.tied import read_tied

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from ingest.types import Problem
    from store.store import Store
    from tealeaves.pipeline.recall import Recall
    from tealeaves.pipeline.sync import Syncing

_BELONGING = ("relevant", "irrelevant", SENDER)


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of it."""

    messages: int  # of those that the person took in, the ones whose words are here now
    waiting: int  # the others: they come with the next sync that reaches them
    more: int  # messages that came with them
    touched: int  # applications that hold any of these
    problems: tuple[Problem, ...]


def take_in(store: Store, candidate: int, key: str, teaches: str, now: datetime) -> tuple[Verdict, ...]:
    """Says that a message is of the job search and, unless `teaches` is "", that every mail of that sender
    is. Returns what of it was not said before. Raises StoreError."""
    wanted = [Verdict("relevant", key)]
    known = store.verdicts(candidate)
    if teaches and not any(one.kind == SENDER and one.value == teaches for one in known):
        wanted.append(Verdict(SENDER, key, teaches))
    return tuple(one for one in wanted if say(store, candidate, one, now))


def leave_out(store: Store, candidate: int, key: str, now: datetime) -> tuple[Verdict, ...]:
    """Says that a message is not of the job search: nobody is asked again. Raises StoreError."""
    verdict = Verdict("irrelevant", key)
    return (verdict,) if say(store, candidate, verdict, now) else ()


def take_back(store: Store, candidate: int, key: str, now: datetime) -> tuple[Verdict, ...]:
    """Takes back what was said of a message's belonging and what it taught. Raises StoreError."""
    gone: dict[Verdict, None] = {}
    while said := [one for one in store.verdicts(candidate) if one.key == key and one.kind in _BELONGING]:
        for one in said:  # and what was said before it, which counts again
            store.unsay(candidate, one, now)
            gone[one] = None
    return tuple(gone)


def bring_in(on: Syncing, recall: Recall, chosen: Collection[str], now: datetime) -> Brought:
    """Fetches and keeps what was taken in (`chosen`) and what comes with it, and groups everything. Raises
    StoreError."""
    store, candidate = on.store, on.candidate
    before = store.kept(candidate)
    _, troubles = read_tied(store, candidate, recall, on.reader, now)
    settled = settle(
        store, candidate, on.me, on.reader.by(), now, recall=recall, reader=on.reader,
        person=on.person and on.person(),
    )  # fmt: skip
    here = store.kept(candidate)
    new = here - before
    touched = sum(
        any(member.key in new or member.key in chosen for member in one.members)
        for one in settled.grouping.applications
    )
    return Brought(
        len(here & set(chosen)),
        len(set(chosen) - here),
        len(new - set(chosen)),
        touched,
        (*troubles, *settled.problems),
    )

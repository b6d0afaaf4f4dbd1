"""The messages of which it is open where they belong: ranked, and decided by the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classify.applications.types import Verdict
from classify.said import IRRELEVANT
from reports.suggestions import telling
from tealeaves.errors import UsageError
from tealeaves.pipeline.labels import move, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ingest.types import Message
    from store.history import OpenQuestion
    from store.store import Store

NEW, NONE = "new", "none"


@dataclass(frozen=True, slots=True)
class Open:
    """One question, with the message; its choices are the likeliest first."""

    asked: OpenQuestion
    message: Message
    signals: tuple[str, ...]  # that the message shows and that count

    @property
    def key(self) -> str:
        return self.asked.key


def open_questions(store: Store, candidate: int, strengths: Mapping[str, float]) -> tuple[Open, ...]:
    """Every open question, the most telling message first, of equal ones the newest. Raises StoreError."""
    asked = {one.key: one for one in store.questions(candidate)}
    if not asked:
        return ()
    messages = {one.key: one for one in store.messages(candidate, set(asked))}
    shown = {
        one.key: tuple(signal.name for signal in one.signals if signal.firm)
        for one in store.readings(candidate, set(asked))
    }
    found = (Open(one, messages[key], shown.get(key, ())) for key, one in asked.items() if key in messages)
    return tuple(sorted(found, key=lambda one: _place(one, strengths)))


def _place(one: Open, strengths: Mapping[str, float]) -> tuple[float, float, str]:
    weight = max((telling(name, strengths) for name in one.signals), default=0.0)
    return -weight, -one.asked.at.timestamp(), one.key


def answer(store: Store, candidate: int, key: str, application: str, now: datetime) -> int:
    """Says where the message belongs: an application's id, NEW for one of its own, NONE for none since it is
    not about the job search. The number of the decision. Raises UsageError for an id that is gone."""
    if application == NONE:
        return say(store, candidate, Verdict(IRRELEVANT, key), now)
    target = None if application == NEW else store.history(candidate, application)
    if target is None and application != NEW:
        raise UsageError(f"questions: there is no application {application} any more")
    return move(store, candidate, key, target, None, now)

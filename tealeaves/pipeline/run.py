"""A run: everything new from a connector, read, written batch by batch, and settled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from classify.types import Author
from tealeaves.pipeline.intake import take
from tealeaves.pipeline.settle import settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from classify.signals.bank import Bank
    from classify.types import Me
    from ingest.connector import Batch, Connector
    from ingest.types import Problem
    from store.store import Store


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run did."""

    streams: int = 0  # files and folders that held something new
    listed: int = 0  # messages read from them
    new: int = 0  # messages never seen before
    sent: int = 0  # messages that the candidate wrote
    brought_in: int = 0  # messages that their conversation brought in
    relevant: int = 0  # messages of the job search, all told
    wordless: int = 0  # stored messages of which no words were kept
    applications: int = 0
    questions: int = 0
    problems: tuple[Problem, ...] = ()


def run(
    connector: Connector,
    source: str,
    store: Store,
    candidate: int,
    me: Me,
    bank: Bank | None,
    now: datetime,
    watch: Callable[[Batch, int], None] = lambda batch, listed: None,
) -> Outcome:
    """Brings in everything new and settles it. `watch` is told of each batch that was written.

    Each batch is written with its cursor in one transaction: a run that is killed goes on where it was.
    Raises StoreError, and what the connector raises for a source that cannot be read at all.
    """
    outcome = Outcome()
    problems: list[Problem] = []
    streams: set[str] = set()
    for batch in connector.changes(store.cursors(candidate, source)):
        intake = take(batch, source, me, bank)
        done = store.commit(candidate, intake, now)
        streams.add(batch.stream)
        problems += intake.problems
        sent = sum(one.reading.author is Author.CANDIDATE for one in intake.messages)
        outcome = replace(
            outcome,
            listed=outcome.listed + len(intake.messages),
            new=outcome.new + done.new,
            sent=outcome.sent + sent,
        )
        watch(batch, outcome.listed)
    settled = settle(store, candidate, me, bank, now)
    stored = store.counts(candidate)
    members = sum(len(one.members) for one in settled.grouping.applications)
    return replace(
        outcome,
        streams=len(streams),
        brought_in=settled.brought_in,
        relevant=members,
        wordless=stored.messages - stored.kept,
        applications=len(settled.grouping.applications),
        questions=len(settled.grouping.questions),
        problems=(*problems, *settled.problems),
    )

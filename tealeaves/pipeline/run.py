"""A run: everything new from a connector, read, written batch by batch, and settled.

What only reading and settling need is imported there: most runs find nothing new.
"""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from classify.types import Author, Standing
from ingest.errors import SourceError
from ingest.types import Heading, RawMail
from store.intake import Intake
from tealeaves.logs.fields import fields
from tealeaves.pipeline.reader import Reader
from tealeaves.pipeline.recall import Recall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from classify.relevance.met import Met
    from classify.signals.bank import Bank
    from classify.types import Me
    from ingest.connector import Batch, Connector
    from ingest.types import Problem
    from reports.settings import Person
    from store.intake import Committed, ReadMessage
    from store.store import Store

log = logging.getLogger("tealeaves.run")

AHEAD = 2
"""Batches that may be fetched before the first of them is read."""

EARLY = 1000
"""Messages after which a first run is settled for the first time: the newest ones make a report already."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run did."""

    streams: int = 0  # files and folders that held something new
    listed: int = 0  # messages that were new at their place
    gated: int = 0  # of these, left on the server after a look at the header
    fetched: int = 0  # of these, fetched and read
    new: int = 0  # messages never seen before, at whatever place
    gone: int = 0  # places that hold their message no longer
    relabelled: int = 0  # places whose message is filed under other labels now
    events: int = 0  # new versions of events of a calendar that is asked event by event
    sent: int = 0  # messages that the candidate wrote
    brought_in: int = 0  # messages that their conversation brought in
    relevant: int = 0  # messages of the job search, all told
    wordless: int = 0  # stored messages of which no words were kept
    applications: int = 0
    touched: int = 0  # applications that this run brought a message of
    questions: int = 0
    problems: tuple[Problem, ...] = ()
    failure: SourceError | None = None  # what broke the run off, if anything did

    @property
    def has_news(self) -> bool:
        return bool(self.new or self.gone or self.brought_in or self.events)


@dataclass(slots=True)
class _Tally:
    """What is counted while a run goes on."""

    outcome: Outcome = field(default_factory=Outcome)
    streams: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


class _Keeping:
    """Keeps the words of what shares somebody with relevant mail of this run: it need not be read twice."""

    def __init__(self) -> None:
        self._met: Met | None = None

    def at_once(self, intake: Intake) -> Intake:
        if not intake.messages:
            return intake
        if self._met is None:
            from classify.relevance.met import Met  # most runs find nothing new, and need no rules

            self._met = Met()
        for one in intake.messages:
            self._met.add(one.reading.standing, one.correspondents)
        kept = (self._kept(one, self._met) for one in intake.messages)
        return replace(intake, messages=tuple(kept))

    def _kept(self, one: ReadMessage, met: Met) -> ReadMessage:
        return replace(one, keep=True) if met.has(one.reading.standing, one.correspondents) else one


def run(
    connector: Connector,
    source: str,
    store: Store,
    candidate: int,
    me: Me,
    bank: Bank | None,
    now: datetime,
    watch: Callable[[Batch, int], None] = lambda batch, listed: None,
    *,
    reader: Reader | None = None,
    recall: Recall | None = None,
    person: Callable[[], Person] | None = None,
    ahead: int = AHEAD,
) -> Outcome:
    """Brings in everything new and settles it. `watch` is told of each batch that was written, and `ahead` is
    how many may be fetched before the first of them is read.

    Each batch is written with its cursor in one transaction: a run that is killed goes on where it was.
    What breaks off the source as a whole is in `Outcome.failure`; what came before it is kept and settled.
    With `person`, what is left of applications that ended is kept too. Raises StoreError.
    """
    recall = recall or Recall()
    reader = reader or Reader(me, bank, beside=0)
    tally = _Tally()
    cursors = store.cursors(candidate, source)
    is_first = not cursors
    log.info("reads on" if cursors else "reads all", extra=fields(streams=len(cursors)))
    keep = _Keeping()
    failure: SourceError | None = None
    try:
        for batch, intake in _taken(connector, cursors, source, me, reader, ahead):
            intake = keep.at_once(store.without_forgotten(candidate, intake))
            done = store.commit(candidate, intake, now)
            _count(tally, batch, intake, done)
            log.debug("batch", extra=fields(items=len(batch.items), new=done.new, done=batch.done))
            watch(batch, tally.outcome.listed)
            if is_first and tally.outcome.listed >= EARLY:
                is_first = False
                _settle(store, candidate, me, now, recall, reader, tally, is_last=False)
    except SourceError as error:
        failure = error
    if store.unsettled(candidate):
        offline = Recall()  # what lies on the server is left to the next run
        try:
            _settle(store, candidate, me, now, offline if failure else recall, reader, tally, person=person)
        except SourceError as error:
            failure = error
            _settle(store, candidate, me, now, offline, reader, tally, person=person)
    return replace(_summed_up(store, candidate, tally), failure=failure)


def _taken(
    connector: Connector, cursors: dict[str, str], source: str, me: Me, reader: Reader, ahead: int
) -> Iterator[tuple[Batch, Intake]]:
    """The batches in their order, each with what was read in it; the next ones are fetched meanwhile.

    What was fetched before the source broke off is given out first.
    """
    waiting: deque[tuple[Batch, Callable[[], list[ReadMessage | Problem]]]] = deque()
    failure: SourceError | None = None
    try:
        for batch in connector.changes(cursors):
            mails = [item for item in batch.items if isinstance(item, RawMail)]
            waiting.append((batch, reader.begin(mails)))
            if len(waiting) > ahead or not mails:
                yield _first(waiting, source, me)
    except SourceError as error:
        failure = error
    while waiting:
        yield _first(waiting, source, me)
    if failure is not None:
        raise failure


def _first(
    waiting: deque[tuple[Batch, Callable[[], list[ReadMessage | Problem]]]], source: str, me: Me
) -> tuple[Batch, Intake]:
    batch, answers = waiting.popleft()
    if not batch.items:
        return batch, Intake(source, batch.stream, batch.cursor)
    from tealeaves.pipeline.intake import take

    return batch, take(batch, source, me, answers())


def _count(tally: _Tally, batch: Batch, intake: Intake, done: Committed) -> None:
    tally.streams.add(batch.stream)
    tally.problems += intake.problems
    tally.keys |= {one.message.key for one in intake.messages if one.reading.standing is not Standing.UNREAD}
    so_far = tally.outcome
    tally.outcome = replace(
        so_far,
        listed=so_far.listed + len(intake.messages) + len(intake.sightings),
        gated=so_far.gated + sum(isinstance(item, Heading) for item in batch.items),
        fetched=so_far.fetched + sum(isinstance(item, RawMail) for item in batch.items),
        new=so_far.new + done.new,
        gone=so_far.gone + done.gone,
        relabelled=so_far.relabelled + done.relabelled,
        events=so_far.events + (done.events if intake.events else 0),
        sent=so_far.sent + sum(one.reading.author is Author.CANDIDATE for one in intake.messages),
    )


def _settle(
    store: Store,
    candidate: int,
    me: Me,
    now: datetime,
    recall: Recall,
    reader: Reader,
    tally: _Tally,
    is_last: bool = True,
    person: Callable[[], Person] | None = None,
) -> None:
    """Reads what turned out to be tied to the job search, and groups everything."""
    from tealeaves.pipeline.settle import settle
    from tealeaves.pipeline.tied import read_tied

    read, troubles = read_tied(store, candidate, recall, reader, now)
    by = reader.by()
    settled = settle(
        store, candidate, me, by, now, recall=recall, reader=reader, is_last=is_last,
        person=person and person(),
    )  # fmt: skip
    groups = settled.grouping.applications
    tally.problems += [*troubles, *settled.problems]
    tally.outcome = replace(
        tally.outcome,
        gated=max(0, tally.outcome.gated - read),
        fetched=tally.outcome.fetched + read,
        brought_in=tally.outcome.brought_in + settled.brought_in,
        touched=sum(any(member.key in tally.keys for member in one.members) for one in groups),
    )


def _summed_up(store: Store, candidate: int, tally: _Tally) -> Outcome:
    stored = store.counts(candidate)
    return replace(
        tally.outcome,
        streams=len(tally.streams),
        relevant=stored.relevant,
        wordless=stored.messages - stored.kept,
        applications=stored.applications,
        questions=stored.questions,
        problems=tuple(dict.fromkeys(tally.problems)),
    )

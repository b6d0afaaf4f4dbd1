"""What the mail adds up to, once it is in: whose words are kept, and which application each belongs to.

Both follow from everything received and said, never from the order in which it came, so a settled store is
the same after one import or twenty, and after a crash the next run settles it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from classify.applications.calendar import Known, belongs, known
from classify.applications.group import group
from classify.applications.types import Grouping
from classify.fingerprint import grouping_fingerprint
from classify.relevance import included
from classify.types import Standing
from ingest.types import Place, Problem, RawCalendar, RawMail
from store.intake import Intake, ReadMessage, SeenEvent
from tealeaves.logs.fields import fields
from tealeaves.pipeline.calendars import own, with_rooms
from tealeaves.pipeline.endings import keep_endings
from tealeaves.pipeline.intake import calendar_events
from tealeaves.pipeline.meetings import meetings_of
from tealeaves.pipeline.reader import Reader
from tealeaves.pipeline.recall import Recall, in_parts, mails_at
from tealeaves.pipeline.rulesets import remember

if TYPE_CHECKING:
    from datetime import datetime

    from classify.signals.bank import Bank
    from classify.types import Me
    from reports.settings import Person
    from store.store import Store


log = logging.getLogger("tealeaves.settle")


@dataclass(frozen=True, slots=True)
class Settled:
    grouping: Grouping
    brought_in: int  # messages whose words were brought in by their conversation
    problems: tuple[Problem, ...]  # those that had not been recorded before


def settle(
    store: Store,
    candidate: int,
    me: Me,
    bank: Bank | None,
    now: datetime,
    *,
    recall: Recall | None = None,
    reader: Reader | None = None,
    is_last: bool = True,
    person: Person | None = None,
) -> Settled:
    """Brings in what belongs, groups it, and writes the applications. Raises StoreError, and SourceError
    where mail has to be read again from an account that cannot be reached.

    `is_last`: nothing is read after it. With `person`, what is left of applications that ended is kept too.
    """
    recall = recall or Recall()
    reader = reader or Reader(me, bank, beside=0)
    brought, problems, tried = 0, list[Problem](), set[str]()
    while True:  # until what is looked at is all there is, whoever else adds to it meanwhile
        as_of = store.changes(candidate)
        verdicts = store.verdicts(candidate)
        wanted = included(store.facts(candidate), verdicts)
        missing = wanted - store.kept(candidate) - tried
        if not missing:
            break
        tried |= missing
        more, troubles = _bring_in(store, candidate, missing, now, recall, reader)
        brought, problems = brought + more, [*problems, *troubles]
    if is_last:
        reader.rest()
    letters = tuple(letter for letter in store.letters(candidate, me) if letter.key in wanted)
    events, calendars = store.events(candidate), store.calendars(candidate)
    mailed = tuple(seen for seen in events if seen.carrier in wanted)
    grouping = group(letters, meetings_of(mailed, me), verdicts)
    lost: tuple[Problem, ...] = ()
    if calendars or not all(seen.carrier for seen in events):
        letters = with_rooms(letters, store.linked(candidate))
        recognised = known(grouping.applications, letters, me)
        own, lost, written = _own_calendars(store, candidate, calendars, recognised, recall)
        as_of += written
        if own:
            grouping = group(letters, meetings_of((*mailed, *own), me), verdicts)
    remember(store, candidate, me, bank)
    store.replace_applications(
        candidate, grouping, grouping_fingerprint(), as_of=as_of, settled=not recall.has_passed_over
    )
    if is_last and person is not None:
        keep_endings(store, candidate, person, now)
    found = len(grouping.applications)
    log.info("settled", extra=fields(applications=found, kept=len(letters), brought_in=brought))
    return Settled(grouping, brought, recorded(store, candidate, (*problems, *lost), now))


def recorded(
    store: Store, candidate: int, problems: tuple[Problem, ...], now: datetime
) -> tuple[Problem, ...]:
    """Records what went wrong and returns what is new of it: a file that is gone is no news the next time."""
    if not problems:
        return ()
    known = frozenset(store.problems(candidate))
    fresh = tuple(problem for problem in problems if problem not in known)
    if fresh:
        store.commit(candidate, Intake("settle", "", "", problems=fresh), now)
    return fresh


def _bring_in(
    store: Store,
    candidate: int,
    missing: frozenset[str],
    now: datetime,
    recall: Recall,
    reader: Reader,
) -> tuple[int, tuple[Problem, ...]]:
    """Reads once more the mail that was left without words and turns out to belong."""
    brought, problems = 0, list[Problem]()
    for part in in_parts(mails_at(recall, store.left_out(candidate, missing))):
        mails = {key: item for key, item in part if isinstance(item, RawMail)}
        problems += [item for _, item in part if isinstance(item, Problem)]
        answers = list(zip(mails, reader.read(list(mails.values())), strict=True))
        problems += [one for _, one in answers if isinstance(one, Problem)]
        read = [one for key, one in answers if not isinstance(one, Problem) and one.message.key == key]
        kept = tuple(_kept(one, reader) for one in read)
        if kept:
            store.commit(candidate, Intake("settle", "", "", messages=kept), now)
        brought += len(kept)
    return brought, tuple(problems)


def _kept(one: ReadMessage, reader: Reader) -> ReadMessage:
    """The message with its words. In one that the rules take for irrelevant, nothing more was looked for."""
    if one.reading.standing is not Standing.IRRELEVANT:
        return replace(one, keep=True)
    from classify.read import read

    return replace(one, keep=True, reading=read(one.message, reader.me, reader.by(), whole=True))


def _own_calendars(
    store: Store,
    candidate: int,
    calendars: tuple[str, ...],
    recognised: Known,
    recall: Recall,
) -> tuple[tuple[SeenEvent, ...], tuple[Problem, ...], bool]:
    """The events of the candidate's own calendars that belong to the search, and whether any is new.

    Each calendar file is read anew, since what did not belong last time was not kept and may belong now.
    """
    kept, problems = list[SeenEvent](), list[Problem]()
    for source in calendars:
        item = recall.one(Place(source, "ics"))
        if isinstance(item, RawCalendar):
            kept += [seen for seen in calendar_events(item) if belongs(seen.event, recognised)]
        elif isinstance(item, Problem):
            problems.append(item)
    written = store.put_events(candidate, kept) > 0
    return own(store.events(candidate), recognised), tuple(problems), written

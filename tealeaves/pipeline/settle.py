"""What the mail adds up to, once it is in: whose words are kept, and which application each belongs to.

Both follow from everything received and said, never from the order in which it came, so a settled store is
the same after one import or twenty, and after a crash the next run settles it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from classify.applications.calendar import Known, belongs, known
from classify.applications.group import group
from classify.applications.types import Grouping, Letter
from classify.read import fingerprint
from classify.relevance import included
from ingest.files.connector import read_again
from ingest.types import Place, Problem, RawCalendar, RawMail
from store.intake import Intake, SeenEvent
from tealeaves.pipeline.intake import calendar_events, correspondents, read_mail
from tealeaves.pipeline.meetings import meetings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from classify.signals.bank import Bank
    from classify.types import Me, Reading
    from ingest.types import Message
    from store.store import Store


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
    again: Callable[[Place], RawMail | RawCalendar | Problem] = read_again,
) -> Settled:
    """Brings in what belongs, groups it, and writes the applications. Raises StoreError."""
    verdicts = store.verdicts(candidate)
    wanted = included(store.facts(candidate), verdicts)
    brought, problems = _bring_in(store, candidate, wanted, me, bank, now, again)
    letters = tuple(_letters(store, candidate, wanted, me))
    mailed = tuple(seen for seen in store.events(candidate) if seen.carrier in wanted)
    grouping = group(letters, meetings_of(mailed, me), verdicts)
    own, lost = _own_calendars(store, candidate, known(grouping.applications, letters), again)
    if own:
        grouping = group(letters, meetings_of((*mailed, *own), me), verdicts)
    store.replace_applications(candidate, grouping, fingerprint(bank))
    return Settled(grouping, brought, _recorded(store, candidate, (*problems, *lost), now))


def _recorded(
    store: Store, candidate: int, problems: tuple[Problem, ...], now: datetime
) -> tuple[Problem, ...]:
    """Records what went wrong and returns what is new of it: a file that is gone is no news the next time."""
    known = frozenset(store.problems(candidate))
    fresh = tuple(problem for problem in problems if problem not in known)
    if fresh:
        store.commit(candidate, Intake("settle", "settle", "", problems=fresh), now)
    return fresh


def _bring_in(
    store: Store,
    candidate: int,
    wanted: frozenset[str],
    me: Me,
    bank: Bank | None,
    now: datetime,
    again: Callable[[Place], RawMail | RawCalendar | Problem],
) -> tuple[int, tuple[Problem, ...]]:
    """Reads once more the mail that was left without words and turns out to belong."""
    missing = wanted - store.kept(candidate)
    brought, problems = 0, list[Problem]()
    for key, places in sorted(store.left_out(candidate, missing).items()):
        trouble: Problem | None = None
        for place in places:
            item = again(place)
            one = read_mail(item, me, bank) if isinstance(item, RawMail) else item
            if isinstance(one, Problem):
                trouble = one
            elif not isinstance(one, RawCalendar) and one.message.key == key:
                store.keep(candidate, replace(one, keep=True), now)
                brought, trouble = brought + 1, None
                break
        if trouble:
            problems.append(trouble)
    return brought, tuple(problems)


def _letters(store: Store, candidate: int, wanted: frozenset[str], me: Me) -> Iterator[Letter]:
    readings = {reading.key: reading for reading in store.readings(candidate)}
    for message in store.messages(candidate):
        if message.key in wanted and message.key in readings:
            yield letter(message, readings[message.key], me)


def letter(message: Message, reading: Reading, me: Me) -> Letter:
    """A message and its reading as grouping needs them."""
    return Letter(
        key=message.key,
        at=message.at,
        message_id=message.message_id,
        in_reply_to=message.in_reply_to,
        references=message.references,
        provider_thread=message.provider_thread,
        author=reading.author,
        sender=message.sender,
        correspondents=correspondents(message, me),
        subject=message.subject,
        company=reading.company,
        role=reading.role,
        agency=reading.agency,
        requisition=reading.requisition,
        signals=frozenset(signal.name for signal in reading.signals),
        uids=frozenset(event.uid for event in message.events),
        mentions=reading.text,
    )


def _own_calendars(
    store: Store,
    candidate: int,
    recognised: Known,
    again: Callable[[Place], RawMail | RawCalendar | Problem],
) -> tuple[tuple[SeenEvent, ...], tuple[Problem, ...]]:
    """The events of the candidate's own calendars that belong to the search.

    Each calendar is read anew, since what did not belong last time was not kept and may belong now.
    """
    kept, problems = list[SeenEvent](), list[Problem]()
    for source in store.calendars(candidate):
        item = again(Place(source, "ics"))
        if isinstance(item, RawCalendar):
            kept += [seen for seen in calendar_events(item) if belongs(seen.event, recognised)]
        elif isinstance(item, Problem):
            problems.append(item)
    store.put_events(candidate, kept)
    remembered = (seen for seen in store.events(candidate) if not seen.carrier)
    return tuple(seen for seen in remembered if belongs(seen.event, recognised)), tuple(problems)

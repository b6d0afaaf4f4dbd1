"""Items in, intakes out: every item parsed and read, nothing written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classify import senders
from classify.read import read
from classify.relevance import ties
from classify.types import Me, Standing
from ingest.invites import read_calendar
from ingest.mime.parse import parse
from ingest.types import Message, Problem, RawCalendar, RawMail
from store.intake import Intake, ReadMessage, SeenEvent

if TYPE_CHECKING:
    from classify.signals.bank import Bank
    from ingest.connector import Batch
    from ingest.types import Address


def take(batch: Batch, source: str, me: Me, bank: Bank | None) -> Intake:
    """The batch, read: what the store writes in one transaction.

    Mail that is not plainly about the job search is taken without its words; `settle` brings them in
    where the conversation turns out to be.
    """
    messages: list[ReadMessage] = []
    problems: list[Problem] = []
    for item in batch.items:
        if isinstance(item, RawMail):
            one = read_mail(item, me, bank)
            if isinstance(one, Problem):
                problems.append(one)
                continue
            messages.append(one)
            problems.extend(one.message.problems)
        elif isinstance(item, RawCalendar):
            # Its events are looked at when all mail is in: only those of an application are kept.
            problems.extend(read_calendar(item.raw, item.place)[1])
        else:
            problems.append(item)
    return Intake(source, batch.stream, batch.cursor, messages=tuple(messages), problems=tuple(problems))


def read_mail(item: RawMail, me: Me, bank: Bank | None) -> ReadMessage | Problem:
    """One mail parsed and read, or what was wrong with it."""
    message = parse(item)
    if isinstance(message, Problem):
        return message
    reading = read(message, me, bank)
    keep = reading.standing is Standing.RELEVANT
    people = (*correspondents(message, me), *invited(message, me))
    return ReadMessage(message, reading, item.place, ties(message, reading, people, me), keep)


def correspondents(message: Message, me: Me) -> tuple[Address, ...]:
    """Everyone in From, Reply-To, To and Cc who is not the candidate, each once."""
    people = (message.sender, *message.reply_to, *message.to, *message.cc)
    found = {one.email: one for one in people if one and one.email and not me.owns(one.email)}
    return tuple(found.values())


def invited(message: Message, me: Me) -> tuple[Address, ...]:
    """Who arranges a meeting or is asked to it, other than the candidate, where a service writes for them.

    Anybody else may put a name into an invite that is not theirs to use.
    """
    if message.sender is None or senders.kind(message.sender.domain) not in ("scheduling", "ats", "process"):
        return ()
    people = [
        person
        for event in message.events
        for person in (event.organizer, *(one.address for one in event.attendees))
    ]
    return tuple(one for one in people if one and one.email and not me.owns(one.email))


def calendar_events(item: RawCalendar) -> tuple[SeenEvent, ...]:
    """The events of a calendar of the candidate's own."""
    return tuple(SeenEvent(event, item.place, "") for event in read_calendar(item.raw, item.place)[0])

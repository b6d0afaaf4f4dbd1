"""Items in, intakes out: every item parsed and read, nothing written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classify import senders
from classify.ours import is_ours, is_ours_by_header
from classify.read import read
from classify.relevance import ties
from classify.relevance.taught import house
from classify.relevance.ties import tokens
from classify.types import Author, Me, Reading, Standing
from ingest.invites import read_calendar
from ingest.mime.parse import parse
from ingest.types import (
    CalendarEvent,
    Gone,
    Heading,
    Message,
    Problem,
    RawCalendar,
    RawMail,
    Relabelled,
    Seen,
)
from store.intake import Intake, ReadMessage, SeenEvent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classify.signals.bank import Bank
    from ingest.connector import Batch
    from ingest.types import Address, Place


def take(batch: Batch, source: str, me: Me, answers: Iterable[ReadMessage | Problem]) -> Intake:
    """The batch, read: what the store writes in one transaction. `answers` says of each mail in it, in
    order, what was read.

    Mail that is not plainly about the job search is taken without its words; `settle` brings them in
    where the conversation turns out to be.
    """
    messages: list[ReadMessage] = []
    problems: list[Problem] = []
    sightings: list[Seen] = []
    gone: list[Place] = []
    relabelled: list[Relabelled] = []
    events: list[SeenEvent] = []
    read = iter(answers)
    for item in batch.items:
        one = next(read) if isinstance(item, RawMail) else item
        if isinstance(one, ReadMessage):
            messages.append(one)
            problems.extend(one.message.problems)
        elif isinstance(one, Heading):
            messages.append(unread(one, me))
        elif isinstance(one, Seen):
            sightings.append(one)
        elif isinstance(one, Gone):
            gone.append(one.place)
        elif isinstance(one, Relabelled):
            relabelled.append(one)
        elif isinstance(one, CalendarEvent):
            events.append(SeenEvent(one.event, one.place, ""))
        elif isinstance(one, RawCalendar):
            # Its events are looked at when all mail is in: only those of an application are kept.
            problems.extend(read_calendar(one.raw, one.place)[1])
        elif isinstance(one, Problem):
            problems.append(one)
    return Intake(
        source,
        batch.stream,
        batch.cursor,
        messages=tuple(messages),
        events=tuple(events),
        problems=tuple(problems),
        sightings=tuple(sightings),
        gone=tuple(gone),
        has_calendar=any(isinstance(item, RawCalendar) for item in batch.items),
        relabelled=tuple(relabelled),
    )


def unread(heading: Heading, me: Me) -> ReadMessage:
    """A mail of which only the header was fetched. It is tied to others by its thread and by addresses, and
    not by the house: who applies there is sent everything that the house advertises."""
    message = heading.message
    if is_ours_by_header(message, me):
        return ReadMessage(message, _nothing(message, Standing.IRRELEVANT), heading.place, (), keep=False)
    addresses = (token for token in tokens(correspondents(message, me)) if token.startswith("a:"))
    who = (*addresses, *house(message.sender, me))
    return ReadMessage(message, _nothing(message, Standing.UNREAD), heading.place, who, keep=False)


def _nothing(message: Message, standing: Standing) -> Reading:
    return Reading.bare(message.key, Author.SYSTEM, standing)


def read_mail(item: RawMail, me: Me, bank: Bank | None) -> ReadMessage | Problem:
    """One mail parsed and read, or what was wrong with it."""
    message = parse(item)
    if isinstance(message, Problem):
        return message
    reading = read(message, me, bank)
    keep = reading.standing is Standing.RELEVANT
    # What is our own ties nobody to anything.
    if is_ours(message, reading.author):
        return ReadMessage(message, reading, item.place, ties(message, reading, (), me), keep)
    people = (*correspondents(message, me), *invited(message, me))
    tied = (*ties(message, reading, people, me), *house(message.sender, me))
    return ReadMessage(message, reading, item.place, tied, keep)


def correspondents(message: Message, me: Me) -> tuple[Address, ...]:
    """Everyone in From, Reply-To, To and Cc who is not the candidate, each once."""
    return me.others((message.sender, *message.reply_to, *message.to, *message.cc))


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

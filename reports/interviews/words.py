"""What a meeting is called and who is in it, put together from versions that tell more or less of it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from ingest.types import Attendee, Event
from reports.interviews.versions import Version
from reports.wordlists import folded, table


def merged(one: Version, known: Event) -> Event:
    """The event as a later version states it. What it leaves out stays: a calendar may show the time alone,
    or only the candidate among the invited."""
    said = one.event
    if one.is_copy and _is_hidden(said.summary):
        said = replace(said, summary="")
    people = said.attendees
    if one.is_copy and len(people) == 1 and len(known.attendees) > 1:
        people = _answered(known.attendees, people[0])
    return filled(said if people is said.attendees else replace(said, attendees=people), known)


def filled(event: Event, other: Event) -> Event:
    """The event, and of the other what it does not say itself. Place and link go together."""
    somewhere = event.location or event.link
    if event.summary and event.description and somewhere and event.organizer and event.attendees:
        return event
    return replace(
        event,
        summary=event.summary or other.summary,
        description=event.description or other.description,
        location=event.location if somewhere else other.location,
        link=event.link if somewhere else other.link,
        organizer=event.organizer or other.organizer,
        attendees=event.attendees or other.attendees,
    )


def titles(known: tuple[str, ...], one: Version) -> tuple[str, ...]:
    """Everything that it has been called, in lower case."""
    title = folded([one.event.summary])
    return known if not title or title in known or _is_hidden(title) else (*known, title)


def bare(summary: str) -> str:
    """The summary without what programs put before or after one that is sent again ("Updated: …")."""
    text = folded([summary])
    while (match := _again().fullmatch(text)) is not None:
        text = (match["before"] or match["after"] or "").strip()
    return text


@cache
def _again() -> re.Pattern[str]:
    said = "|".join(re.escape(word) for word in sorted(table("invites")["again"], key=len, reverse=True))
    return re.compile(
        rf"(?:[\[(](?:{said})[\])]|(?:{said})\s?:)(?P<after>.*)|(?P<before>.*\S)\s?[\[(](?:{said})[\])]"
    )


def _is_hidden(summary: str) -> bool:
    return folded([summary]) in table("invites")["hidden"]


def _answered(people: tuple[Attendee, ...], one: Attendee) -> tuple[Attendee, ...]:
    """The people with that one's answer, or with that one."""
    if all(person.address.email != one.address.email for person in people):
        return (*people, one)
    return tuple(one if person.address.email == one.address.email else person for person in people)

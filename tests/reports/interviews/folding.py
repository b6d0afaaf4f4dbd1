"""Short ways to fold versions and to look at what comes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ingest.types import Attendee, Event
from reports.interviews import Interview, Vouched, interviews
from store.history import Sighted
from tests.reports.searches import ANA, NOW, at, event, sighted

EARLY, LATER, MUCH_LATER = "11-25 10:00", "11-26 10:00", "11-27 10:00"
KATE, ME, MALLORY, AGENT = "kate@acme.example", ANA.email, "mallory@evil.example", "sam@talent.example"
KNOWN = Vouched(frozenset({ME}), {KATE: at("11-01 09:00"), AGENT: at("11-01 09:00")})


def naive(text: str) -> datetime:
    return at(text).replace(tzinfo=None)


def fold(*sightings: Sighted, now: datetime = NOW, **more: object) -> tuple[Interview, ...]:
    return interviews(sightings, now, **{"vouched": KNOWN, **more})  # type: ignore[arg-type]


def answering(one: Event, status: str, email: str = ME) -> Event:
    """The event with one more answer among its attendees, or in place of the one that was there."""
    others = tuple(person for person in one.attendees if person.address.email != email)
    who = replace(ANA, email=email)
    return replace(one, attendees=(*others, Attendee(who, status)))


def reply(
    uid: str, seen: str, status: str, *, sequence: int = 0, sender: str = ME, **more: object
) -> Sighted:
    """A REPLY, as it lies among the sent mail."""
    said = event(uid, EARLY, method="REPLY", sequence=sequence, **more)  # type: ignore[arg-type]
    return sighted(answering(replace(said, attendees=()), status, sender), seen, sender)


def told(one: Interview) -> list[tuple[str, str, str]]:
    """What happened: what, to when, in which mail."""
    return [(change.what.value, f"{change.new.start:%m-%d %H:%M}", change.key) for change in one.changes]

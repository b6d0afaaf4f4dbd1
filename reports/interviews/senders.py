"""Who says what of a meeting, and whose word counts (RFC 5546 §6.1: the organiser alone sets it)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from classify.types import Author
from ingest.types import Address
from reports.organiser import person, speaks_for
from reports.settings import Person
from store.history import History, Sighted

_OWN_CONVERSATION = frozenset({"thread", "said"})  # why a message belongs here
_IN_CALENDARS = frozenset({"", "PUBLISH", "REQUEST", "CANCEL"})
_SETS = frozenset({"REQUEST", "ADD"})


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom a meeting of an application may be heard of from, though another organises it."""

    own: frozenset[str] = frozenset()  # the candidate's addresses, "@domain" for every address of it
    since: Mapping[str, datetime] = field(default_factory=dict)  # address -> when they first wrote here, UTC

    def owns(self, email: str) -> bool:
        return email in self.own or f"@{email.rpartition('@')[2]}" in self.own

    def knows(self, email: str, at: datetime) -> bool:
        """Whether it is the candidate's own, or of somebody who had written here before `at`."""
        first = self.since.get(email)
        return self.owns(email) or (first is not None and first < at)


def vouched(history: History, candidate: Person) -> Vouched:
    """Who has written in the application's own conversation, by its thread or by what the person said. An
    invite vouches for nobody where it is all that makes a mail belong here."""
    own = {one.sender.email for one in history.entries if one.author is Author.CANDIDATE and one.sender}
    carriers = {one.key for one in history.sightings}
    since: dict[str, datetime] = {}
    for entry in history.entries:
        opened = entry.reason == "first" and entry.key not in carriers
        if (
            entry.author is not Author.CANDIDATE
            and entry.sender
            and (entry.reason in _OWN_CONVERSATION or opened)
        ):
            since.setdefault(entry.sender.email, entry.at)
    return Vouched(candidate.addresses | own - {""}, since)


class Voice(Enum):
    """Whose word a version is."""

    ORGANISER = "organiser"
    FORWARDED = "forwarded"  # by somebody known, who does not organise it
    CALENDAR = "calendar"  # of the candidate's own
    CANDIDATE = "candidate"  # an answer to an invite


def organiser(versions: Iterable[Sighted], known: Vouched, aliases: frozenset[str]) -> Address | None:
    """Who organises a meeting, of those whom its versions name; None where it is an entry of one's own.

    Somebody whom a calendar of the candidate's own or somebody known names comes before a stranger, else
    whoever was first: dates can be forged. Where nobody is named, or a calendar, it is the sender.
    """
    found: list[tuple[bool, int, Address]] = []
    for number, one in enumerate(versions):
        named = person(one.event.organizer)
        if one.sender is None:
            if not one.key and named is not None and not known.owns(named.email):
                found.append((False, number, named))
        elif one.event.method in _SETS:
            trusted = known.knows(one.sender.email, one.seen_at)
            if trusted or speaks_for(one.sender, named, aliases):
                found.append((not trusted, number, named or one.sender))
    return min(found, key=lambda one: one[:2])[2] if found else None


def voice(one: Sighted, house: Address | None, known: Vouched, aliases: frozenset[str]) -> Voice | None:
    """Whose word it is; None where it is nobody's who may speak of the meeting that `house` organises.

    COUNTER, DECLINECOUNTER and REFRESH are talk about a meeting and set none; PUBLISH in a mail is no invite.
    """
    if one.sender is None:
        return Voice.CALENDAR if not one.key and one.event.method in _IN_CALENDARS else None
    if one.event.method == "REPLY":
        return Voice.CANDIDATE if known.owns(one.sender.email) else None
    if one.event.method not in _SETS | {"CANCEL"}:
        return None
    named = person(one.event.organizer)
    if named is None and house is None:
        return None
    if speaks_for(one.sender, named, aliases) and speaks_for(one.sender, house, aliases):
        return Voice.ORGANISER
    same = named is None or house is None or speaks_for(named, house, frozenset())
    return Voice.FORWARDED if same and known.knows(one.sender.email, one.seen_at) else None


def answer(one: Sighted, known: Vouched) -> str:
    """The candidate's own answer that a reply or a calendar shows: ACCEPTED, TENTATIVE, DECLINED or ""."""
    listed = one.event.attendees
    mine = [person for person in listed if known.owns(person.address.email)]
    if not mine and one.event.method == "REPLY" and len(listed) == 1:
        mine = list(listed)  # who answers is its one attendee (RFC 5546 §3.2.3): here under another address
    given = {person.status for person in mine} & {"ACCEPTED", "TENTATIVE", "DECLINED"}
    return next((word for word in ("ACCEPTED", "TENTATIVE", "DECLINED") if word in given), "")

"""Which events of the candidate's own calendar are about the job search."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from classify.applications.entry import is_between, is_named, is_private, left_over, says, table
from classify.applications.mentioned import mentions, mentions_role
from classify.applications.rooms import rooms_of
from classify.applications.vouching import Known, Search, known
from classify.names.domains import registrable, shared
from classify.senders import kind
from ingest.invites.ours import is_ours
from ingest.types import TimeKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.types import Address, Event

__all__ = ["Known", "belongs", "known"]

_SYSTEMS = frozenset({"ats", "scheduling", "process"})
_COUNT = re.compile(r"(?:^|;)COUNT=(\d{1,6})(?:;|$)")
_TITLE, _PLACE, _TEXT = 500, 300, 2_000  # characters that are looked at


def belongs(event: Event, known: Known) -> str:
    """Why an event belongs to the job search: "invite" (its UID came by mail), "link" (a mail named its
    room), "people" (a correspondent, or someone from a company's own domain, takes part), "company" or
    "person" (it names a known one together with a word for an interview, or with a known role); "" where it
    is private.

    Nothing is guessed from an interview-like word alone: a "call" may be with the dentist. Whatever no mail
    carried must fall into the time of an application that vouches for it, and but for its room a long series
    is no interview.
    """
    if is_ours(event.uid):
        return ""
    if event.uid and event.uid in known.uids:
        return "invite"
    at = _at(event)
    if any(known.of(f"room {room}", at) for room in rooms_of(event)):
        return "link"
    if _repeats(event):
        return ""
    title, place, text = event.summary[:_TITLE], event.location[:_PLACE], event.description[:_TEXT]
    vouching = [one for one in known.named(f"{title}\n{place}\n{text}") if one.vouches(at)]
    private = is_private(title, [name for one in vouching for name in (*one.names, one.role)])
    others = _others(event, known)
    for person in others:
        if known.of(f"address {person.email}", at) and not (private and kind(person.domain) == "free_mail"):
            return "people"
        if not shared(person.domain) and known.of(f"domain {registrable(person.domain)}", at):
            return "people"
    if private:
        return ""
    attended = {one.address.email for one in event.attendees}
    alone = not any(one.email in attended and kind(one.domain) not in _SYSTEMS for one in others)
    if any(_tells(one, title, place, text, known.mine, alone) for one in vouching):
        return "company"
    if alone and any(_tells_person(one, title, known.mine) for one in known.met(title) if one.vouches(at)):
        return "person"
    return ""


def _tells(search: Search, title: str, place: str, text: str, mine: Iterable[str], alone: bool) -> bool:
    """Whether the words of an event are about an application whose company they name. Without a word that
    means an interview, or the role, the title must say little else, and nobody unknown take part
    (`alone`)."""
    whole = f"{title}\n{place}\n{text}"
    name = next((name for name in search.names if mentions(whole, name)), "")
    if not name:
        return False
    if search.role and mentions_role(whole, search.role):
        return True
    if not mentions(title, name):
        if says("interview", title):
            return True
        lines = (line for line in text.splitlines() if mentions(line, name))
        return left_over(title, mine) == 0 and any(says("interview", line) for line in lines)
    if says("interview", title) or any(is_named(title, own) for own in mine):
        return True
    known = (*search.names, *search.people, search.role, *mine)
    rest = left_over(title, known)
    if rest == 0 and (is_between(title) or says("interview", f"{place}\n{text}")):
        return True
    if rest == 0 and any(mentions(title, own.split()[0]) for own in mine):
        return True
    if " " not in name.strip():  # one word may be a flower or a square as well
        return alone and rest == 0 and says("talk", title)
    return alone and rest <= 1 and (says("talk", title) or says("loose", title))


def _tells_person(search: Search, title: str, mine: tuple[str, ...]) -> bool:
    """Whether a title names a person of an application, first and last, as one talks with: a namesake of
    theirs would be invited by an address of their own, so nobody unknown may take part."""
    if not any(is_named(title, name) for name in search.people):
        return False
    if says("interview", title) or any(is_named(title, own) for own in mine):
        return True
    known = (*search.names, *search.people, search.role, *mine)
    return says("talk", title) and left_over(title, known) <= 1


def _others(event: Event, known: Known) -> list[Address]:
    """Who takes part beside the candidate, rooms aside."""
    people = [one.address for one in event.attendees if one.kind not in {"ROOM", "RESOURCE"}]
    if event.organizer:
        people.append(event.organizer)
    return [
        one
        for one in people
        if one.email and known.own.isdisjoint({one.email, f"@{one.domain}"}) and one.name not in known.mine
    ]


def _at(event: Event) -> datetime | None:
    """When it begins, near enough to tell the time of an application: floating and all-day times as UTC."""
    if event.start is None or event.start.kind is TimeKind.ZONED:
        return event.start.at if event.start else None
    return event.start.at.replace(tzinfo=UTC)


def _repeats(event: Event) -> bool:
    """Whether an event is a series longer than an interview of several days."""
    if not event.recurs:
        return False
    count = _COUNT.search(event.recurs.upper())
    return count is None or int(count[1]) > int(table()["window"]["most_times"])

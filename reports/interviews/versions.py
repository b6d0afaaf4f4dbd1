"""The versions of one meeting that count, in the order in which they became known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from ingest.invites.times import basic
from ingest.types import Address, Event
from reports.interviews import senders
from reports.interviews.senders import Voice, Vouched
from store.history import Sighted

_OWN_WORD = frozenset(
    {Voice.CALENDAR, Voice.CANDIDATE}
)  # the organiser's list of answers is not the candidate's

Rank = tuple[int, datetime]
"""SEQUENCE, then when it was written (RFC 5546 §2.1.5)."""


@dataclass(frozen=True, slots=True)
class Version:
    """What one mail or calendar said of a meeting, or of one time of it."""

    event: Event
    rank: Rank
    seen_at: datetime  # UTC
    key: str  # of the mail, "" from a calendar
    by: Address | None  # who sent it
    voice: Voice
    answer: str  # the candidate's own in it, "" for none
    house: Address | None  # who organises the meeting
    is_late: bool = False  # forwarded although the organiser speaks: it is no news

    @property
    def is_cancel(self) -> bool:
        return self.event.method == "CANCEL" or self.event.status == "CANCELLED"

    @property
    def is_copy(self) -> bool:
        """Whether it is what a calendar of the candidate's own shows."""
        return self.voice is Voice.CALENDAR


def by_uid(sightings: Iterable[Sighted]) -> dict[str, tuple[Sighted, ...]]:
    """UID -> what was seen of it, each once and always in the same order."""
    found: dict[str, list[Sighted]] = {}
    for _, tied in groupby(sorted(frozenset(sightings), key=_order), key=_order):
        group = list(tied)
        for one in sorted(group, key=repr) if len(group) > 1 else group:
            found.setdefault(one.event.uid, []).append(one)
    return {uid: tuple(some) for uid, some in found.items()}


def counted(seen: tuple[Sighted, ...], known: Vouched, aliases: frozenset[str]) -> Iterator[Version]:
    """Those of the versions of one UID that somebody stated who may speak of it."""
    house = senders.organiser(seen, known, aliases)
    spoke = False
    for one in seen:
        voice = senders.voice(one, house, known, aliases)
        if voice is None:
            continue
        spoke = spoke or voice is Voice.ORGANISER
        yield Version(
            event=_addition(one.event) if one.event.method == "ADD" else one.event,
            rank=_rank(one),
            seen_at=one.seen_at,
            key=one.key,
            by=one.sender,
            voice=voice,
            answer=senders.answer(one, known) if voice in _OWN_WORD else "",
            house=house,
            is_late=spoke and voice is Voice.FORWARDED,
        )


def _addition(event: Event) -> Event:
    """A further time of a meeting (RFC 5546 §3.2.4), as a changed time is told."""
    return replace(event, method="REQUEST", recurrence_id=event.recurrence_id or basic(event.start))


def _rank(one: Sighted) -> Rank:
    """A stamp that is missing is that of its mail, and none is later: a clock that is ahead wins nothing."""
    return one.event.sequence, min(one.event.stamp or one.seen_at, one.seen_at)


def _order(one: Sighted) -> tuple[datetime, Rank, bool, str]:
    return one.seen_at, _rank(one), one.event.method == "CANCEL", one.key

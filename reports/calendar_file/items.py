"""Which entries a calendar of the applications has: interviews, promised days, days to ask for news.

Each keeps its UID for good, so that an import brings it up to date instead of doubling it, and nothing in it
depends on when it is asked for: a number that rises and the instant of the last change come from the mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from ingest.invites.ours import DOMAIN
from reports.facts import by_company
from reports.interviews import CANCELLED, DONE, Interview
from reports.overview import Card
from reports.response.working_hours import Clock, add_working_days, clock_of
from reports.settings import Person

_INSTANT = timedelta(microseconds=1)


class Kind(StrEnum):
    INTERVIEW = "interview"
    PROMISE = "promise"  # the day by which word is promised
    FOLLOW_UP = "follow-up"  # the day on which to ask for news


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. `begin` and `end` are instants in UTC, or days; a last day is not in it, and None where the
    calendar has no day after it."""

    kind: Kind
    uid: str
    sequence: int  # rises with each change
    changed_at: datetime  # UTC: when what it says became known
    begin: datetime | date
    end: datetime | date | None
    cancelled: bool
    card: Card
    interview: Interview | None = None


def items(cards: Iterable[Card], person: Person) -> tuple[Item, ...]:
    """The entries of these applications in order of time.

    A meeting of two applications stands there once. Raises ValueError where the person's settings are wrong.
    """
    clock = clock_of(person)
    found: dict[str, Item] = {}
    for card in sorted(cards, key=lambda one: (one.first_at, one.id)):
        for one in (*_interviews(card, person), *_promises(card), *_follow_ups(card, clock)):
            found.setdefault(one.uid, one)
    return tuple(sorted(found.values(), key=lambda one: (_day(one.begin), str(one.begin), one.uid)))


def _interviews(card: Card, person: Person) -> Iterator[Item]:
    for one in card.interviews:
        begin: datetime | date = one.start
        end: datetime | date | None = one.end
        if one.is_all_day:
            begin, end = person.local(one.start).date(), _after(person.local(one.end - _INSTANT).date())
        yield Item(
            kind=Kind.INTERVIEW,
            uid=_uid(Kind.INTERVIEW, one.uid, one.recurrence_id),
            sequence=len(one.changes),
            changed_at=max([one.seen_at, *(change.at for change in one.changes)]),
            begin=begin,
            end=end,
            cancelled=one.status == CANCELLED,
            card=card,
            interview=one,
        )


def _promises(card: Card) -> Iterator[Item]:
    """The last promise of an application. One that was kept is taken out of the calendar again."""
    last = card.last_promise
    if last is None:
        return
    kept = card.promised_by is None
    times = sum(by_company(one) and one.promised_by is not None for one in card.history.entries)
    known = [last.entry.at, *([last.kept_by.at] if last.kept_by is not None else [])]
    yield Item(
        kind=Kind.PROMISE,
        uid=_uid(Kind.PROMISE, card.id),
        sequence=2 * (times - 1) + kept,
        changed_at=max(known),
        begin=last.by,
        end=_after(last.by),
        cancelled=kept,
        card=card,
    )


def _follow_ups(card: Card, clock: Clock) -> Iterator[Item]:
    """The follow-up that is due or will be. It moves with every message and with every interview held."""
    if card.planned is None:
        return
    on = add_working_days(clock, card.planned.on - timedelta(days=1), 1)  # nobody reads it on a Sunday
    held = [one.end for one in card.interviews if one.status == DONE]
    yield Item(
        kind=Kind.FOLLOW_UP,
        uid=_uid(Kind.FOLLOW_UP, card.id),
        sequence=len(card.history.entries) + len(held),
        changed_at=max([card.last_at, *held]),
        begin=on,
        end=_after(on),
        cancelled=False,
        card=card,
    )


def _uid(kind: Kind, *names: str) -> str:
    """An id that says nothing, so that no address and no other calendar's UID is in it."""
    told = "\0".join((kind.value, *names))
    return f"{sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@{DOMAIN}"


def _after(last: date) -> date | None:
    return None if last == date.max else last + timedelta(days=1)


def _day(when: datetime | date) -> date:
    return when.date() if isinstance(when, datetime) else when

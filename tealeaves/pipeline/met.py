"""Which interview a debrief is about: the one that is named, or the one that is to be asked about."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from reports.interviews import CANCELLED
from reports.remarks.debrief import Met, held, to_debrief
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.interviews import Interview
    from reports.overview import Card
    from reports.settings import Person

BEGINNING = 4  # characters of a UID that are enough to name an interview
LISTED = 5


def met(card: Card, given: str | None, person: Person, now: datetime) -> Met:
    """The interview that `given` names by its UID, the beginning of one, or its day on the person's clock;
    the one to be asked about where None is given. A day of which the calendar knows nothing stands for
    itself.

    Raises UsageError where none or several fit, and for one that lies ahead.
    """
    if given is None:
        one = to_debrief(card.history, card.interviews, now)
        if one is None:
            raise UsageError(
                "debrief: no interview of it that was held is known; --interview DATE says when it was"
            )
        return _met(one, person)
    day = _day(given)
    fits = _on(card, day, person) if day is not None else _called(card, given)
    begun = [one for one in fits if one.start <= now]
    if fits and not begun:
        raise UsageError(f"debrief: that interview lies ahead: it begins {_when(fits[0], person)}")
    if len(begun) > 1:
        raise UsageError(f"debrief: --interview {given} fits {len(begun)}: {_listed(begun, person)}")
    if begun:
        return _met(begun[0], person)
    if day is None:
        known = held(card.interviews, now)
        hint = f"held: {_listed(known[-LISTED:], person)}" if known else "a date names one too"
        raise UsageError(f"debrief: no interview {given}; {hint}")
    if day > person.local(now).date():
        raise UsageError(f"debrief: --interview {given}: that day lies ahead")
    noon = min(now, datetime.combine(day, time(12), person.zone).astimezone(UTC))
    return Met("", noon, noon, day)


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _on(card: Card, day: date, person: Person) -> list[Interview]:
    return [
        one for one in card.interviews if one.status != CANCELLED and person.local(one.start).date() == day
    ]


def _called(card: Card, given: str) -> list[Interview]:
    exact = [one for one in card.interviews if one.uid == given]
    if exact or len(given) < BEGINNING:
        return exact
    return [one for one in card.interviews if one.uid.startswith(given)]


def _met(one: Interview, person: Person) -> Met:
    return Met(one.uid, one.start, one.end, person.local(one.start).date())


def _listed(some: Iterable[Interview], person: Person) -> str:
    from reports.render.plain import plain

    return "; ".join(f"{_when(one, person)} {plain(one.uid, 60)}" for one in some)


def _when(one: Interview, person: Person) -> str:
    from reports.render.times import moment

    return moment(one.start, person)

"""Interviews that are set for the same time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from reports.interviews import UPCOMING, Interview, Span
from reports.wording import called, spoken
from store.history import History, Title

_LOOKED_AT = 200  # coming interviews of one application
_MOST = 10  # overlaps that one application tells of


@dataclass(frozen=True, slots=True)
class Overlap:
    """An interview of one application, and the `other` that shares time with it, of `application`."""

    interview: Interview
    other: Interview
    application: Title

    @property
    def shared(self) -> Span:
        """The time that both take; UTC."""
        return Span(max(self.interview.start, self.other.start), min(self.interview.end, self.other.end))


@dataclass(frozen=True, slots=True)
class _Set:
    owner: Title
    one: Interview


def overlaps(known: Iterable[tuple[Title, tuple[Interview, ...]]]) -> dict[str, tuple[Overlap, ...]]:
    """By the id of each application that has any, its overlaps in order of time.

    Only what is to come counts; where one ends as the other begins, they share nothing. A meeting of two
    applications does not overlap with itself. In one application, what lies wholly within the other is a part
    of it: a day on site and its talks. A whole day overlaps with everything of others on it.
    """
    coming = [_Set(owner, one) for owner, found in known for one in _coming(found)]
    found: dict[str, dict[tuple[object, object], Overlap]] = {}
    for first, second in _pairs(coming):
        for mine, other in ((first, second), (second, first)):
            own = found.setdefault(mine.owner.id, {})
            named = _name(mine.one), _name(other.one)
            if len(own) < _MOST and named[::-1] not in own:
                own.setdefault(named, Overlap(mine.one, other.one, other.owner))
    return {id: tuple(sorted(some.values(), key=_when)) for id, some in found.items()}


def overlap_words(one: Overlap, own: History | Title, zone: tzinfo) -> str:
    """ "Acme Tue 24 Nov 15:00-16:00 and Birch 15:30-16:00", the same from either side.

    Times are on the clock of `zone`; `own` is the application whose overlap it is.
    """
    told = sorted(
        [(one.interview, _host(own, one.application)), (one.other, _host(one.application, own))],
        key=lambda it: (it[0].start, it[1]),
    )
    (first, host), (second, guest) = told
    same_day = first.start.astimezone(zone).date() == second.start.astimezone(zone).date()
    return f"{host} {span_words(first, zone)} and {guest} {span_words(second, zone, day=not same_day)}"


def span_words(one: Interview, zone: tzinfo, day: bool = True) -> str:
    """ "Tue 24 Nov 15:00-16:00", "Tue 24 Nov, all day"; without the day "15:00-16:00"."""
    begin, end = one.start.astimezone(zone), one.end.astimezone(zone)
    on = spoken(begin.date())
    if one.is_all_day:
        last = (end - timedelta(microseconds=1)).date()
        days = on if last <= begin.date() else f"{on} to {spoken(last)}"
        return f"{days}, all day" if day else "all day"
    over = "" if end.date() == begin.date() else f"{spoken(end.date())} "
    return f"{f'{on} ' if day else ''}{begin:%H:%M}-{over}{end:%H:%M}"


def _host(one: History | Title, other: History | Title) -> str:
    """The company's name, with the role where the other is at the same company."""
    name = called(one)
    alike = one.id != other.id and name == called(other)
    return f"{name} ({one.role})" if alike and one.role else name


def _coming(found: tuple[Interview, ...]) -> list[Interview]:
    return [one for one in found if one.status == UPCOMING][:_LOOKED_AT]


def _pairs(coming: list[_Set]) -> Iterator[tuple[_Set, _Set]]:
    """Every two that overlap, each pair once."""
    running: list[_Set] = []
    for one in sorted(coming, key=lambda it: (it.one.start, it.one.end, it.one.uid, it.owner.id)):
        running = [other for other in running if other.one.end > one.one.start]
        for other in running:
            if _name(other.one) != _name(one.one) and not _is_part(other, one):
                yield other, one
        running.append(one)


def _is_part(first: _Set, second: _Set) -> bool:
    """Whether, in one application, one of the two lies within the other. The first begins no later."""
    if first.owner.id != second.owner.id:
        return False
    return second.one.end <= first.one.end or first.one.start == second.one.start


def _name(one: Interview) -> tuple[str, str]:
    return one.uid, one.recurrence_id


def _when(one: Overlap) -> tuple[datetime, str, str]:
    return one.shared.start, one.interview.uid, one.other.uid

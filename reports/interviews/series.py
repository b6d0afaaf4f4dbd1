"""A series as the meetings that it stands for: its times, those told apart, those called off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from ingest.invites.times import basic
from ingest.types import When
from reports.interviews import recurring
from reports.interviews.meeting import Meeting, called_off, follow
from reports.interviews.types import Change, Span, What
from reports.interviews.versions import Version
from reports.wordlists import table

_FARTHEST = timedelta(days=365)  # ahead, that a series is looked at
_TO_EACH = frozenset({What.CANCELLED, What.DECLINED, What.REVIVED})


@dataclass(frozen=True, slots=True)
class _Rest:
    """What RANGE=THISANDFUTURE says of the times after one (RFC 5545 §3.2.13)."""

    after: timedelta = timedelta()
    length: timedelta | None = None  # None: as before
    off: Version | None = None


def meetings(versions: Iterable[Version], now: datetime, zone: tzinfo) -> tuple[Meeting, ...]:
    """The meetings that the versions of one UID make, in order of their RECURRENCE-ID."""
    whole_told, apart = _apart(versions, zone)
    whole, ended = follow(whole_told, zone)
    if whole is None:
        alone = (follow(told, zone)[0] for _, told in sorted(apart.items()))
        return tuple(_ended(one, ended) for one in alone if one is not None)
    if not whole.event.recurs:
        return tuple(_once(whole, apart, zone))
    named = (recurring.begins(rid, zone) for rid in apart)
    latest = max(at for at in (now, whole.span.start, *named) if at is not None)
    times = recurring.starts(whole.event, zone, min(latest, now + _FARTHEST) + _FARTHEST)
    found = dict(_each(whole, times, apart, zone))
    shown = _shown(found, whole, now) | apart.keys()
    return tuple(one for rid, one in found.items() if rid in shown)


def _apart(versions: Iterable[Version], zone: tzinfo) -> tuple[list[Version], dict[str, list[Version]]]:
    """What is said of the whole, and of each of its times, by a RECURRENCE-ID in one form."""
    told = tuple(versions)
    start: When | None = None
    for one in told:
        if not one.event.recurrence_id and not one.is_cancel and one.event.start is not None:
            start = one.event.start
    apart: dict[str, list[Version]] = {}
    for one in told:
        if rid := one.event.recurrence_id:
            rid = recurring.named(rid, start, zone) if start is not None else rid
            apart.setdefault(rid, []).append(
                replace(one, event=replace(one.event, recurrence_id=rid, recurs=""))
            )
    return [one for one in told if not one.event.recurrence_id], apart


def _once(whole: Meeting, apart: dict[str, list[Version]], zone: tzinfo) -> Iterator[Meeting]:
    """A meeting that does not recur: what names its own time is about it, the others stand beside it."""
    if not apart:
        yield whole
        return
    stated = (whole.first.event.start, whole.event.start)
    own = {recurring.named(basic(start), start, zone) for start in stated if start is not None}
    about = [one for rid in sorted(own & apart.keys()) for one in apart[rid]]
    yield follow(about, zone, whole)[0] or whole
    for rid in sorted(apart.keys() - own):
        one = follow(apart[rid], zone)[0]
        if one is not None:
            yield _fated(one, whole)


def _each(
    whole: Meeting, times: dict[str, datetime], apart: dict[str, list[Version]], zone: tzinfo
) -> Iterator[tuple[str, Meeting]]:
    """Every time of a series, and those that are told of though they are none of its times any longer."""
    rest = _Rest()
    moved = tuple(one for one in whole.changes if one.what not in _TO_EACH)
    for rid in sorted(times.keys() | apart.keys()):
        begins = times.get(rid)
        one = _instance(whole, rid, begins, rest) if begins is not None else None
        told, ended = apart.get(rid, []), None
        if told:
            news = one is not None and (told[0].is_cancel or told[0].seen_at > whole.first.seen_at)
            base = replace(one, rank=(-1, one.rank[1])) if news and one is not None else None
            single, ended = follow(told, zone, base)
            if one is None and single is not None and _is_superseded(single, whole):
                single = None
            rest = _after(rest, rid, single, ended, zone)
            one = single or one
        if one is None:
            continue
        if not told:
            one, moved = _told_of_all(one, whole, moved)
        one = _fated(one, whole)
        if rest.off is not None and not (told and rest.off.seen_at < one.told.seen_at):
            one = called_off(one, rest.off) if one.is_on else one
        yield rid, one


def _instance(whole: Meeting, rid: str, begins: datetime, rest: _Rest) -> Meeting:
    """One time of a series, as long as nothing is told of it apart from the others."""
    start = begins + rest.after
    span = Span(start, start + (rest.length or whole.span.end - whole.span.start))
    event = replace(whole.event, recurrence_id=rid, recurs="", this_and_future=False)
    return replace(
        whole, event=event, span=span, first_span=span, changes=(), passed=(), ending=None, answer=None
    )


def _told_of_all(
    one: Meeting, whole: Meeting, moved: tuple[Change, ...]
) -> tuple[Meeting, tuple[Change, ...]]:
    """What was told of all times: that the series was moved is told once, of the first time still to come."""
    mine = tuple(change for change in moved if change.at < one.span.end)
    each = tuple(
        replace(change, old=one.span, new=one.span)
        for change in whole.changes
        if change.what in _TO_EACH and change.at < one.span.end
    )
    last = each[-1].what if each else None
    if last in {What.CANCELLED, What.DECLINED} and not whole.is_on:
        one = replace(one, ending=whole.ending, answer=whole.answer)
    changes = tuple(sorted((*mine, *each), key=lambda change: change.at))
    return replace(one, changes=changes), tuple(change for change in moved if change not in mine)


def _fated(one: Meeting, whole: Meeting) -> Meeting:
    """A time that was told apart ends with the whole, if that was called off since."""
    return _ended(one, whole.off) if one.is_on else one


def _ended(one: Meeting, off: Version | None) -> Meeting:
    if off is None or (off.rank < one.rank and off.seen_at < one.told.seen_at):
        return one
    return called_off(one, off)


def _after(rest: _Rest, rid: str, single: Meeting | None, ended: Version | None, zone: tzinfo) -> _Rest:
    off = single.off if single is not None else ended
    if off is not None and off.event.this_and_future:
        return replace(rest, off=off)
    begins = recurring.begins(rid, zone)
    if single is None or begins is None or not single.event.this_and_future or not single.is_on:
        return rest
    return _Rest(single.span.start - begins, single.span.end - single.span.start)


def _is_superseded(single: Meeting, whole: Meeting) -> bool:
    """Whether the series was set otherwise since, before that time had come."""
    return single.rank[0] < whole.rank[0] and single.span.end > whole.told.seen_at


def _shown(found: dict[str, Meeting], whole: Meeting, now: datetime) -> set[str]:
    """The times that a person wants to see: of a series that ends the first ones; of one that never ends the
    first, the last one held, and those ahead. Both for a while only."""
    limits = table("invites")
    is_endless = recurring.series(whole.event).is_endless
    ahead = timedelta(days=limits["endless_ahead_days" if is_endless else "ahead_days"])
    until, most = max(now, whole.span.start) + ahead, limits["most_occurrences"]
    order = sorted(found, key=lambda rid: (found[rid].span.start, rid))
    near = [rid for rid in order if found[rid].span.start <= until]
    if not is_endless:
        return set(near[:most])
    over = [rid for rid in near if found[rid].span.end <= now]
    coming = [rid for rid in near if found[rid].span.end > now]
    return {*over[:1], *over[-1:], *coming[:most]}

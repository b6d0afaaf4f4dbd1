"""The interviews of an application: a fold over every version of every invite (RFC 5546 §2.1.5, §3.2).

Versions are taken in the order in which they were seen. A higher SEQUENCE wins, then a later DTSTAMP; an
older one that arrives late is evidence and moves nothing. REQUEST and CANCEL count only from a sender whom
the organiser fits; REPLY, COUNTER and their kind never move a meeting; a CANCEL for a meeting that nobody has
heard of creates nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, tzinfo

from ingest.types import Address, Event, TimeKind, When
from reports.interviews.types import CANCELLED, DONE, UPCOMING, Change, Interview, Span, What
from reports.organiser import speaks_for
from reports.wordlists import folded, words
from store.history import Sighted

_USUAL_LENGTH = timedelta(hours=1)  # of a meeting that states no end
_LONGEST = timedelta(hours=16)  # a day on site is an interview, an entry over night is none
_NOT_PEOPLE = frozenset({"ROOM", "RESOURCE"})
_EARLY = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _State:
    event: Event  # the version that counts
    organiser: Address | None
    start: datetime
    end: datetime
    live: bool
    seen_at: datetime
    keys: tuple[str, ...]
    changes: tuple[Change, ...]


def interviews(
    sightings: Iterable[Sighted], now: datetime, zone: tzinfo = UTC, aliases: frozenset[str] = frozenset()
) -> tuple[Interview, ...]:
    """The interviews in order of their start.

    `zone` is what a floating time means; `aliases` are further domains that may send an organiser's invites.
    A recurring meeting stands for its first time; a changed instance of one is a meeting of its own.
    """
    meetings: dict[tuple[str, str], _State] = {}
    cancelled: dict[tuple[str, str], Event] = {}
    for sighted in sorted(sightings, key=_order):
        _take(sighted, meetings, cancelled, zone, aliases)
    replaced = {(uid, "") for uid, rid in meetings if rid and _is_first(meetings.get((uid, "")), rid)}
    found = (_interview(state, now) for key, state in meetings.items() if key not in replaced)
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.start, one.uid)))


def _take(
    sighted: Sighted,
    meetings: dict[tuple[str, str], _State],
    cancelled: dict[tuple[str, str], Event],
    zone: tzinfo,
    aliases: frozenset[str],
) -> None:
    event = sighted.event
    key = (event.uid, event.recurrence_id)
    state = meetings.get(key)
    if not _counts(sighted, state or meetings.get((event.uid, "")), aliases):
        return
    if state is not None and _stale(event, state):
        meetings[key] = _seen(state, sighted)
        return
    if event.method == "CANCEL" or event.status == "CANCELLED":
        for other in _ended_by(event, meetings, zone):
            meetings[other] = replace(
                _seen(meetings[other], sighted), event=_kept(meetings[other].event, event), live=False
            )
        if state is None:
            cancelled[key] = max(cancelled.get(key, event), event, key=_rank)
        return
    start = _instant(event.start, zone)
    if start is None:
        return
    end = _instant(event.end, zone)
    if end is None or end <= start:
        end = start + _USUAL_LENGTH
    called_off = [cancelled[known] for known in (key, (event.uid, "")) if known in cancelled]
    live = all(_rank(event) > _rank(cancel) for cancel in called_off)
    if state is None:
        keys = (sighted.key,) if sighted.key else ()
        meetings[key] = _State(event, event.organizer, start, end, live, sighted.seen_at, keys, ())
        return
    old, new = Span(state.start, state.end), Span(start, end)
    changes = state.changes
    if old != new:
        what = What.MOVED if old.start != new.start else What.RESIZED
        changes += (Change(what, sighted.seen_at, old, new, sighted.key, sighted.sender),)
    meetings[key] = replace(
        _seen(state, sighted), event=event, start=start, end=end, live=live, changes=changes
    )


def _counts(sighted: Sighted, known: _State | None, aliases: frozenset[str]) -> bool:
    event = sighted.event
    if not sighted.key and sighted.sender is None:
        return event.method in {"", "PUBLISH", "REQUEST", "CANCEL"}  # the candidate's own calendar
    if event.method not in {"REQUEST", "CANCEL"} or sighted.sender is None:
        return False
    organiser = event.organizer or (known.organiser if known else None)
    if not speaks_for(sighted.sender, organiser, aliases):
        return False
    return known is None or known.organiser is None or speaks_for(sighted.sender, known.organiser, aliases)


def _ended_by(
    cancel: Event, meetings: dict[tuple[str, str], _State], zone: tzinfo
) -> tuple[tuple[str, str], ...]:
    """The meetings that a CANCEL ends: without RECURRENCE-ID the series, with it one instance or the rest."""
    same = [key for key in meetings if key[0] == cancel.uid]
    if not cancel.recurrence_id:
        return tuple(same)
    return tuple(
        (uid, rid)
        for uid, rid in same
        if rid == cancel.recurrence_id
        or (not rid and _is_first(meetings[uid, rid], cancel.recurrence_id))
        or (cancel.this_and_future and rid > cancel.recurrence_id)
    )


def _is_first(master: _State | None, recurrence_id: str) -> bool:
    """Whether an instance is the first of its series (RECURRENCE-ID in ISO 8601 basic form)."""
    if master is None or master.event.start is None:
        return False
    first = master.event.start.at.strftime("%Y%m%dT%H%M%S")
    return recurrence_id.rstrip("Z") in {first, first[:8]}


def _kept(event: Event, cancel: Event) -> Event:
    """What the meeting was, with the rank of what ended it."""
    return replace(event, sequence=cancel.sequence, stamp=cancel.stamp)


def _stale(event: Event, state: _State) -> bool:
    """Whether a version is older than what is known, or no newer than what called the meeting off."""
    newest = _rank(state.event)
    return _rank(event) < newest or (not state.live and event.method != "CANCEL" and _rank(event) == newest)


def _seen(state: _State, sighted: Sighted) -> _State:
    if not sighted.key or sighted.key in state.keys:
        return state
    return replace(state, keys=(*state.keys, sighted.key))


def _rank(event: Event) -> tuple[int, datetime]:
    return event.sequence, event.stamp or _EARLY


def _order(sighted: Sighted) -> tuple[datetime, int, datetime, str]:
    return sighted.seen_at, *_rank(sighted.event), sighted.key


def _instant(when: When | None, zone: tzinfo) -> datetime | None:
    """The instant in UTC; a whole day has none, an unknown zone is taken for the reader's own.

    None also in the calendar's first and last year: what follows may lie outside of it.
    """
    if when is None or when.kind is TimeKind.ALL_DAY or not MINYEAR < when.at.year < MAXYEAR:
        return None
    if when.at.tzinfo is None:
        return when.at.replace(tzinfo=zone).astimezone(UTC)
    return when.at.astimezone(UTC)


def _interview(state: _State, now: datetime) -> Interview | None:
    summary = folded([state.event.summary])
    if state.end - state.start > _LONGEST:
        return None
    if words("invites", "not_interviews").search(summary) and not words("invites", "interview_words").search(
        summary
    ):
        return None
    status = CANCELLED if not state.live else DONE if state.end <= now else UPCOMING
    people = tuple(one.address for one in state.event.attendees if one.kind not in _NOT_PEOPLE)
    return Interview(
        uid=state.event.uid,
        start=state.start,
        end=state.end,
        status=status,
        summary=state.event.summary,
        people=people,
        organiser=state.organiser,
        seen_at=state.seen_at,
        keys=state.keys,
        changes=state.changes,
        recurrence_id=state.event.recurrence_id,
        description=state.event.description,
        location=state.event.location,
        link=state.event.link,
        attendees=state.event.attendees,
    )

"""The interviews of an application: what every version of every invite and calendar entry adds up to.

Who may speak is in senders.py, which versions there are in versions.py, what they make of one meeting in
meeting.py and of a series in series.py, and what is one interview under two UIDs in replaced.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo

from reports.interviews import replaced, series, times, versions
from reports.interviews.meeting import Meeting
from reports.interviews.senders import Vouched
from reports.interviews.types import CANCELLED, DONE, UPCOMING, Interview
from reports.interviews.wanted import is_interview
from store.history import Sighted

_NOT_PEOPLE = frozenset({"ROOM", "RESOURCE"})
_NOBODY = Vouched()


def interviews(
    sightings: Iterable[Sighted],
    now: datetime,
    zone: tzinfo = UTC,
    aliases: frozenset[str] = frozenset(),
    vouched: Vouched = _NOBODY,
) -> tuple[Interview, ...]:
    """The interviews in order of their start, whatever the order of `sightings`.

    `zone` is what floating times and whole days mean; `aliases` are further domains that may send an
    organiser's invites; `vouched` knows the candidate and who has written in the application. A series stands
    for its times, each with its RECURRENCE-ID.
    """
    found = tuple(
        meeting
        for seen in versions.by_uid(sightings).values()
        for meeting in series.meetings(versions.counted(seen, vouched, aliases), now, zone)
    )
    listed = replaced.told_once(replaced.set_anew(found), vouched)
    shown = (_interview(one, now) for one in listed if is_interview(one, vouched))
    return tuple(sorted(shown, key=lambda one: (one.start, one.uid, one.recurrence_id)))


def _interview(one: Meeting, now: datetime) -> Interview:
    event = one.event
    return Interview(
        uid=event.uid,
        start=one.span.start,
        end=one.span.end,
        status=CANCELLED if not one.is_on else DONE if one.span.end <= now else UPCOMING,
        summary=event.summary,
        people=tuple(person.address for person in event.attendees if person.kind not in _NOT_PEOPLE),
        organiser=event.organizer,
        seen_at=one.first.seen_at,
        keys=one.keys,
        changes=one.changes,
        recurrence_id=event.recurrence_id,
        description=event.description,
        location=event.location,
        link=event.link,
        attendees=event.attendees,
        is_all_day=times.is_whole_day(event),
    )

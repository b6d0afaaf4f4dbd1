"""Calendar events as grouping needs them: one `Meeting` a UID, from the latest version of each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from classify.applications.rooms import rooms_of
from classify.applications.types import Meeting
from ingest.types import TimeKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classify.types import Me
    from ingest.types import Address, Event, When
    from store.intake import SeenEvent

_DAWN = datetime.min.replace(tzinfo=UTC)


def meetings_of(events: Iterable[SeenEvent], me: Me) -> tuple[Meeting, ...]:
    """One meeting for each UID, in order of UID. Answers (REPLY) lend their people and nothing else."""
    by_uid: dict[str, list[SeenEvent]] = {}
    for seen in events:
        by_uid.setdefault(seen.event.uid, []).append(seen)
    return tuple(_meeting(uid, by_uid[uid], me) for uid in sorted(by_uid))


def _meeting(uid: str, versions: list[SeenEvent], me: Me) -> Meeting:
    stated = [seen.event for seen in versions if seen.event.method not in {"REPLY", "COUNTER"}]
    latest = max(stated or [seen.event for seen in versions], key=_order)
    people: dict[str, Address] = {}
    for seen in versions:
        for one in people_of(seen.event):
            if one.email and not me.owns(one.email):
                people.setdefault(one.email, one)
    return Meeting(
        uid=uid,
        start=instant(latest.start, me.timezone),
        summary=latest.summary,
        description=latest.description,
        people=tuple(people[email] for email in sorted(people)),
        letters=frozenset(seen.carrier for seen in versions if seen.carrier),
        location=latest.location,
        rooms=frozenset(room for event in stated for room in rooms_of(event)),
        made=min((made for event in stated if (made := event.created or event.stamp)), default=None),
    )


def people_of(event: Event) -> tuple[Address, ...]:
    """The organiser and everyone who attends, rooms aside."""
    attendees = (one.address for one in event.attendees if one.kind not in {"ROOM", "RESOURCE"})
    return ((event.organizer,) if event.organizer else ()) + tuple(attendees)


def instant(when: When | None, timezone: str) -> datetime | None:
    """A calendar time in UTC; floating, all-day and unresolved ones are read in the candidate's own zone."""
    if when is None:
        return None
    if when.kind is TimeKind.ZONED:
        return when.at
    return when.at.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def _order(event: Event) -> tuple[int, datetime, str]:
    return event.sequence, event.stamp or _DAWN, repr(event)

"""Invite rule 14: one meeting by an invite in a mail, by an .ics file and by Google is one event."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ingest.google_calendar import events
from ingest.invites import read_calendar
from ingest.types import Event, Place

PEOPLE = """ORGANIZER;CN=Jane Roe:MAILTO:Jane@Acme.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Jane Roe:mailto:jane@acme.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION;CN=Robin:mailto:robin@home.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=TENTATIVE;CN=Al:mailto:al@acme.example"""
GUESTS: dict[str, Any] = {
    "organizer": {"email": "jane@acme.example", "displayName": "Jane Roe"},
    "attendees": [
        {
            "email": "jane@acme.example",
            "displayName": "Jane Roe",
            "responseStatus": "accepted",
            "organizer": True,
        },
        {"email": "Robin@home.example", "displayName": "Robin", "responseStatus": "needsAction", "self": True}
        | {"optional": True},
        {"email": "al@acme.example", "displayName": "Al", "responseStatus": "tentative"},
    ],
}
CALL = "https://meet.google.com/abc-defg-hij"


def by_ics(*lines: str, method: str = "REQUEST") -> Event:
    """As a mail carries it (REQUEST), or as an export does (no METHOD)."""
    head = [f"METHOD:{method}"] if method else []
    whole = [
        "BEGIN:VCALENDAR",
        *head,
        "BEGIN:VEVENT",
        *lines,
        *PEOPLE.split("\n"),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    (event,), problems = read_calendar("\r\n".join(whole).encode(), Place("x", "ics"))
    assert not problems
    return event


def by_google(**said: Any) -> Event:
    found = events.read(GUESTS | said)
    assert found is not None
    assert not found.trouble
    return found.event


SINGLE = (
    (
        "UID:one@google.com", "SEQUENCE:2", "DTSTAMP:20260301T080000Z", "LAST-MODIFIED:20260301T080000Z",
        "CREATED:20260228T080000Z", "DTSTART;TZID=Europe/Berlin:20260401T100000",
        "DTEND;TZID=Europe/Berlin:20260401T110000", "STATUS:CONFIRMED", "SUMMARY:Interview",
        "LOCATION:Room 1", r"DESCRIPTION:<p>Ask for <b>Jane</b></p>", f"X-GOOGLE-CONFERENCE:{CALL}",
    ),
    {
        "id": "one", "iCalUID": "one@google.com", "sequence": 2, "updated": "2026-03-01T08:00:00.000Z",
        "created": "2026-02-28T08:00:00.000Z", "status": "confirmed", "summary": "Interview",
        "location": "Room 1",
        "start": {"dateTime": "2026-04-01T10:00:00+02:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-04-01T11:00:00+02:00", "timeZone": "Europe/Berlin"},
        "description": "<p>Ask for <b>Jane</b></p>", "hangoutLink": CALL,
    },
)  # fmt: skip
SERIES = (
    (
        "UID:two@google.com", "SEQUENCE:0", "DTSTAMP:20260301T080000Z", "STATUS:TENTATIVE",
        "DTSTART;TZID=Europe/Berlin:20260401T100000", "DTEND;TZID=Europe/Berlin:20260401T110000",
        "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Chat",
    ),
    {
        "id": "two", "iCalUID": "two@google.com", "status": "tentative",
        "updated": "2026-03-01T08:00:00.000Z",
        "start": {"dateTime": "2026-04-01T10:00:00+02:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-04-01T11:00:00+02:00", "timeZone": "Europe/Berlin"},
        "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=3"], "summary": "Chat",
    },
)  # fmt: skip
INSTANCE = (
    (
        "UID:two@google.com", "RECURRENCE-ID;TZID=Europe/Berlin:20260408T100000", "SEQUENCE:1",
        "DTSTAMP:20260301T080000Z", "STATUS:CONFIRMED", "DTSTART;TZID=Europe/Berlin:20260409T100000",
        "DTEND;TZID=Europe/Berlin:20260409T110000", "SUMMARY:Chat",
    ),
    {
        "id": "two_20260408T080000Z", "iCalUID": "two@google.com", "status": "confirmed", "sequence": 1,
        "updated": "2026-03-01T08:00:00.000Z", "recurringEventId": "two", "summary": "Chat",
        "originalStartTime": {"dateTime": "2026-04-08T10:00:00+02:00", "timeZone": "Europe/Berlin"},
        "start": {"dateTime": "2026-04-09T10:00:00+02:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-04-09T11:00:00+02:00", "timeZone": "Europe/Berlin"},
    },
)  # fmt: skip
WHOLE_DAY = (
    (
        "UID:three@google.com", "RECURRENCE-ID;VALUE=DATE:20260408", "SEQUENCE:0", "DTSTAMP:20260301T080000Z",
        "STATUS:CONFIRMED", "DTSTART;VALUE=DATE:20260409", "DTEND;VALUE=DATE:20260410", "SUMMARY:On site",
    ),
    {
        "id": "three_20260408", "iCalUID": "three@google.com", "summary": "On site",
        "recurringEventId": "three",
        "originalStartTime": {"date": "2026-04-08"}, "updated": "2026-03-01T08:00:00.000Z",
        "start": {"date": "2026-04-09"}, "end": {"date": "2026-04-10"},
    },
)  # fmt: skip


@pytest.mark.parametrize("method", ["REQUEST", ""])
@pytest.mark.parametrize(
    "meeting", [SINGLE, SERIES, INSTANCE, WHOLE_DAY], ids=["one", "series", "instance", "day"]
)
def test_invite_rule_14_a_meeting_is_the_same_event_by_every_way_in(
    meeting: tuple[tuple[str, ...], dict[str, Any]], method: str
) -> None:
    lines, said = meeting
    mailed, asked = by_ics(*lines, method=method), by_google(**said)
    assert replace(mailed, method="", created=None, changed=None) == replace(
        asked, created=None, changed=None
    )
    assert mailed.changed in (None, asked.changed)
    assert mailed.created == asked.created


def test_invite_rule_14_an_invite_in_utc_is_the_same_time() -> None:
    """Google writes the invite of a single event in UTC; the zone is no more than what a person sees."""
    lines = [line.replace(";TZID=Europe/Berlin", "").replace("T100000", "T080000Z") for line in SINGLE[0]]
    mailed, asked = by_ics(*lines), by_google(**SINGLE[1])
    assert mailed.start is not None
    assert asked.start is not None
    assert (mailed.start.at, mailed.start.kind) == (asked.start.at, asked.start.kind)


def test_a_room_is_a_resource_by_every_way_in() -> None:
    room_line = "ATTENDEE;CUTYPE=RESOURCE;PARTSTAT=ACCEPTED;CN=Room 4:mailto:c_188@resource.example"
    mailed = by_ics("UID:x", "DTSTART;VALUE=DATE:20260401", room_line)
    room = {"email": "c_188@resource.example", "displayName": "Room 4", "responseStatus": "accepted"}
    asked = by_google(id="x", start={"date": "2026-04-01"}, attendees=[room | {"resource": True}])
    assert asked.attendees == mailed.attendees[:1]

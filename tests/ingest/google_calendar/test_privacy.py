"""Of an event that does not belong nothing is kept: no word, no name, no id, no trace in a log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from tests.ingest.google_calendar.desk import at, interview, sync
from tests.servers.google import faults

if TYPE_CHECKING:
    import pytest

    from tests.ingest.google_calendar.desk import Desk
    from tests.servers.google import GoogleServer
    from tests.servers.google.calendar import Calendar

WORDS = (
    "Cardiologist",
    "Doctor Vole",
    "vole@clinic.example",
    "Room 77",
    "secretmeet",
    "privateevent",
    "oncology",
)


def secret(**more: Any) -> dict[str, Any]:
    return {
        "id": "privateevent",
        "iCalUID": "privateevent@google.com",
        "summary": "Cardiologist",
        "description": "Ask about oncology",
        "location": "Room 77",
        "hangoutLink": "https://meet.google.com/secretmeet",
        "organizer": {"email": "vole@clinic.example", "displayName": "Doctor Vole"},
        "attendees": [{"email": "vole@clinic.example", "displayName": "Doctor Vole"}],
        "start": at("2026-04-02"),
        "end": at("2026-04-02", "11:00"),
        **more,
    }


def fill(calendar: Calendar) -> None:
    calendar.put(interview())
    calendar.put(secret())
    calendar.put(secret(id="privateevent2", recurrence=["RRULE:FREQ=SECONDLY"]))
    calendar.put(secret(id="privateevent3", recurrence=["RRULE:FREQ=WEEKLY"]))
    calendar.cancel_instance("privateevent3", at("2026-04-09"))


def test_what_does_not_belong_is_in_no_item_and_no_cursor(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    fill(calendar)
    sync(server, desk)
    desk.words = ("Acme", "Globex")  # and once more, by a second look
    sync(server, desk)
    calendar.cancel("privateevent")
    calendar.put({"id": "privateevent2", "start": {"dateTime": "nonsense"}})
    sync(server, desk)
    calendar.forget_tokens()
    sync(server, desk)
    assert len(desk.kept) == 1
    said = desk.everything().casefold()
    assert "interview at acme" in said
    assert not [word for word in WORDS if word.casefold() in said]


def test_no_word_of_a_calendar_and_no_token_reaches_a_log(
    server: GoogleServer, calendar: Calendar, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fill(calendar)
    server.faults.on(faults.named("events.list"), faults.backend_error())
    sync(server, desk)
    server.faults.on(faults.named("events.list"), faults.gone())
    sync(server, desk)
    server.faults.on(faults.named("events.list"), faults.not_found())
    sync(server, desk)
    assert not [word for word in (*WORDS, "Acme", "Bearer", "robin@home") if word in caplog.text]


def test_a_problem_never_holds_the_words_of_an_event(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put(interview(recurrence=["RRULE:FREQ=HOURLY"]))
    id = calendar.put(interview(summary="Interview with Doctor Vole of Acme"))
    calendar.events[id] |= {"start": {"dateTime": "Cardiologist"}}
    sync(server, desk)
    assert len(desk.problems) == 2
    assert not [word for word in (*WORDS, "Acme") if word in repr([one.detail for one in desk.problems])]


def test_only_the_fields_that_are_read_are_asked_for(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    fill(calendar)
    sync(server, desk)
    [asked] = [one for one in server.requests if one.name == "events.list"]
    assert "items(" in asked.value("fields")
    assert not [
        name for name in ("attachments", "creator", "reminders", "htmlLink") if name in asked.value("fields")
    ]

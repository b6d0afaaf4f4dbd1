"""What changes in a calendar, and what is taken of it."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from ingest.types import TimeKind
from tests.ingest.google_calendar.desk import SINCE, at, connector, interview, private, sync
from tests.servers.google import faults
from tests.servers.google.wire import Answer

if TYPE_CHECKING:
    from tests.ingest.google_calendar.desk import Desk
    from tests.servers.google import GoogleServer
    from tests.servers.google.calendar import Calendar

UPDATED = "2026-03-01T08:00:00Z"
LISTS = faults.named("events.list")


def test_a_calendar_without_changes_costs_two_requests_and_gives_nothing(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put(interview())
    sync(server, desk)
    before = server.http_requests
    sync(server, desk)
    assert server.http_requests - before == 2
    assert not desk.items


def test_an_event_that_was_taken_is_followed_though_it_does_not_belong_any_longer(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    one = calendar.put(interview())
    sync(server, desk)
    calendar.put({"id": one, "summary": "Talk with Jane"})
    sync(server, desk)
    calendar.cancel(one)
    sync(server, desk)
    assert [kept.event.summary for kept in desk.kept] == [
        "Interview at Acme",
        "Talk with Jane",
        "Talk with Jane",
    ]
    assert desk.told == [("Talk with Jane", "CANCELLED")]


def test_an_event_that_is_restored_goes_on(server: GoogleServer, calendar: Calendar, desk: Desk) -> None:
    one = calendar.put(interview())
    sync(server, desk)
    calendar.cancel(one)
    sync(server, desk)
    calendar.put({"id": one, "status": "confirmed"})
    sync(server, desk)
    assert desk.status(f"{one}@google.com") == "CONFIRMED"


def test_an_event_that_was_believed_gone_and_comes_back_unchanged_goes_on(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    """It was lost from a full list. Its `updated` is from before: the calendar's word of now counts."""
    one, _ = calendar.put(interview()), calendar.put(interview("2026-05-01"))
    sync(server, desk)
    hidden = calendar.events.pop(one)
    calendar.forget_tokens()
    sync(server, desk)
    assert desk.status(f"{one}@google.com") == "CANCELLED"
    calendar.events[one] = hidden
    calendar.forget_tokens()
    sync(server, desk)
    assert desk.status(f"{one}@google.com") == "CONFIRMED"
    calendar.forget_tokens()
    sync(server, desk)
    assert not desk.items


def test_an_instance_that_is_moved_then_cancelled_then_its_series(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    series = calendar.put(interview(recurrence=["RRULE:FREQ=WEEKLY"]))
    instance: dict[str, Any] = {"recurringEventId": series, "originalStartTime": at("2026-04-08")}
    id = calendar.put(
        interview("2026-04-08", start=at("2026-04-09"), end=at("2026-04-09", "11:00"), **instance)
    )
    sync(server, desk)
    uid, rid = f"{series}@google.com", "20260408T080000Z"
    moved = desk.now()[uid, rid].start
    assert moved is not None
    assert moved.at.day == 9
    calendar.cancel(id)
    sync(server, desk)
    assert (desk.status(uid, rid), desk.status(uid)) == ("CANCELLED", "CONFIRMED")
    calendar.cancel(series)
    sync(server, desk)
    assert (desk.status(uid, rid), desk.status(uid)) == ("CANCELLED", "CANCELLED")
    sync(server, desk)
    assert not desk.items


def test_an_instance_that_says_nothing_of_the_company_comes_with_its_series(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    """Also where the list names the instance first, and pages lie between them."""
    calendar.page_size = 1
    series = calendar.put(interview(recurrence=["RRULE:FREQ=WEEKLY"]))
    instance: dict[str, Any] = {"recurringEventId": series, "originalStartTime": at("2026-04-08")}
    calendar.put(interview("2026-04-09", "moved", **instance))
    whole = calendar.events.pop(series)
    calendar.events[series] = whole
    sync(server, desk)
    assert sorted(desk.told) == [("Interview at Acme", "CONFIRMED"), ("moved", "CONFIRMED")]


def test_what_the_mail_makes_known_later_is_looked_for_once_and_no_token_is_lost(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put(interview(summary="Interview at Globex"))
    calendar.put(private())
    sync(server, desk)
    assert not desk.items
    desk.words = ("Globex",)
    sync(server, desk)
    assert desk.told == [("Interview at Globex", "CONFIRMED")]
    before = server.http_requests
    sync(server, desk)
    assert server.http_requests - before == 2
    assert not desk.items


def test_an_event_that_was_over_before_since_is_left_and_comes_when_more_is_wanted(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put(interview("2025-06-01"))
    calendar.put(interview("2025-06-02", "Acme weekly", recurrence=["RRULE:FREQ=WEEKLY"]))
    sync(server, desk)
    assert desk.told == [("Acme weekly", "CONFIRMED")]
    sync(server, desk, since=SINCE - dt.timedelta(days=365))
    assert desk.told == [("Interview at Acme", "CONFIRMED")]
    sync(server, desk, since=SINCE - dt.timedelta(days=365))
    assert not desk.items


@pytest.mark.parametrize("kind", ["outOfOffice", "focusTime", "workingLocation", "birthday"])
def test_an_event_of_another_type_is_never_taken(
    server: GoogleServer, calendar: Calendar, desk: Desk, kind: str
) -> None:
    calendar.put(interview(eventType=kind))
    calendar.put(interview(eventType="fromGmail"))
    sync(server, desk)
    assert len(desk.versions) == 1


def test_guests_that_google_leaves_out_later_stay(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    people = [{"email": f"{name}@acme.example", "responseStatus": "needsAction"} for name in ("jo", "al")]
    one = calendar.put(interview(attendees=people))
    sync(server, desk)
    fewer = [people[0] | {"responseStatus": "accepted"}]
    calendar.put({"id": one, "attendees": fewer, "attendeesOmitted": True})
    sync(server, desk)
    [version] = desk.versions
    assert [(guest.address.email, guest.status) for guest in version.event.attendees] == [
        ("jo@acme.example", "ACCEPTED"),
        ("al@acme.example", "NEEDS-ACTION"),
    ]


def _without_words(event: dict[str, Any]) -> dict[str, Any]:
    shown = ("id", "iCalUID", "status", "start", "end", "recurrence", "updated", "sequence", "eventType")
    return {name: event[name] for name in shown if name in event} | {"visibility": "private"}


def test_an_event_of_which_only_the_time_is_shown_keeps_the_words_that_are_known(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    one = calendar.put(interview(description="Ask for Jane"))
    calendar.put(interview("2026-05-01"))
    sync(server, desk)
    calendar.put({"id": one, "start": at("2026-04-03"), "end": at("2026-04-03", "11:00")})
    for id, said in calendar.events.items():
        calendar.events[id] = _without_words(said)
    calendar.forget_tokens()
    sync(server, desk)
    [version] = desk.versions
    event = version.event
    assert (event.summary, event.description) == ("Interview at Acme", "Ask for Jane")
    assert event.start is not None
    assert event.start.at.day == 3


def test_an_event_without_words_is_not_taken_though_the_mail_knows_its_uid(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    """The invite says more, and a later version without words would outrank it."""
    one = calendar.put(interview())
    desk.uids = (f"{one}@google.com",)
    calendar.events[one] = _without_words(calendar.events[one])
    sync(server, desk)
    assert not desk.items


def test_a_bad_date_is_a_problem_only_of_an_event_that_belongs_or_was_taken(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    one = calendar.put(interview())
    sync(server, desk)
    bad = {"dateTime": "2026-13-45T99:00:00"}
    for event in (interview("2026-05-01"), private("2026-05-02"), {"id": one}):
        id = calendar.put(event)
        calendar.events[id] |= {"start": bad}
    sync(server, desk)
    assert [problem.code for problem in desk.problems] == ["bad-event", "bad-event"]
    assert {problem.detail for problem in desk.problems} == {"an event without a time that can be read"}
    assert not desk.versions
    assert one in {problem.place.spot for problem in desk.problems}


def test_a_whole_day_is_a_whole_day(server: GoogleServer, calendar: Calendar, desk: Desk) -> None:
    calendar.put(interview(start={"date": "2026-04-01"}, end={"date": "2026-04-02"}))
    sync(server, desk)
    [one] = desk.versions
    assert one.event.start is not None
    assert (one.event.start.kind, one.event.start.day) == (TimeKind.ALL_DAY, dt.date(2026, 4, 1))


def test_a_server_that_gives_no_token_is_listed_anew_each_time_and_nothing_comes_twice(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    def page(*events: dict[str, Any]) -> faults.Fault:
        return faults.Fault(Answer(200, json.dumps({"items": events, "updated": UPDATED}).encode()))

    both = interview(id="one", updated=UPDATED), interview(id="two", updated=UPDATED)
    for answer in (page(*both), page(*both), page(both[0])):
        server.faults.on(LISTS, answer)
    sync(server, desk)
    assert len(desk.versions) == 2
    sync(server, desk)
    assert not desk.items
    sync(server, desk)
    assert [(one.place.spot, one.event.status) for one in desk.versions] == [("two", "CANCELLED")]


def test_again_gives_no_event(server: GoogleServer, calendar: Calendar, desk: Desk) -> None:
    calendar.put(interview())
    sync(server, desk)
    place = desk.versions[0].place
    with connector(server, desk) as one:
        assert [(found, problem.code) for found, problem in one.again_many([place])] == [(place, "gone")]

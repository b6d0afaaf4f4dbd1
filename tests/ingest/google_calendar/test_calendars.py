"""Several calendars of one account: which are read, and the same event in two of them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import BusyError, SignInError
from ingest.google_calendar import choice
from ingest.google_calendar.choice import Calendar as Entry
from ingest.google_calendar.choice import chosen
from tests.ingest.google_calendar.desk import at, connector, interview, sync
from tests.servers.google import faults
from tests.servers.google.errors import refusal

if TYPE_CHECKING:
    from tests.ingest.google_calendar.desk import Desk
    from tests.servers.google import GoogleServer
    from tests.servers.google.faults import Fault

PRIMARY = Entry("robin@home.example", "Robin", role="owner", is_primary=True)
JOBS = Entry("jobs@group.calendar.google.com", "Jobs", "Job search", role="owner")
TEAM = Entry("team@group.calendar.google.com", "Team", role="writer")
FRIEND = Entry("jo@home.example", "Jo", role="reader")
BUSY = Entry("al@home.example", "Al", role="freeBusyReader")
HOLIDAYS = Entry("en.german#holiday@group.v.calendar.google.com", "Holidays", role="writer")
FORBIDDEN = faults.Fault(refusal(403, "forbidden", "Forbidden"))
ALL = (JOBS, HOLIDAYS, TEAM, FRIEND, PRIMARY, BUSY)


def test_unless_told_otherwise_those_are_read_where_the_person_puts_events() -> None:
    assert chosen(ALL, ()) == choice.Choice((PRIMARY, JOBS, TEAM))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("jobs", (JOBS,)),
        ("Job search", (JOBS,)),
        ("JOBS@group.calendar.google.com", (JOBS,)),
        ("primary", (PRIMARY,)),
        ("Jo", (FRIEND,)),
        ("Holidays", (HOLIDAYS,)),
    ],
)
def test_a_calendar_may_be_named_by_its_name_its_title_or_its_id(
    wanted: str, found: tuple[Entry, ...]
) -> None:
    assert chosen(ALL, (wanted,)) == choice.Choice(found)


def test_a_name_that_nothing_bears_is_missing_and_one_that_two_bear_means_both() -> None:
    twin = dataclasses.replace(TEAM, id="twin")
    assert chosen((*ALL, twin), ("Team", "Work")) == choice.Choice((TEAM, twin), ("Work",))


VALUES = st.none() | st.text() | st.booleans() | st.lists(st.integers(), max_size=1)
FIELDS = st.sampled_from(["id", "summary", "summaryOverride", "accessRole", "primary", "deleted"])


@given(st.lists(VALUES | st.dictionaries(FIELDS, VALUES)))
def test_a_list_may_hold_anything(entries: list[object]) -> None:
    chosen([one for one in map(choice.listed, entries) if one], ("x",))


def test_hidden_calendars_are_read_and_those_taken_off_are_not(server: GoogleServer, desk: Desk) -> None:
    for name in ("shown", "hidden", "deleted"):
        server.calendar(name).put(interview(summary=f"Acme {name}"))
    server.calendars["hidden"].hidden = True
    server.calendars["deleted"].deleted = True
    sync(server, desk)
    assert sorted(desk.told) == [("Acme hidden", "CONFIRMED"), ("Acme shown", "CONFIRMED")]
    with connector(server, desk, "shown", "nowhere") as one:
        found = one.calendars()
    assert [(calendar.id, calendar.name) for calendar in found.calendars] == [("shown", "shown")]
    assert found.missing == ("nowhere",)


@pytest.mark.parametrize("fault", [faults.not_found(), faults.bad_request(), FORBIDDEN])
def test_a_calendar_that_is_refused_is_a_problem_and_the_others_go_on(
    server: GoogleServer, desk: Desk, fault: Fault
) -> None:
    one, other = server.calendar("one"), server.calendar("other")
    one.put(interview(summary="Acme one"))
    sync(server, desk)
    before = desk.cursors["one"]
    one.put(interview(summary="Acme two"))
    other.put(interview(summary="Acme other"))
    server.faults.on(lambda asked: asked.arguments.get("calendarId") == "one", fault, times=None)
    sync(server, desk)
    assert [problem.code for problem in desk.problems] == ["unreadable-calendar"]
    assert desk.told == [("Acme other", "CONFIRMED")]
    assert desk.cursors["one"] == before
    server.faults.clear()
    sync(server, desk)
    assert desk.told == [("Acme two", "CONFIRMED")]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.insufficient(), SignInError),
        (faults.not_enabled(), SignInError),
        (faults.quota_exceeded(), BusyError),
    ],
)
def test_what_stops_the_account_is_raised(
    server: GoogleServer, desk: Desk, fault: Fault, error: type[Exception]
) -> None:
    server.calendar("one").put(interview())
    server.faults.on(faults.named("events.list"), fault, times=None)
    with pytest.raises(error):
        sync(server, desk)
    assert not desk.items


def test_a_calendar_that_vanishes_is_told_of_once_and_what_was_taken_there_stays(
    server: GoogleServer, desk: Desk
) -> None:
    server.calendar("one").put(interview())
    server.calendar("other")
    sync(server, desk)
    kept = server.calendars.pop("one")
    sync(server, desk)
    assert [(problem.code, problem.place.source) for problem in desk.items] == [("no-calendar", "work/one")]
    assert [one.event.status for one in desk.kept] == ["CONFIRMED"]
    sync(server, desk)
    assert not desk.items
    server.calendars["one"] = kept
    sync(server, desk)
    assert not desk.problems
    assert [one.event.status for one in desk.kept] == ["CONFIRMED"]


def test_a_calendar_that_is_not_chosen_any_longer_is_no_problem(server: GoogleServer, desk: Desk) -> None:
    server.calendar("one").put(interview())
    server.calendar("other")
    sync(server, desk)
    sync(server, desk, "other")
    assert not desk.items


def test_a_calendar_that_is_added_later_is_read_from_the_beginning(server: GoogleServer, desk: Desk) -> None:
    server.calendar("one")
    sync(server, desk)
    server.calendar("other").put(interview())
    sync(server, desk)
    assert desk.told == [("Interview at Acme", "CONFIRMED")]


def test_the_same_event_in_two_calendars_is_over_when_it_is_over_in_both(
    server: GoogleServer, desk: Desk
) -> None:
    one, other = server.calendar("one"), server.calendar("other")
    first = one.put(interview(iCalUID="meeting@acme.example", sequence=4))
    second = other.put(interview(iCalUID="meeting@acme.example"))
    sync(server, desk)
    assert len(desk.versions) == 2
    one.cancel(first)
    sync(server, desk)
    assert not desk.items
    assert desk.status("meeting@acme.example") == "CONFIRMED"
    one.forget_tokens()
    sync(server, desk)
    assert not desk.versions
    other.cancel(second)
    sync(server, desk)
    assert desk.status("meeting@acme.example") == "CANCELLED"
    sync(server, desk)
    assert not desk.items


def test_the_same_event_that_is_deleted_in_both_at_once_is_over(server: GoogleServer, desk: Desk) -> None:
    one, other = server.calendar("one"), server.calendar("other")
    first, second = (each.put(interview(iCalUID="meeting@acme.example")) for each in (one, other))
    sync(server, desk)
    one.cancel(first)
    other.cancel(second)
    sync(server, desk)
    assert desk.status("meeting@acme.example") == "CANCELLED"


@pytest.mark.parametrize(("here", "there"), [("one", "other"), ("other", "one")])
def test_an_event_that_is_moved_to_another_calendar_goes_on_and_may_come_back(
    server: GoogleServer, desk: Desk, here: str, there: str
) -> None:
    """events.move: it is deleted here, and there under the same id."""
    server.calendar("one")
    server.calendar("other")
    source, target = server.calendars[here], server.calendars[there]
    id = source.put(interview())
    uid = f"{id}@google.com"
    sync(server, desk)
    for moves, (old, new) in enumerate([(source, target), (target, source), (source, target)]):
        new.put({**old.events[id], "status": "confirmed", "sequence": 0, "updated": None})
        old.cancel(id)
        sync(server, desk)
        assert desk.status(uid) == "CONFIRMED", moves
        assert all(one.event.status == "CONFIRMED" for one in desk.kept)
    target.cancel(id)
    sync(server, desk)
    assert desk.status(uid) == "CANCELLED"


def test_an_event_that_is_moved_and_renamed_at_once_is_still_the_same(
    server: GoogleServer, desk: Desk
) -> None:
    one, other = server.calendar("one"), server.calendar("other")
    id = one.put(interview())
    sync(server, desk)
    other.put({**one.events[id], "summary": "Talk with Jane", "updated": None})
    one.cancel(id)
    sync(server, desk)
    assert desk.told == [("Talk with Jane", "CONFIRMED")]
    assert desk.status(f"{id}@google.com") == "CONFIRMED"


def test_a_series_that_is_moved_takes_its_instances_along(server: GoogleServer, desk: Desk) -> None:
    one, other = server.calendar("one"), server.calendar("other")
    series = one.put(interview(recurrence=["RRULE:FREQ=WEEKLY"]))
    instance: dict[str, Any] = {"recurringEventId": series, "originalStartTime": at("2026-04-08")}
    id = one.put(interview("2026-04-09", **instance))
    sync(server, desk)
    for event in (series, id):
        other.put({**one.events[event], "updated": None})
    one.cancel(series)
    sync(server, desk)
    assert {event.status for event in desk.now().values()} == {"CONFIRMED"}

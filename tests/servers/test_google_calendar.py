"""What this server says of calendars, against Google's documentation, through Google's own client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from googleapiclient.errors import HttpError

from tests.servers.google.client import service
from tests.servers.google.faults import empty_page, named

if TYPE_CHECKING:
    from tests.servers.google import GoogleServer
    from tests.servers.google.calendar import Calendar

WEEKLY = ["RRULE:FREQ=WEEKLY;COUNT=4"]


@pytest.fixture
def calendar(google: GoogleServer) -> Calendar:
    return google.calendar("robin@gmail.example", "Robin", primary=True)


@pytest.fixture
def api(google: GoogleServer) -> Any:
    return service("calendar.v3", google.url)


def call(day: int, **more: Any) -> dict[str, Any]:
    return {
        "summary": f"Call {day}",
        "start": {"dateTime": f"2026-02-{day:02}T10:00:00+01:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": f"2026-02-{day:02}T11:00:00+01:00", "timeZone": "Europe/Berlin"},
        **more,
    }


def events(api: Any, **asked: Any) -> Any:
    return api.events().list(**{"calendarId": "primary", **asked}).execute()


def error(request: Any) -> tuple[int, str]:
    with pytest.raises(HttpError) as caught:
        request.execute()
    return int(caught.value.resp.status), caught.value.error_details[0]["reason"]


def test_the_list_of_calendars_says_names_roles_and_which_is_primary(
    google: GoogleServer, calendar: Calendar, api: Any
) -> None:
    other = google.calendar("team#1@group.calendar.example", "Team", role="reader")
    other.summary_override = "My team"
    google.calendar("x@group.calendar.example").hidden = True
    first = api.calendarList().list(maxResults=1).execute()
    second = api.calendarList().list(maxResults=1, pageToken=first["nextPageToken"]).execute()
    (one,), (two,) = first["items"], second["items"]
    assert (one["id"], one["primary"], one["accessRole"]) == (calendar.id, True, "owner")
    assert (two["summary"], two["summaryOverride"], two["accessRole"]) == ("Team", "My team", "reader")
    assert "nextPageToken" not in second
    assert len(api.calendarList().list(showHidden=True).execute()["items"]) == 3
    assert len(api.calendarList().list(minAccessRole="writer").execute()["items"]) == 1
    assert events(api, calendarId=other.id)["accessRole"] == "reader"


def test_an_event_is_filled_in_and_goes_up_in_sequence_when_it_moves(calendar: Calendar, api: Any) -> None:
    id = calendar.put(call(2))
    (first,) = events(api)["items"]
    calendar.put({"id": id, "description": "Bring a CV"})
    calendar.put({"id": id, "start": call(3)["start"]})
    second = api.events().get(calendarId="primary", eventId=id).execute()
    assert (first["iCalUID"], first["sequence"], first["status"]) == (f"{id}@google.com", 0, "confirmed")
    assert (second["sequence"], second["description"], second["created"]) == (
        1,
        "Bring a CV",
        first["created"],
    )
    assert second["updated"] > first["updated"]
    assert second["etag"] != first["etag"]


def test_the_sync_token_is_on_the_last_page_only(calendar: Calendar, api: Any) -> None:
    ids = [calendar.put(call(day)) for day in range(1, 6)]
    request, pages = api.events().list(calendarId="primary", maxResults=2), []
    while request is not None:
        pages.append(request.execute())
        request = api.events().list_next(request, pages[-1])
    assert [one["id"] for page in pages for one in page["items"]] == ids
    assert ["nextSyncToken" in page for page in pages] == [False, False, True]


def test_a_sync_token_gives_what_changed_since_the_first_page_of_its_list(
    calendar: Calendar, api: Any
) -> None:
    for day in (1, 2, 3):
        calendar.put(call(day))
    first = events(api, maxResults=2)
    between = calendar.put(call(4))
    last = events(api, maxResults=2, pageToken=first["nextPageToken"])
    found = events(api, maxResults=2, syncToken=last["nextSyncToken"])
    assert [one["id"] for one in found["items"]] == [between]
    assert events(api, maxResults=2, syncToken=found["nextSyncToken"])["items"] == []


def test_a_deleted_event_is_in_no_full_list_and_bare_in_the_next_sync(calendar: Calendar, api: Any) -> None:
    id = calendar.put(call(2))
    token = events(api)["nextSyncToken"]
    calendar.cancel(id)
    assert events(api)["items"] == []
    assert len(events(api, showDeleted=True)["items"]) == 1
    assert events(api, syncToken=token)["items"] == [{"id": id, "status": "cancelled"}]
    calendar.full_tombstones = True
    assert events(api, syncToken=token)["items"][0]["summary"] == "Call 2"


def test_a_cancelled_instance_is_in_full_lists_while_its_series_lives(calendar: Calendar, api: Any) -> None:
    series = calendar.put(call(2, recurrence=WEEKLY))
    original = {"dateTime": "2026-02-09T10:00:00+01:00", "timeZone": "Europe/Berlin"}
    id = calendar.cancel_instance(series, original)
    assert id == f"{series}_20260209T090000Z"
    listed = {one["id"]: one for one in events(api)["items"]}
    assert listed[id] == {
        "id": id,
        "recurringEventId": series,
        "originalStartTime": original,
        "status": "cancelled",
    }
    calendar.cancel(series)
    assert events(api)["items"] == []


def test_an_instance_that_moved_is_an_event_with_the_uid_of_its_series(calendar: Calendar, api: Any) -> None:
    series = calendar.put(call(2, recurrence=WEEKLY))
    original = {"dateTime": "2026-02-09T09:00:00Z"}
    calendar.put({**call(10), "recurringEventId": series, "originalStartTime": original})
    master, moved = events(api)["items"]
    assert (moved["iCalUID"], moved["originalStartTime"]) == (master["iCalUID"], original)
    assert ("recurrence" in master, "recurrence" in moved) == (True, False)


def test_forgotten_tokens_ask_for_a_full_sync(calendar: Calendar, api: Any) -> None:
    token = events(api)["nextSyncToken"]
    calendar.forget_tokens()
    assert error(api.events().list(calendarId="primary", syncToken=token)) == (410, "fullSyncRequired")
    assert "nextSyncToken" in events(api)


@pytest.mark.parametrize(
    "more",
    [
        {"timeMin": "2026-02-01T00:00:00Z"},
        {"timeMax": "2026-02-01T00:00:00Z"},
        {"updatedMin": "2026-02-01T00:00:00Z"},
        {"q": "call"},
        {"orderBy": "updated"},
        {"iCalUID": "x"},
        {"showDeleted": False},
    ],
)
def test_a_sync_token_goes_with_no_parameter_that_narrows(
    calendar: Calendar, api: Any, more: dict[str, Any]
) -> None:
    token = events(api)["nextSyncToken"]
    assert error(api.events().list(calendarId="primary", syncToken=token, **more))[0] == 400


def test_other_parameters_than_at_the_first_list_are_a_violation(
    google: GoogleServer, calendar: Calendar, api: Any
) -> None:
    token = events(api, maxResults=2500)["nextSyncToken"]
    events(api, syncToken=token, maxResults=2500, fields="items,nextSyncToken")
    assert google.violations == []
    events(api, syncToken=token, maxResults=10)
    assert len(google.violations) == 1


@pytest.mark.parametrize("token", ["x", "of another calendar"])
def test_a_token_that_was_not_given_for_this_calendar_is_refused(
    google: GoogleServer, calendar: Calendar, api: Any, token: str
) -> None:
    if token != "x":
        google.calendar("other@gmail.example")
        token = events(api, calendarId="other@gmail.example")["nextSyncToken"]
    assert error(api.events().list(calendarId="primary", syncToken=token))[0] == 400
    assert error(api.events().list(calendarId="primary", pageToken=token))[0] == 400


@pytest.mark.parametrize(
    ("bounds", "days"),
    [
        ({"timeMin": "2026-02-05T10:30:00+01:00"}, {5, 9}),  # one that still goes on
        ({"timeMin": "2026-02-05T11:00:00+01:00"}, {9}),
        ({"timeMax": "2026-02-05T10:00:00+01:00"}, {2}),
        ({"timeMin": "2026-03-01T00:00:00Z"}, {9}),  # its series has an instance on 2 March
        ({"timeMin": "2026-03-02T12:00:00Z"}, set()),
    ],
)
def test_a_span_of_time_has_what_overlaps_it_and_a_series_spans_its_instances(
    calendar: Calendar, api: Any, bounds: dict[str, str], days: set[int]
) -> None:
    for one in (call(2), call(5), call(9, recurrence=WEEKLY)):
        calendar.put(one)
    assert {int(one["summary"].split()[1]) for one in events(api, **bounds)["items"]} == days


def test_a_page_may_be_empty_and_the_next_one_not(google: GoogleServer, calendar: Calendar, api: Any) -> None:
    id = calendar.put(call(2))
    google.faults.on(named("events.list"), empty_page())
    empty = events(api)
    assert (empty["items"], "nextSyncToken" in empty) == ([], False)
    full = events(api, pageToken=empty["nextPageToken"])
    assert [one["id"] for one in full["items"]] == [id]
    assert "nextSyncToken" in full


def test_a_calendar_that_is_not_there_is_not_found(calendar: Calendar, api: Any) -> None:
    assert error(api.events().list(calendarId="nobody@gmail.example")) == (404, "notFound")


def test_the_answer_says_when_the_calendar_last_changed(calendar: Calendar, api: Any) -> None:
    token = events(api)["nextSyncToken"]
    id = calendar.put(call(2))
    calendar.cancel(id)
    answer = events(api, syncToken=token)
    assert answer["updated"] == calendar.events[id]["updated"] == "2026-01-05T09:00:02.000Z"

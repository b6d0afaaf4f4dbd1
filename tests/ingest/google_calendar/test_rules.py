"""Each rule of syncing a Google calendar has a test that is named after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.ingest.google_calendar.desk import at, interview, private, sync
from tests.servers.google import faults

if TYPE_CHECKING:
    from tests.ingest.google_calendar.desk import Desk
    from tests.servers.google import GoogleServer
    from tests.servers.google.calendar import Calendar
    from tests.servers.google.wire import Request

LISTS = faults.named("events.list")


def lists(server: GoogleServer) -> list[Request]:
    return [one for one in server.requests if one.name == "events.list"]


def weekly(calendar: Calendar, day: str = "2026-04-01", **more: Any) -> str:
    return calendar.put(interview(day, recurrence=["RRULE:FREQ=WEEKLY;COUNT=5"], **more))


# Rule 22


def test_rule_22_the_sync_token_is_taken_from_the_last_page_only(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.page_size = 2
    for day in range(1, 8):
        calendar.put(interview(f"2026-04-0{day}"))
    sync(server, desk)
    assert len(lists(server)) == 4
    assert len(desk.versions) == 7
    *earlier, last = desk.batches
    assert len({batch.cursor for batch in earlier}) == 1
    assert last.cursor != earlier[0].cursor
    sync(server, desk)
    assert lists(server)[-1].value("syncToken")
    assert not desk.items


def test_rule_22_a_page_may_be_empty_and_lead_on(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put(interview())
    server.faults.on(LISTS, faults.empty_page())
    sync(server, desk)
    assert desk.told == [("Interview at Acme", "CONFIRMED")]
    calendar.put(interview("2026-05-01"))
    server.faults.on(LISTS, faults.empty_page(), times=2)
    sync(server, desk)
    assert len(desk.versions) == 1


def test_rule_22_a_token_never_goes_with_a_span_and_the_other_parameters_are_always_the_same(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put(interview())
    sync(server, desk)
    desk.words = ("Acme", "Globex")
    calendar.put(interview("2026-05-01"))
    sync(server, desk)
    calendar.forget_tokens()
    sync(server, desk)
    constant = {
        tuple(
            sorted((name, *said) for name, said in one.query.items() if name not in ("syncToken", "timeMin"))
        )
        for one in lists(server)
    }
    assert len(constant) == 1
    spans = [("syncToken" in one.query, "timeMin" in one.query) for one in lists(server)]
    assert spans == [(False, False), (True, False), (False, True), (True, False), (False, False)]
    assert not server.violations


# Rule 23


def test_rule_23_after_410_what_the_full_list_lacks_is_over(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    gone, stays = calendar.put(interview()), calendar.put(interview("2026-05-01"))
    sync(server, desk)
    calendar.cancel(gone)
    calendar.put(interview("2026-06-01"))
    calendar.forget_tokens()
    sync(server, desk)
    assert desk.status(f"{gone}@google.com") == "CANCELLED"
    assert desk.status(f"{stays}@google.com") == "CONFIRMED"
    assert len(desk.versions) == 2
    assert [one.status for one in lists(server)][-2:] == [410, 200]


def test_rule_23_410_in_the_middle_of_the_pages_begins_the_list_anew(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    gone = calendar.put(interview())
    sync(server, desk)
    calendar.page_size = 1
    calendar.cancel(gone)
    for month in (5, 6, 7):
        calendar.put(interview(f"2026-0{month}-01"))
    server.faults.on(lambda one: LISTS(one) and "pageToken" in one.query, faults.gone())
    sync(server, desk)
    assert desk.status(f"{gone}@google.com") == "CANCELLED"
    assert sorted(status for _, status in desk.told) == ["CANCELLED", *["CONFIRMED"] * 3]
    sync(server, desk)
    assert not desk.items


def test_rule_23_410_again_and_again_is_a_problem_of_that_calendar(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put(interview())
    server.faults.on(LISTS, faults.gone(), times=None)
    sync(server, desk)
    assert [one.code for one in desk.problems] == ["unreadable-calendar"]
    server.faults.clear()
    sync(server, desk)
    assert len(desk.versions) == 1


# Rule 24


def test_rule_24_a_deleted_event_is_known_by_its_bare_id(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    one = calendar.put(interview(location="Room 1"))
    sync(server, desk)
    calendar.cancel(one)
    sync(server, desk)
    [version] = desk.versions
    assert (version.event.status, version.event.location) == ("CANCELLED", "Room 1")
    assert version.place.spot == one
    sync(server, desk)
    assert not desk.items


def test_rule_24_a_deleted_event_that_was_never_taken_leaves_nothing(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    one = calendar.put(private())
    sync(server, desk)
    calendar.cancel(one)
    sync(server, desk)
    assert not desk.items


def test_rule_24_a_cancelled_instance_is_known_by_its_series_and_when_it_would_have_been(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    series = weekly(calendar, sequence=3)
    sync(server, desk)
    calendar.cancel_instance(series, at("2026-04-08"))
    sync(server, desk)
    [version] = desk.versions
    event = version.event
    assert (event.uid, event.recurrence_id) == (f"{series}@google.com", "20260408T080000Z")
    assert (event.status, event.sequence, event.recurs) == ("CANCELLED", 3, "")
    assert event.start is not None
    assert event.end is not None
    assert (event.start.at.isoformat(), event.end.at.hour) == ("2026-04-08T08:00:00+00:00", 9)
    assert desk.status(f"{series}@google.com") == "CONFIRMED"
    sync(server, desk)
    assert not desk.items


def test_rule_24_a_cancelled_instance_of_a_private_series_leaves_nothing(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    series = calendar.put(private(recurrence=["RRULE:FREQ=WEEKLY"]))
    calendar.cancel_instance(series, at("2026-04-09"))
    sync(server, desk)
    calendar.cancel_instance(series, at("2026-04-16"))
    sync(server, desk)
    assert not desk.items


# Rule 26


def test_rule_26_a_calendar_that_is_empty_all_of_a_sudden_is_not_believed_and_told_of_once(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    one = calendar.put(interview())
    sync(server, desk)
    kept = dict(calendar.events)
    calendar.events.clear()
    calendar.forget_tokens()
    sync(server, desk)
    assert [item.code for item in desk.items] == ["suddenly-empty"]
    calendar.forget_tokens()
    sync(server, desk)
    assert not desk.items
    calendar.events.update(kept)
    calendar.cancel(one)
    sync(server, desk)
    assert desk.told == [("Interview at Acme", "CANCELLED")]


def test_rule_26_what_the_token_itself_says_of_every_event_is_believed(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    both = calendar.put(interview()), calendar.put(interview("2026-05-01"))
    sync(server, desk)
    for one in both:
        calendar.cancel(one)
    sync(server, desk)
    assert [status for _, status in desk.told] == ["CANCELLED", "CANCELLED"]
    assert not desk.problems


# Invites 1 to 5


def test_invite_rule_1_an_event_of_ones_own_calendar_has_no_method(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put(interview())
    sync(server, desk)
    assert [one.event.method for one in desk.versions] == [""]


def test_invite_rule_2_a_later_change_wins_though_sequence_does_not_grow(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    one = calendar.put(interview())
    sync(server, desk)
    calendar.put({"id": one, "summary": "Second interview at Acme"})
    sync(server, desk)
    first, second = (kept.event for kept in desk.kept)
    assert first.sequence == second.sequence
    assert first.stamp is not None
    assert second.stamp is not None
    assert first.stamp < second.stamp
    assert desk.now()[first.uid, ""].summary == "Second interview at Acme"


def test_invite_rule_2_what_is_over_outranks_what_was_known(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    """A bare tombstone says neither SEQUENCE nor when: it has the last SEQUENCE and the later stamp."""
    one = calendar.put(interview(sequence=7))
    sync(server, desk)
    calendar.cancel(one)
    calendar.updated = "2020-01-01T00:00:00Z"
    sync(server, desk)
    on, off = (kept.event for kept in desk.kept)
    assert off.sequence == 7
    assert on.stamp is not None
    assert off.stamp is not None
    assert off.stamp > on.stamp


def test_invite_rule_3_a_deleted_series_ends_its_changed_instances_and_one_instance_ends_alone(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    series = weekly(calendar)
    moved: dict[str, Any] = {"recurringEventId": series, "originalStartTime": at("2026-04-08")}
    calendar.put(interview("2026-04-10", **moved))
    calendar.put(interview("2026-04-17", **moved | {"originalStartTime": at("2026-04-15")}))
    sync(server, desk)
    uid = f"{series}@google.com"
    calendar.cancel_instance(series, at("2026-04-08"))
    sync(server, desk)
    states = [desk.status(uid, rid) for rid in ("", "20260408T080000Z", "20260415T080000Z")]
    assert states == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    calendar.cancel(series)
    sync(server, desk)
    states = [desk.status(uid, rid) for rid in ("", "20260408T080000Z", "20260415T080000Z")]
    assert states == ["CANCELLED", "CANCELLED", "CANCELLED"]


def test_invite_rule_3_a_series_that_ends_without_word_of_its_instances_ends_them(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    """Also where nothing but an instance was taken: its id tells the series."""
    series = calendar.put(private(recurrence=["RRULE:FREQ=WEEKLY"]))
    instance: dict[str, Any] = {"recurringEventId": series, "originalStartTime": at("2026-04-09")}
    calendar.put(interview("2026-04-09", **instance))
    sync(server, desk)
    assert desk.told == [("Interview at Acme", "CONFIRMED")]
    event = calendar.events[series]
    calendar.put({**event, "status": "cancelled"})
    sync(server, desk)
    assert desk.told == [("Interview at Acme", "CANCELLED")]


def test_invite_rule_4_the_organizer_is_kept_as_google_names_it(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put(interview(organizer={"email": "Jane@Acme.example", "displayName": "Jane Roe"}))
    sync(server, desk)
    [one] = desk.versions
    assert one.event.organizer is not None
    assert (one.event.organizer.email, one.event.organizer.name) == ("jane@acme.example", "Jane Roe")


def test_invite_rule_5_an_instance_without_its_series_is_normal(
    server: GoogleServer, calendar: Calendar, desk: Desk
) -> None:
    series = calendar.put(private(recurrence=["RRULE:FREQ=WEEKLY"]))
    instance: dict[str, Any] = {"recurringEventId": series, "originalStartTime": at("2026-04-09")}
    calendar.put(interview("2026-04-10", **instance))
    del calendar.events[series], calendar.changes[series]
    sync(server, desk)
    [one] = desk.versions
    assert (one.event.uid, one.event.recurrence_id) == (f"{series}@google.com", "20260409T080000Z")


# Invite rules 9, 13 and 14 are held in test_events.py and test_same_meeting.py.

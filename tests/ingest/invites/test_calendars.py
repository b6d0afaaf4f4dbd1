"""Each rule of reading a calendar has a file in tests/calendars, and its whole reading beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.invites.events import read_calendar
from ingest.types import Event, Place, Problem, TimeKind
from tests.ingest import golden

CALENDARS = Path(__file__).parents[2] / "calendars"


def read(name: str) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    return read_calendar((CALENDARS / f"{name}.ics").read_bytes(), Place(name, "ics"))


def only(name: str) -> Event:
    (event,), problems = read(name)
    assert problems == ()
    return event


def start(name: str) -> tuple[str, TimeKind]:
    event = only(name)
    assert event.start is not None
    return event.start.at.isoformat(), event.start.kind


@pytest.mark.parametrize("fixture", sorted(CALENDARS.glob("*.ics")), ids=lambda path: path.stem)
def test_a_calendar_is_read_as_it_was_before(fixture: Path) -> None:
    events, problems = read_calendar(fixture.read_bytes(), Place(fixture.name, "ics"))
    golden.check(fixture, [events, problems])


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("outlook-windows-zone", "2026-04-01T08:00:00+00:00"),
        ("outlook-display-name-zone", "2026-04-01T08:00:00+00:00"),
        ("outlook-unquoted-display-name", "2026-04-01T14:00:00+00:00"),
        ("outlook-tzone-utc", "2026-04-01T10:00:00+00:00"),
        ("outlook-custom-zone", "2026-04-01T17:00:00+00:00"),
        ("outlook-custom-zone-after-the-event", "2026-04-01T14:00:00+00:00"),
        ("vendor-path-zone", "2026-04-01T13:00:00+00:00"),
        ("utc-time-with-zone", "2026-04-01T10:00:00+00:00"),
        ("apple-invite", "2026-07-15T08:30:00+00:00"),
        ("teams-invite", "2026-07-07T09:00:00+00:00"),
        ("loose-time", "2026-04-01T10:00:00+00:00"),
        ("repeated-dtstart", "2026-04-01T10:00:00+00:00"),
        ("bom", "2026-04-01T10:00:00+00:00"),
        ("utf-16", "2026-04-01T10:00:00+00:00"),
        ("latin-1", "2026-04-01T10:00:00+00:00"),
    ],
)
def test_a_time_with_a_zone_is_an_instant(name: str, at: str) -> None:
    assert start(name) == (at, TimeKind.ZONED)


def test_two_senders_that_share_a_custom_zone_name_keep_their_own_offsets() -> None:
    first = start("outlook-custom-zone"), start("outlook-custom-zone-after-the-event")
    second = start("outlook-custom-zone-after-the-event"), start("outlook-custom-zone")
    assert first == tuple(reversed(second))
    assert first[0] != first[1]


def test_a_zone_that_nobody_knows_is_unresolved_and_not_floating() -> None:
    assert start("unknown-zone-is-unresolved") == ("2026-04-01T10:00:00", TimeKind.UNRESOLVED)


def test_a_time_without_a_zone_is_floating() -> None:
    assert start("floating") == ("2026-04-01T10:00:00", TimeKind.FLOATING)


def test_the_zone_of_a_feed_is_meant_by_its_floating_times_only() -> None:
    (floating, utc), _ = read("feed-zone-for-floating-times")
    assert floating.start is not None
    assert utc.start is not None
    assert floating.start.at.isoformat() == "2026-04-01T14:00:00+00:00"
    assert utc.start.at.isoformat() == "2026-04-01T10:00:00+00:00"


def test_what_calls_itself_a_date_is_a_time_where_a_time_of_day_is_written() -> None:
    events, _ = read("times-that-call-themselves-dates")
    kinds = [event.start.kind for event in events if event.start]
    assert kinds == [TimeKind.FLOATING, TimeKind.ZONED, TimeKind.ALL_DAY, TimeKind.ALL_DAY]


def test_a_date_of_nine_digits_is_none() -> None:
    (_, event), _ = read("times-with-a-digit-too-few-or-too-many")
    assert event.end is None


@pytest.mark.parametrize("name", ["apple-all-day", "all-day-with-zone"])
def test_a_date_is_a_whole_day_wherever_the_reader_is(name: str) -> None:
    at, kind = start(name)
    assert kind is TimeKind.ALL_DAY
    assert at.endswith("T00:00:00")


def test_the_end_is_the_start_and_the_duration() -> None:
    event = only("duration")
    assert event.end is not None
    assert event.end.at.isoformat() == "2026-04-01T08:45:00+00:00"


@pytest.mark.parametrize("name", ["bom", "utf-16", "latin-1", "fold-inside-a-character"])
def test_a_summary_survives_the_encoding_of_its_file(name: str) -> None:
    assert only(name).summary == "Gespräch"


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("google-invite", "https://meet.google.com/abc-defg-hij"),
        (
            "teams-invite",
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting_Abc%40thread.v2/0?context=%7b%7d",
        ),
        ("teams-link-in-description", "https://teams.microsoft.com/l/meetup-join/19%3ameeting"),
        ("zoom-ics", "https://us02web.zoom.us/j/81234567890?pwd=Ab1"),
        ("calendly", "https://calendly.com/events/1c2d/google_meet"),
        ("conference-property", "https://video.example/room/12"),
        ("proofpoint-link", "https://acme.zoom.us/j/99?pwd=x"),
        ("unfolded-description", "https://zoom.us/j/123456"),
        ("apple-invite", ""),
    ],
)
def test_the_link_is_the_one_that_joins_the_meeting(name: str, link: str) -> None:
    assert only(name).link == link


def test_what_is_whole_before_a_cut_is_read() -> None:
    events, problems = read("truncated")
    assert [event.summary for event in events] == ["whole"]
    assert [problem.code for problem in problems] == ["truncated"]


def test_an_event_without_its_end_does_not_swallow_the_next() -> None:
    events, problems = read("truncated-in-the-middle")
    assert [event.summary for event in events] == ["whole"]
    assert [problem.code for problem in problems] == ["truncated"]


def test_a_to_do_without_its_end_does_not_swallow_the_events_after_it() -> None:
    events, problems = read("to-do-without-its-end")
    assert [event.summary for event in events] == ["The first", "The second"]
    assert [problem.code for problem in problems] == ["truncated"]


def test_several_calendars_in_one_file_keep_their_own_methods() -> None:
    events, _ = read("two-calendars")
    assert [(event.summary, event.method) for event in events] == [("first", "REQUEST"), ("second", "CANCEL")]


def test_a_line_that_was_not_folded_belongs_to_the_value_before_it() -> None:
    assert only("unfolded-description").description == (
        "Dear Alex,\nContact: Jane Roe\nhttps://zoom.us/j/123456\nSee you then"
    )


def test_garbage_in_one_property_costs_that_property_only() -> None:
    (event,), problems = read("garbage-sequence-and-time")
    assert (event.summary, event.sequence, event.start) == ("Call", 0, None)
    assert [problem.code for problem in problems] == ["bad-invite"]


def test_a_rule_faster_than_daily_is_refused_and_the_event_kept_as_single() -> None:
    (event,), problems = read("secondly-bomb")
    assert (event.recurs, event.summary) == ("", "Call")
    assert [problem.code for problem in problems] == ["bad-invite"]


def test_a_zone_that_changes_every_second_is_not_evaluated() -> None:
    assert start("zone-bomb") == ("2026-04-01T10:00:00", TimeKind.UNRESOLVED)


def test_master_and_overrides_are_told_apart_by_recurrence_id() -> None:
    (master, moved, later), _ = read("master-and-overrides")
    assert (master.recurrence_id, master.recurs) == ("", "FREQ=WEEKLY;COUNT=5")
    assert (moved.recurrence_id, moved.this_and_future) == ("20260330T080000Z", False)
    assert (later.recurrence_id, later.this_and_future) == ("20260406T080000Z", True)


def test_an_override_without_its_master_is_an_event() -> None:
    assert only("lone-override").recurrence_id == "20260330"


def test_a_method_inside_an_event_is_not_the_method() -> None:
    assert only("method-inside-event").method == ""


def test_addresses_are_compared_without_regard_to_case_or_scheme() -> None:
    for name in ("outlook-windows-zone", "apple-invite", "google-invite"):
        organizer = only(name).organizer
        assert organizer is not None
        assert organizer.email in ("jane.roe@acme.example", "jane@acme.example")


def test_an_html_description_is_read_as_text() -> None:
    assert only("outlook-html-description-only").description == "Join us\non Tuesday"
    assert "Bring your portfolio" in only("google-invite").description


def test_an_event_without_uid_gets_the_same_one_each_time() -> None:
    assert only("no-uid").uid == only("no-uid").uid
    assert only("no-uid").uid.endswith("@no-uid.invalid")


def test_bytes_without_a_calendar_are_a_problem() -> None:
    assert [problem.code for problem in read("no-calendar")[1]] == ["not-calendar"]

"""Against Radicale: what a person's calendar goes through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.credentials import Password
from ingest.errors import SignInError, SourceError
from tests.ingest.caldav.desk import connector, sync
from tests.servers.caldav.store import event

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.credentials import Credential
    from tests.ingest.caldav.desk import Desk
    from tests.servers.radicale import Radicale

OVERRIDE = """BEGIN:VEVENT
UID:series
RECURRENCE-ID:20260408T100000Z
DTSTAMP:20260302T080000Z
DTSTART:20260409T140000Z
DTEND:20260409T150000Z
SUMMARY:Interview at Acme
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def jobs(radicale: Radicale) -> Path:
    return radicale.calendar("jobs")


def put(calendar: Path, uid: str, raw: bytes = b"", **more: object) -> Path:
    place = calendar / f"{uid}.ics"
    place.write_bytes(raw or event(uid, **more))  # type: ignore[arg-type]
    return place


def test_a_first_sync_takes_what_belongs_and_nothing_else(radicale: Radicale, jobs: Path, desk: Desk) -> None:
    put(jobs, "one")
    put(jobs, "two", summary="Cardiologist")
    put(jobs, "old", day="20251201")
    sync(radicale.url, desk)
    [one] = desk.versions
    assert (one.event.uid, one.place.source, one.place.kind) == ("one", "jobs//robin/jobs", "caldav")
    assert not desk.problems
    said = desk.everything().casefold()
    assert "cardiologist" not in said
    assert "two.ics" not in said


def test_without_changes_one_request_is_all(radicale: Radicale, jobs: Path, desk: Desk) -> None:
    put(jobs, "one")
    sync(radicale.url, desk)
    before = len(radicale.requests)
    sync(radicale.url, desk)
    assert radicale.requests[before:] == ["PROPFIND /robin/"]
    assert not desk.batches[-1].items or desk.items == []


def test_a_change_a_move_and_an_end_come_as_later_versions(
    radicale: Radicale, jobs: Path, desk: Desk
) -> None:
    put(jobs, "one")
    put(jobs, "two")
    sync(radicale.url, desk)
    put(jobs, "one", hour=15)
    sync(radicale.url, desk)
    [moved] = desk.versions
    assert moved.event.start is not None
    assert moved.event.start.at.hour == 15
    (jobs / "two.ics").unlink()
    sync(radicale.url, desk)
    assert [(one.event.uid, one.event.status) for one in desk.versions] == [("two", "CANCELLED")]
    assert desk.status("one") == ""
    sync(radicale.url, desk)
    assert not desk.items


def test_a_new_calendar_is_read_too_and_one_that_goes_is_told_of_once(
    radicale: Radicale, jobs: Path, desk: Desk
) -> None:
    put(jobs, "one")
    sync(radicale.url, desk)
    put(radicale.calendar("more"), "two")
    sync(radicale.url, desk)
    assert [one.event.uid for one in desk.versions] == ["two"]
    radicale.remove("more")
    sync(radicale.url, desk)
    assert [one.code for one in desk.problems] == ["no-calendar"]
    assert desk.status("two") == ""
    sync(radicale.url, desk)
    assert not desk.items


def test_an_event_that_moves_between_calendars_is_no_cancellation(
    radicale: Radicale, jobs: Path, desk: Desk
) -> None:
    put(jobs, "one")
    other = radicale.calendar("other")
    sync(radicale.url, desk)
    (jobs / "one.ics").rename(other / "one.ics")
    sync(radicale.url, desk)
    assert desk.status("one") == ""
    (other / "one.ics").unlink()
    sync(radicale.url, desk)
    assert desk.status("one") == "CANCELLED"


def test_a_token_that_is_not_known_any_longer_lists_anew_and_sweeps(
    radicale: Radicale, jobs: Path, desk: Desk
) -> None:
    put(jobs, "one")
    put(jobs, "two")
    sync(radicale.url, desk)
    radicale.forget_tokens(jobs)
    (jobs / "two.ics").unlink()
    sync(radicale.url, desk)
    assert [(one.event.uid, one.event.status) for one in desk.versions] == [("two", "CANCELLED")]
    assert not desk.problems


def test_one_document_holds_a_series_and_its_changed_times(
    radicale: Radicale, jobs: Path, desk: Desk
) -> None:
    series = event("series", more="RRULE:FREQ=WEEKLY;COUNT=4\n").decode().replace("\r\n", "\n")
    put(jobs, "series", series.replace("END:VCALENDAR\n", OVERRIDE).encode())
    sync(radicale.url, desk)
    assert sorted(one.event.recurrence_id for one in desk.versions) == ["", "20260408T100000Z"]
    put(jobs, "series", series.encode())
    sync(radicale.url, desk)
    assert [(one.event.recurrence_id, one.event.status) for one in desk.versions] == [
        ("20260408T100000Z", "CANCELLED")
    ]


def test_a_wrong_password_is_a_sign_in_error_without_the_password(
    radicale: Radicale, jobs: Path, desk: Desk
) -> None:
    def wrong(refused: str = "") -> Credential:
        return Password("robin", "not-it-at-all")

    with pytest.raises(SignInError) as caught:
        sync(radicale.url, desk, sign_in=wrong)
    assert "not-it-at-all" not in repr(caught.value)
    assert "\n" not in str(caught.value)


def test_somebody_elses_calendar_is_refused_in_one_line(radicale: Radicale, desk: Desk) -> None:
    radicale.calendar("private", user="pat")
    with pytest.raises(SourceError, match="no calendars at /pat/private/") as caught:
        sync(f"{radicale.url}pat/private/", desk)
    assert "\n" not in str(caught.value)


def test_the_address_of_one_calendar_reads_that_one_alone(radicale: Radicale, jobs: Path, desk: Desk) -> None:
    put(jobs, "one")
    put(radicale.calendar("other"), "two")
    sync(f"{radicale.url}robin/jobs/", desk)
    assert [one.event.uid for one in desk.versions] == ["one"]
    put(jobs, "three")
    before = len(radicale.requests)
    sync(f"{radicale.url}robin/jobs/", desk)
    assert [one.event.uid for one in desk.versions] == ["three"]
    assert len(radicale.requests) - before == 3


def test_calendars_are_named_as_people_name_them(radicale: Radicale, desk: Desk) -> None:
    radicale.calendar("a", shown="Arbeit & Suche")
    radicale.calendar("b", shown="Home")
    radicale.calendar("c", shown="To do", components="VTODO")
    with connector(radicale.url, desk) as one:
        assert sorted(found.name for found in one.calendars().calendars) == ["Arbeit & Suche", "Home"]
    with connector(radicale.url, desk, "arbeit & suche", "Nowhere") as one:
        choice = one.calendars()
    assert [found.id for found in choice.calendars] == ["/robin/a"]
    assert choice.missing == ("Nowhere",)


def test_a_file_that_is_no_calendar_stops_nothing(radicale: Radicale, jobs: Path, desk: Desk) -> None:
    put(jobs, "bad", b"\x00\xff<not a calendar>")
    put(jobs, "cut", event("cut")[:-60])
    put(jobs, "one")
    sync(radicale.url, desk)
    assert [one.event.uid for one in desk.versions] == ["one"]
    sync(radicale.url, desk)
    assert [one.event.uid for one in desk.versions] == []

"""What `Event.recurs` holds of RRULE, EXDATE and RDATE."""

from __future__ import annotations

import pytest

from ingest.invites.events import read_calendar
from ingest.types import Place


def recurs(*lines: str) -> str:
    text = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:u", "DTSTART;TZID=Europe/London:20260401T100000", *lines)
    raw = "\r\n".join((*text, "END:VEVENT", "END:VCALENDAR", "")).encode()
    [event], _ = read_calendar(raw, Place("here", "ics"))
    return event.recurs


def test_dates_are_written_as_recurrence_ids_below_the_rule() -> None:
    found = recurs(
        "RRULE:FREQ=WEEKLY",
        "EXDATE;TZID=Europe/London:20260408T100000,20260415T100000",
        "EXDATE;VALUE=DATE:20260422",
        "RDATE;TZID=W. Europe Standard Time:20260601T100000",
    )
    assert found == "FREQ=WEEKLY\nEXDATE:20260408T090000Z,20260415T090000Z,20260422\nRDATE:20260601T080000Z"


def test_of_a_period_the_start_counts() -> None:
    assert recurs("RDATE;VALUE=PERIOD:20260501T100000Z/PT1H") == "RDATE:20260501T100000Z"


@pytest.mark.parametrize("line", ["EXDATE:rubbish", "EXDATE:", "EXDATE;TZID=Nowhere:20260408T100000"])
def test_nothing_recurs_by_what_it_leaves_out(line: str) -> None:
    assert recurs(line) == ""


def test_a_date_that_cannot_be_read_spoils_no_other() -> None:
    assert recurs("RRULE:FREQ=DAILY", "EXDATE:rubbish", "EXDATE:20260402T090000Z") == (
        "FREQ=DAILY\nEXDATE:20260402T090000Z"
    )

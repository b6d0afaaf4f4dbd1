"""Zones by their names, and zones that only a calendar's own VTIMEZONE explains."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.invites import components, observances, read_calendar, zones
from ingest.invites.definitions import Definitions
from ingest.invites.observances import Zone
from ingest.types import Place, TimeKind

CITIES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Sydney",
    "Asia/Tehran",
    "America/Sao_Paulo",
    "Asia/Kolkata",
)
EUROPE = (
    "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n"
    "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\n"
)


def stated(written: str) -> list[list[str]]:
    unfolded = components.text(f"BEGIN:VCALENDAR\n{written}END:VCALENDAR\n".encode())
    calendars, _, _ = components.split(unfolded, 1)
    return calendars[0].zones


def zone(written: str) -> Zone | None:
    (lines,) = stated(f"BEGIN:VTIMEZONE\nTZID:x\n{written}END:VTIMEZONE\n")
    return observances.read("x", lines)


def defined(name: str, written: str = "") -> Definitions:
    return Definitions(stated(f"BEGIN:VTIMEZONE\nTZID:{name}\n{written}END:VTIMEZONE\n"))


def hours(found: Zone | None, *at: int) -> float:
    assert found is not None
    return found.utcoffset(datetime(*at)) / timedelta(hours=1)  # type: ignore[arg-type]  # noqa: DTZ001


STATED = {
    city: observances.read(
        city, stated(icalendar.Timezone.from_tzid(city, last_date=date(2038, 1, 1)).to_ical().decode())[0]
    )
    for city in CITIES
}


@settings(deadline=None)
@given(st.sampled_from(CITIES), st.datetimes(datetime(1975, 1, 1), datetime(2037, 12, 31)))  # noqa: DTZ001
def test_the_rules_of_a_calendar_give_the_offsets_of_the_zone_that_they_state(
    city: str, wall: datetime
) -> None:
    found = STATED[city]
    assert found is not None
    assert found.utcoffset(wall) == wall.replace(tzinfo=ZoneInfo(city)).utcoffset()


@settings(deadline=None)
@given(st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_there_and_back_is_the_same_moment_but_for_the_hour_that_comes_twice(moment: datetime) -> None:
    found = zone(EUROPE)
    assert found is not None
    back = moment.astimezone(found).astimezone(UTC)
    assert moment - back in (timedelta(), timedelta(hours=1))


def test_a_skipped_hour_is_counted_by_the_offset_before_it() -> None:
    assert hours(zone(EUROPE), 2026, 3, 29, 1, 59) == 1
    assert hours(zone(EUROPE), 2026, 3, 29, 2, 30) == 1
    assert hours(zone(EUROPE), 2026, 3, 29, 3, 0) == 2


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    assert hours(zone(EUROPE), 2026, 10, 25, 2, 30) == 2
    assert hours(zone(EUROPE), 2026, 10, 25, 3, 0) == 1


def test_before_its_first_change_a_zone_has_the_offset_that_the_change_ends() -> None:
    summer = "BEGIN:DAYLIGHT\nDTSTART:20180325T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\n"
    assert hours(zone(summer), 2018, 1, 1) == 1
    assert hours(zone(summer), 2019, 1, 1) == 2


def test_before_a_change_that_ends_a_summer_a_zone_has_the_offsets_of_the_year_after() -> None:
    found = zone(
        "BEGIN:STANDARD\nDTSTART:20261025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\n"
        "BEGIN:DAYLIGHT\nDTSTART:20270328T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\n"
    )
    assert [hours(found, 2026, month, 15) for month in (2, 7)] == [1, 2]
    assert [hours(found, *day) for day in ((2025, 11, 15), (2024, 2, 29))] == [1, 1]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY",
        "FREQ=SECONDLY",
        "FREQ=YEARLY;BYDAY=1XX;BYMONTH=3",
        "FREQ=YEARLY;BYDAY=1SU",
        "FREQ=YEARLY;BYMONTH=13;BYDAY=1SU",
        "FREQ=YEARLY;BYHOUR=-1;BYMONTH=3;BYDAY=1SU",
        "FREQ=YEARLY;BYEASTER=1",
        "FREQ=YEARLY;INTERVAL=100000",
    ],
)
def test_a_zone_with_a_rule_that_cannot_be_reckoned_with_is_none(rule: str) -> None:
    assert zone(EUROPE.replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", rule)) is None


@pytest.mark.parametrize("name", ["Head Office", "CST", "(UTC+10:00) Brisbane", "GMT", "Israel"])
def test_a_name_with_several_meanings_means_what_its_calendar_says(name: str) -> None:
    assert isinstance(defined(name, EUROPE).find(name), Zone)


@pytest.mark.parametrize("name", ["America/New_York", "Pacific Standard Time", "UTC", "/x.org/1/Asia/Tokyo"])
def test_a_name_with_one_meaning_means_that_whatever_its_calendar_says(name: str) -> None:
    assert defined(name, EUROPE).find(name) == zones.known(name)


def test_a_zone_that_says_where_it_is_has_the_offsets_of_that_place() -> None:
    assert str(defined("HQ", "X-LIC-LOCATION:Asia/Tokyo\n" + EUROPE).find("HQ")) == "Asia/Tokyo"


@pytest.mark.parametrize("asked", ["head office", '"Head  Office"', "Head Office "])
def test_a_zone_is_found_however_its_name_is_spaced_and_quoted(asked: str) -> None:
    assert isinstance(defined("Head Office", EUROPE).find(asked), Zone)


def test_a_comma_may_be_escaped_where_the_zone_is_defined() -> None:
    assert isinstance(defined(r"Bonn\, Werk 2", EUROPE).find("Bonn, Werk 2"), Zone)


@pytest.mark.parametrize(
    ("tzid", "found"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("/Europe/Stockholm", "Europe/Stockholm"),
        ("America/Los Angeles", "America/Los_Angeles"),
        ("Pacific Standard Time", "America/Los_Angeles"),
        ("Pacific Standard Time:", "America/Los_Angeles"),
        ("Pacific Daylight Time", "America/Los_Angeles"),
        ("(UTC) Dublin, Edinburgh, Lisbon, London", "Europe/London"),
        ("(GMT-08:00) Pacific Time (US & Canada)", "America/Los_Angeles"),
        ("(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", "Europe/Helsinki"),
        ("(UTC+10:00) Canberra, Melbourne, Sydney", "Australia/Sydney"),
        ("(UTC+10:00) Brisbane", "Australia/Brisbane"),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "Asia/Kolkata"),
        ("/mozilla.org/20050126_1/Europe/London", "Europe/London"),
        ("PST", "America/Los_Angeles"),
        ("UTC+02:00", "UTC+02:00"),
        ("UTC+11", "UTC+11:00"),
        ("(GMT +01:00)", "UTC+01:00"),
        ("GMT+0200", "UTC+02:00"),
        ("Amsterdam, Belgrade, Berlin, Brussels", "Europe/Amsterdam"),
        ("Islamabad, Karachi, Tashkent", "Asia/Karachi"),
        ("Head Office", "None"),
        ("Head Office, Third Floor", "None"),
        ("../../etc/passwd", "None"),
        ("", "None"),
        ("\x00", "None"),
    ],
)
def test_a_zone_is_found_by_every_name_that_programs_use(tzid: str, found: str) -> None:
    assert str(zones.find(tzid)) == found


def test_a_zone_that_its_calendar_defines_in_vain_is_not_taken_from_another_calendar_of_the_file() -> None:
    def calendar(rules: str) -> bytes:
        zone = f"BEGIN:VTIMEZONE\nTZID:Customized Time Zone\n{rules}END:VTIMEZONE\n"
        event = "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Customized Time Zone:20260401T100000\nEND:VEVENT\n"
        return f"BEGIN:VCALENDAR\n{zone}{event}END:VCALENDAR\n".encode()

    rules = "BEGIN:STANDARD\nDTSTART:20000101\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0200\nEND:STANDARD\n"
    (other, own), _ = read_calendar(calendar(rules) + calendar(""), Place("file", "ics"))
    assert other.start is not None
    assert own.start is not None
    assert (other.start.kind, own.start.kind) == (TimeKind.ZONED, TimeKind.UNRESOLVED)

"""Nearly valid calendars, built and then broken: whatever they say, they say it the same way each time."""

from __future__ import annotations

from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.invites.events import read_calendar
from ingest.types import Event, Place, Problem, TimeKind, When

PLACE = Place("x", "ics")
ZONES = ("Customized Time Zone", "CST", "Head Office", "Europe/Berlin", "Romance Standard Time")

offsets = st.sampled_from(["+0000", "-0330", "+0545", "+1400", "-1200", "+013000"])
dates = st.dates().map(lambda day: f"{day:%Y%m%d}".rjust(8, "0"))
times = st.times().map(lambda time: f"{time:%H%M%S}") | st.sampled_from(
    ["240000", "235960", "1000", "996199"]
)
moments = st.builds("{}T{}{}".format, dates, times, st.sampled_from(["", "Z", "z", "+0200"])) | dates
zone_names = st.sampled_from((*ZONES, "Nobody's", "", "(UTC-05:00) Eastern Time (US & Canada)"))
parameters = st.one_of(
    st.just(""),
    zone_names.map(";TZID={}".format),
    zone_names.map(';TZID="{}"'.format),
    st.sampled_from([";VALUE=DATE", ";VALUE=DATE-TIME", ";;VALUE=DATE", ';X=":";Y=\'']),
)
rules = st.sampled_from(
    [
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU",
        "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=SU;BYSETPOS=-1;INTERVAL=2",
        "RRULE:FREQ=YEARLY;UNTIL=20300101T000000Z",
        "RRULE:FREQ=YEARLY;COUNT=3",
        "RRULE:FREQ=SECONDLY",
        "RDATE:20260329T020000,20270328T020000Z",
        "X-NOTHING:",
    ]
)
observances = st.builds(
    "BEGIN:{0}\nDTSTART:{1}\nTZOFFSETFROM:{2}\nTZOFFSETTO:{3}\n{4}\nEND:{0}\n".format,
    st.sampled_from(["STANDARD", "DAYLIGHT"]),
    moments,
    offsets,
    offsets,
    rules,
)
zones = st.builds(
    "BEGIN:VTIMEZONE\nTZID:{}\n{}END:VTIMEZONE\n".format,
    st.sampled_from(ZONES[:3]),
    st.lists(observances, max_size=3).map("".join),
)
ends = st.one_of(
    st.builds("DTEND{}:{}".format, parameters, moments),
    st.sampled_from(["DURATION:P1DT2H", "DURATION:-PT30M", "DURATION:P99999999W", "DURATION:", "X-NONE:"]),
)
events = st.builds(
    "BEGIN:VEVENT\nUID:{}\nDTSTART{}:{}\n{}\nEXDATE{}:{}\nSUMMARY:{}\nEND:VEVENT\n".format,
    st.integers(0, 9),
    parameters,
    moments,
    ends,
    parameters,
    moments,
    st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs", "Cc"]), max_size=20),
)
zone_lists = st.lists(zones, max_size=3, unique_by=lambda zone: zone.split("\n")[1])
event_lists = st.lists(events, min_size=1, max_size=3)


def calendar(*parts: str) -> str:
    return "BEGIN:VCALENDAR\nVERSION:2.0\n" + "".join(parts) + "END:VCALENDAR\n"


def read(written: str) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    return read_calendar(written.encode("utf-8", "replace"), PLACE)


def is_consistent(when: When | None) -> bool:
    if when is None:
        return True
    if when.kind is TimeKind.ZONED:
        return when.at.tzinfo is UTC
    whole = (when.at.hour, when.at.minute, when.at.second) == (0, 0, 0)
    return when.at.tzinfo is None and (whole or when.kind is not TimeKind.ALL_DAY)


@settings(deadline=None)
@given(zone_lists, event_lists)
def test_every_time_is_of_the_kind_that_it_says(stated: list[str], meetings: list[str]) -> None:
    found, _ = read(calendar(*stated, *meetings))
    assert len(found) == len(meetings)
    assert all(is_consistent(event.start) and is_consistent(event.end) for event in found)


@settings(deadline=None)
@given(zone_lists, event_lists, st.data())
def test_a_broken_calendar_is_read_without_an_exception(
    stated: list[str], meetings: list[str], data: st.DataObject
) -> None:
    whole = calendar(*stated, *meetings)
    at, length = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, 30))
    found, problems = read(whole[:at] + data.draw(st.text(max_size=8)) + whole[at + length :])
    assert all(is_consistent(event.start) and is_consistent(event.end) for event in found)
    assert all(isinstance(problem, Problem) for problem in problems)


@settings(deadline=None)
@given(zone_lists, event_lists, st.sampled_from(["\r\n", "\r", "\r\r\n", "\n\r"]))
def test_it_does_not_matter_how_lines_end(stated: list[str], meetings: list[str], end: str) -> None:
    written = calendar(*stated, *meetings)
    assert read(written.replace("\n", end)) == read(written)


@settings(deadline=None)
@given(zone_lists, event_lists, st.randoms())
def test_it_does_not_matter_in_which_order_zones_stand_or_where(
    stated: list[str], meetings: list[str], chance: st.DataObject
) -> None:
    shuffled = list(stated)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert read(calendar(*meetings, *shuffled)) == read(calendar(*stated, *meetings))


@settings(deadline=None)
@given(zone_lists, zone_lists, event_lists)
def test_a_calendar_read_before_leaves_nothing_behind(
    mine: list[str], others: list[str], meetings: list[str]
) -> None:
    alone = read(calendar(*mine, *meetings))
    read(calendar(*others, *meetings))
    assert read(calendar(*mine, *meetings)) == alone


@settings(deadline=None)
@given(zone_lists, zone_lists, event_lists)
def test_a_calendar_of_a_file_believes_its_own_zones_first(
    mine: list[str], others: list[str], meetings: list[str]
) -> None:
    every = [zone.split("\n")[1] for zone in mine]
    unknown = [zone for zone in others if zone.split("\n")[1] in every]
    alone, _ = read(calendar(*mine, *meetings))
    together, _ = read(calendar(*unknown) + calendar(*mine, *meetings))
    assert together == alone

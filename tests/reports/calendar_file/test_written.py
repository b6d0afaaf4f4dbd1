"""The file: what other programs read in it, and that no word of a mail commands a calendar."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.types import Address
from reports.calendar_file import calendar_ics, items
from reports.overview import overview
from store.history import History
from tests.reports.calendar_file.agenda import events, exported, read, summaries
from tests.reports.searches import NOW, PERSON, at, event, history, me, person, search, sighted

INVITE = event("u", "11-25 10:00", 90, summary="Panel", people=(Address("Jo Li", "jo@acme.example"),))
PROPERTY = re.compile(r"^[A-Z-]+[;:]")
WORDS = st.text(max_size=200) | st.text("\r\n;:,\\\"' \tAZ\x00\x1b\x85\u2028\u202e=", max_size=60)


def meeting(one=INVITE, **more) -> History:
    return history(me("11-01 08:00"), person("11-10 09:00"), sightings=(sighted(one, "11-10 09:00"),), **more)


def promised(day: date) -> History:
    return history(me("11-01 08:00"), person("11-10 09:00", "decision_timeline", by=day))


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_an_interview_says_when_what_with_whom_and_where():
    one = replace(INVITE, location="5 High Street", link="https://meet.example/abc?pwd=1")
    (shown,) = events(exported(meeting(one, role="Data engineer")))
    assert shown["SUMMARY"] == "Acme: Panel"
    assert shown["DTSTART"].to_ical() == b"20261125T100000Z"
    assert shown["DTEND"].to_ical() == b"20261125T113000Z"
    told = shown["DESCRIPTION"].split("\n")
    assert (told[0], told[-2:]) == ("Data engineer", ["with Jo Li", "https://meet.example/abc?pwd=1"])
    assert shown["LOCATION"] == "5 High Street"
    assert shown["URL"] == "https://meet.example/abc?pwd=1"
    assert shown["STATUS"] == "CONFIRMED"


def test_a_company_that_the_title_names_is_not_named_twice():
    (shown,) = events(exported(meeting(replace(INVITE, summary="Interview at ACME"))))
    assert shown["SUMMARY"] == "Interview at ACME"


def test_a_promised_day_is_a_whole_day_and_takes_no_time():
    (shown,) = events(exported(promised(date(2026, 11, 27))))
    assert shown["SUMMARY"] == "Acme: word promised by today"
    assert (shown["DTSTART"].dt, shown["DTEND"].dt) == (date(2026, 11, 27), date(2026, 11, 28))
    assert shown["DTSTART"].params["VALUE"] == "DATE"
    assert shown["TRANSP"] == "TRANSPARENT"


def test_a_day_to_ask_for_news_says_why_and_how():
    (shown,) = events(exported(history(me("11-10 09:00", "application_sent", asks=True))))
    assert shown["SUMMARY"] == "Acme: ask for news if nothing has come"
    assert "no answer since Tue 10 Nov" in shown["DESCRIPTION"]
    assert "tealeaves draft a1" in shown["DESCRIPTION"]


def test_a_day_is_one_of_the_persons_own_zone():
    asked = history(me("11-10 18:00", "application_sent", asks=True))
    (london,) = events(exported(asked))
    (auckland,) = events(exported(asked, who=replace(PERSON, timezone="Pacific/Auckland")))
    assert auckland["DTSTART"].dt - london["DTSTART"].dt == timedelta(days=1)


@pytest.mark.parametrize("days", [1, 2])
def test_whole_days_on_site_are_days_on_the_persons_clock(days):
    there = replace(PERSON, timezone="America/New_York")
    begin = datetime(2026, 11, 25, tzinfo=there.zone)
    (card,) = overview([meeting()], there, NOW)
    one = replace(
        card.interviews[0], start=begin, end=begin + timedelta(days=days), is_all_day=True
    )  # as the fold gives it: from midnight to midnight
    (shown,) = events(calendar_ics(items([replace(card, interviews=(one,))], there), there))
    assert (shown["DTSTART"].dt, shown["DTEND"].dt) == (date(2026, 11, 25), date(2026, 11, 25 + days))


def test_nobody_is_invited_by_it():
    text = exported(*search())
    assert "METHOD:PUBLISH" in text
    assert not [line for line in unfolded(text) if re.match("ATTENDEE|ORGANIZER|BEGIN:VALARM", line)]
    assert "mailto" not in text.lower()


def test_it_says_its_name_and_how_often_to_look():
    text = exported(*search())
    for line in ("NAME:Job search", "X-WR-CALNAME:Job search", "X-PUBLISHED-TTL:PT6H"):
        assert line in unfolded(text)
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in unfolded(text)


def test_without_an_application_it_is_an_empty_calendar_that_is_valid():
    text = exported()
    assert read(text) == ()
    assert events(text) == []
    assert "BEGIN:VTIMEZONE" in text  # RFC 5545 wants some component


def test_the_same_mail_gives_the_same_bytes_an_hour_later():
    assert exported(*search()) == exported(*search(), now=NOW + timedelta(hours=1))


def test_we_read_what_we_wrote():
    (one,) = read(exported(meeting()))
    assert (one.summary, one.sequence, one.status) == ("Acme: Panel", 0, "CONFIRMED")
    assert one.start is not None
    assert one.end is not None
    assert (one.start.at, one.end.at) == (at("11-25 10:00"), at("11-25 11:30"))
    assert one.stamp == at("11-10 09:00")
    assert one.attendees == ()


def test_every_line_is_folded_and_ended_as_the_standard_says():
    text = exported(meeting(replace(INVITE, summary="Gespräch über 日本語 " * 10)))
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert lines[-1] == b""


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://a.example/\r\nX-EVIL:1", "https://a b", "//x"]
)
def test_only_what_is_an_address_is_a_link(link):
    (shown,) = events(exported(meeting(replace(INVITE, link=link))))
    assert "URL" not in shown
    assert "X-EVIL" not in shown


@pytest.mark.parametrize("year", [2, 999, 1000, 9998])
def test_a_far_year_is_written_like_any_other(year):
    start = datetime(year, 11, 25, 10, tzinfo=UTC)
    assert start in [one["DTSTART"].dt for one in events(exported(meeting(event("u", start))))]


@pytest.mark.parametrize("day", [date.max, date(9999, 12, 30), date.min, date(1, 1, 2)])
def test_a_day_at_the_end_of_the_calendar_stops_nothing(day):
    (shown,) = (one for one in events(exported(promised(day))) if "promised" in one["SUMMARY"])
    assert shown["DTSTART"].dt == day


@given(WORDS, WORDS, WORDS, WORDS)
@example("Acme\r\nATTENDEE:mailto:x@evil.example", "\\", ";", '"')
@example("a\\nb\\;\\,", "END:VEVENT\nBEGIN:VEVENT", "\ud800", "\u2028")
def test_no_word_of_a_mail_adds_a_line_or_a_control(company: str, summary: str, place: str, link: str):
    who = Address(summary, "jo@acme.example")
    one = replace(event("u", "11-25 10:00", summary=summary, people=(who,)), location=place, link=link)
    quiet = meeting(event("u", "11-25 10:00"), company="Acme", role="")
    text = exported(meeting(one, company=company, role=place, agency=company))
    allowed = {line.partition(":")[0].partition(";")[0] for line in unfolded(exported(quiet))}
    found = {line.partition(":")[0].partition(";")[0] for line in unfolded(text)}
    assert found <= allowed | {"LOCATION", "URL"}
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", text)
    assert len(read(text)) == len(events(text)) == unfolded(text).count("BEGIN:VEVENT")


def test_the_file_of_a_whole_search_names_every_interview():
    shown = summaries(events(exported(*search())))
    assert "Blue Fern: Panel interview" in shown
    assert "Northwind Rail: word promised by today" in shown

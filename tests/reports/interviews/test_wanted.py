"""Which meetings are interviews: by what they are called, who set them and how long they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ingest.types import TimeKind, When
from tests.reports.interviews.folding import LATER, MUCH_LATER, fold, naive
from tests.reports.searches import event, sighted

LONDON = ZoneInfo("Europe/London")


def invited(summary: str) -> bool:
    return bool(fold(sighted(event("u", LATER, summary=summary), "11-18 09:00")))


def noted(summary: str) -> bool:
    made = replace(event("u", LATER, summary=summary, method="", organiser=""), attendees=())
    return bool(fold(sighted(made, "11-18 09:00", None)))


@pytest.mark.parametrize(
    "summary",
    ["Interview with Kate", "Chat about the role", "Interview: onboarding team", "", "Interview prep call",
     "Indue Consulting: meet the team", "Take-home review with the team", "Travel Desk Lead: first call",
     "Reminder: our chat", "Échange Ingénieur Intégration", "Preparation call with your recruiter"],
)  # fmt: skip
def test_what_a_company_asks_to_is_an_interview(summary):
    assert invited(summary)


@pytest.mark.parametrize(
    "summary",
    ["Onboarding", "Your first day", "Offer call", "Reminder: take-home is due", "Vertragsunterzeichnung",
     "Erster Arbeitstag", "Journée d'intégration", "Firma del contrato", "Primo giorno", "Eerste werkdag",
     "Primeiro dia", "Info session for applicants", "Karrieremesse"],
)  # fmt: skip
def test_but_for_what_is_never_one(summary):
    assert not invited(summary)


@pytest.mark.parametrize(
    "summary",
    ["Prep for Acme interview", "Acme interview prep", "Travel to Acme", "Flight to Berlin (interview)",
     "Busy", "Reminder: Acme", "Take-home", "Vorbereitung Vorstellungsgespräch", "Préparer entretien Acme",
     "Thank-you note after interview"],
)  # fmt: skip
def test_an_errand_in_the_candidate_s_own_calendar_is_none(summary):
    assert not noted(summary)


@pytest.mark.parametrize(
    "summary", ["Acme", "Interview at Flight Centre", "Reminder: Acme interview", "Call w/ Kate"]
)
def test_what_they_wrote_down_of_a_meeting_is_one(summary):
    assert noted(summary)


def test_one_that_was_an_interview_stays_one_whatever_it_is_called_since():
    made = sighted(event("u", LATER, summary="Interview"), "11-18 09:00")
    renamed = sighted(event("u", LATER, summary="Onboarding", sequence=1), "11-19 09:00")
    assert [i.summary for i in fold(made, renamed)] == ["Onboarding"]
    assert fold(renamed) == ()


def day(start: str, days: int = 1, summary: str = "On-site interview day", **more):
    when = When(naive(start), TimeKind.ALL_DAY)
    made = event("u", LATER, summary=summary, **more)
    return replace(made, start=when, end=When(when.at + timedelta(days=days), TimeKind.ALL_DAY))


def test_a_whole_day_that_says_so_is_one_from_midnight_to_midnight():
    [found] = fold(sighted(day("07-01 00:00"), "06-18 09:00"), zone=LONDON)
    assert (found.is_all_day, found.start, found.end) == (
        True, datetime(2026, 6, 30, 23, tzinfo=UTC), datetime(2026, 7, 1, 23, tzinfo=UTC),
    )  # fmt: skip
    assert len(fold(sighted(replace(day("07-01 00:00"), end=None), "06-18 09:00"))) == 1


@pytest.mark.parametrize(
    "summary", ["Assessment centre", "Onsite at Acme", "Auswahltag", "Entretien", "Superday"]
)
def test_whole_days_are_called_many_things(summary):
    assert fold(sighted(day("11-26 00:00", summary=summary), "11-18 09:00"))


def test_a_whole_day_that_does_not_say_so_or_is_one_s_own_or_too_long_is_none():
    assert fold(sighted(day("11-26 00:00", summary="Acme"), "11-18 09:00")) == ()
    own = replace(day("11-26 00:00", organiser="", method=""), attendees=())
    assert fold(sighted(own, "11-18 09:00", None)) == ()
    assert len(fold(sighted(day("10-24 00:00", 3), "10-18 09:00"), zone=LONDON)) == 1  # 73 hours that year
    assert fold(sighted(day("11-26 00:00", 4), "11-18 09:00")) == ()


def test_a_whole_day_that_gets_its_hour_was_not_moved():
    first = sighted(day("11-26 00:00"), "11-18 09:00")
    [found] = fold(first, sighted(event("u", LATER, sequence=1), "11-19 09:00"))
    assert (found.is_all_day, found.changes) == (False, ())
    [found] = fold(first, sighted(event("u", MUCH_LATER, sequence=1), "11-19 09:00"))
    assert len(found.moves) == 1


def test_a_meeting_over_night_is_none():
    assert fold(sighted(event("u", LATER, minutes=24 * 60), "11-18 09:00")) == ()


@pytest.mark.parametrize("kind", [TimeKind.FLOATING, TimeKind.UNRESOLVED])
def test_a_time_without_a_known_zone_is_meant_in_the_reader_s_own(kind):
    one = replace(event("u", LATER), start=When(naive("07-01 10:00"), kind), end=None)
    [found] = fold(sighted(one, "06-18 09:00"), zone=LONDON)
    assert (found.start, found.end) == (
        datetime(2026, 7, 1, 9, tzinfo=UTC),
        datetime(2026, 7, 1, 10, tzinfo=UTC),
    )

from __future__ import annotations

from datetime import date

import pytest

from reports.overview import overview
from tests.reports.searches import NOW, PERSON, at, event, history, me, person, sighted, system


def card(*entries, sightings=(), now=NOW):
    (found,) = overview([history(*entries, sightings=sightings)], PERSON, now)
    return found


APPLIED = me("10-01 09:00", "application_sent")
AHEAD = (sighted(event("u", "11-25 09:00"), "11-10 09:00"),)
DONE = (sighted(event("u", "11-20 14:00"), "11-10 09:00"),)


@pytest.mark.parametrize(
    ("entries", "sightings", "kind", "due"),
    [
        ([APPLIED, person("11-20 09:00", "offer")], (), "decide", "11-23"),
        ([APPLIED, person("11-20 18:00", "notice_period")], (), "answer", "11-23"),
        ([APPLIED, person("11-22 18:00", "notice_period")], (), "answer", "11-23"),
        ([APPLIED, person("11-10 09:00")], AHEAD, "prepare", "11-25"),
        ([APPLIED, person("11-10 09:00")], DONE, "thank", "11-23"),
        ([APPLIED, person("11-10 09:00"), me("11-20 18:00", "thank_you_note")], DONE, "wait", "11-27"),
        ([me("11-02 09:00", "application_sent")], (), "follow up", "11-23"),
        ([me("11-19 09:00", "application_sent")], (), "wait", "12-03"),
        ([APPLIED, person("11-16 09:00", "keeping_warm", by=date(2026, 11, 30))], (), "wait", "11-30"),
        ([APPLIED, system("11-16 09:00", "rejection")], (), "nothing", ""),
    ],
)
def test_the_next_action_is_the_one_thing_to_do_first(entries, sightings, kind, due):
    action = card(*entries, sightings=sightings).action
    assert (action.kind, f"{action.due:%m-%d}" if action.due else "") == (kind, due)


def reasons(*entries, **more) -> list[str]:
    return [one.reason for one in card(*entries, **more).follow_ups]


def test_a_follow_up_is_due_when_a_promised_day_went_by():
    told = person("11-10 09:00", "decision_timeline", by=date(2026, 11, 13))
    (due, *_) = card(APPLIED, told).follow_ups
    assert (due.reason, due.since) == ("promise_missed", date(2026, 11, 13))


def test_a_follow_up_is_due_when_a_wait_is_long_and_not_before():
    (due,) = card(me("11-02 09:00", "application_sent")).follow_ups
    assert (due.reason, due.since) == ("waiting", at("11-02 09:00"))
    assert reasons(me("11-12 09:00", "application_sent")) == []


def test_a_long_silence_after_a_thank_you_is_a_reason_too():
    thanked = [APPLIED, person("11-10 09:00", "interview_invitation"), me("11-12 09:00", "thank_you_note")]
    assert reasons(*thanked) == ["silence"]


def test_nobody_is_chased_twice_within_a_week():
    chased = me("11-19 09:00", "candidate_follow_up")
    assert reasons(me("11-02 09:00", "application_sent"), chased) == []
    assert reasons(me("10-02 09:00", "application_sent"), me("11-02 09:00", "candidate_follow_up")) == [
        "waiting"
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"sightings": (sighted(event("u", "11-30 09:00"), "10-10 09:00"),)},
        {"now": at("10-05 09:00")},
    ],
)
def test_no_follow_up_is_due_while_something_lies_ahead(more):
    assert reasons(me("10-01 09:00", "application_sent"), **more) == []


def asked(*entries, sightings=()) -> list[str]:
    return [one.signal for one in card(*entries, sightings=sightings).unanswered]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            person("11-10 09:00", "notice_period", "reference_request", asks=True),
            ["notice_period", "reference_request"],
        ),
        (person("11-10 09:00", "reference_request"), []),  # "I spoke to your referee yesterday"
        (person("11-10 09:00", "salary_expectations"), ["salary_expectations"]),
        (person("11-10 09:00", "interview_invitation", asks=True), ["interview_invitation"]),
        (person("11-10 09:00", "interview_invitation"), []),
        (person("11-10 09:00", asks=True), ["question"]),
        (person("11-10 09:00", "recruiter_outreach", asks=True), ["recruiter_outreach"]),
        (system("11-10 09:00", "reference_request"), ["reference_request"]),
        (system("11-10 09:00", asks=True), []),
        (person("11-10 09:00", "keeping_warm"), []),
    ],
)
def test_what_the_company_asks_is_open(message, expected):
    assert asked(APPLIED, message) == expected


def test_any_message_of_the_candidate_answers_what_came_before():
    assert asked(person("11-10 09:00", "notice_period"), me("11-11 09:00")) == []


def test_an_invite_settles_the_question_of_when():
    invited = person("11-10 09:00", "interview_invitation", asks=True, key="k")
    later = (sighted(event("u", "11-25 09:00"), "11-12 09:00"),)
    carried = (sighted(event("u", "11-25 09:00"), "11-10 09:00", key="k"),)
    assert asked(APPLIED, invited, sightings=later) == []
    assert asked(APPLIED, invited, sightings=carried) == []


def test_nothing_is_asked_of_the_candidate_once_it_has_ended():
    assert asked(APPLIED, person("11-10 09:00", "notice_period"), system("11-12 09:00", "rejection")) == []

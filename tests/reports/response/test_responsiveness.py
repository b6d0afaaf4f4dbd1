from __future__ import annotations

from datetime import date

import pytest

from reports.interviews import interviews
from reports.promises import promises, standing_promise
from reports.responsiveness import overall, responsiveness
from reports.snapshot import snapshot
from reports.working_hours import clock_of
from tests.reports.searches import NOW, PERSON, at, event, history, me, person, search, sighted, system

CLOCK = clock_of(PERSON)


def of(*entries, sightings=(), now=NOW):
    return snapshot(history(*entries, sightings=sightings), PERSON, CLOCK, now).response


def answered(day: int, hours: int) -> list:
    return [me(f"11-{day:02} 09:00", asks=True), person(f"11-{day:02} {9 + hours:02}:00")]


def test_under_three_replies_there_is_no_median_and_the_replies_are_listed():
    found = of(*answered(2, 1), *answered(3, 2))
    assert (found.n, found.plain.median) == (2, None)
    assert [one.hours for one in found.replies] == [1, 2]


def test_a_waiting_turn_counts_as_longer_than_it_is_now():
    three = [*answered(2, 1), *answered(3, 2), *answered(4, 3)]
    assert of(*three).plain.median == 2
    waiting = [*three, me("11-05 09:00", asks=True)]
    assert of(*waiting).plain.median == 2
    assert of(*waiting).plain.p90 is None  # nobody knows yet
    assert of(*three).plain.p90 == 3


def test_a_reply_to_a_thank_you_is_kept_apart():
    found = of(*answered(2, 1), me("11-03 09:00", "thank_you_note"), person("11-03 10:30"))
    assert found.n == 1
    assert [one.hours for one in found.courtesies] == [1.5]
    assert found.thank_you_hours == (1.5,)


def test_hours_and_working_hours_are_both_given():
    (delay,) = of(me("11-06 17:00", asks=True), person("11-09 10:00")).replies  # Friday to Monday
    assert (delay.hours, delay.working_hours) == (65, 1.5)


def test_waiting_since_is_the_first_message_of_the_turn_that_asks():
    found = of(person("11-01 09:00"), me("11-02 09:00", "thank_you_note"), me("11-09 09:00", asks=True))
    assert found.waiting_since == at("11-09 09:00")
    assert found.longest_hours == pytest.approx((NOW - at("11-02 09:00")).total_seconds() / 3600)


def test_nobody_waits_once_it_has_ended():
    found = of(me("11-02 09:00", asks=True), system("11-04 09:00", "rejection"))
    assert found.waiting_since is None
    assert [(wait.length, wait.ended) for wait in found.waits] == [(48, False)]
    asked_after = of(
        me("11-02 09:00", asks=True), person("11-04 09:00", "rejection"), me("11-05 09:00", asks=True)
    )
    assert asked_after.waiting_since is None


def test_the_first_human_answer_is_counted_from_the_application():
    found = of(
        me("11-02 09:00", "application_sent"),
        system("11-02 09:01", "application_received"),
        person("11-03 09:00"),
    )
    assert found.first_answer_hours == 24
    portal = of(system("11-02 09:00", "application_received"), person("11-02 19:00"))
    assert portal.first_answer_hours == 10


def test_how_fast_the_candidate_answers_counts_from_the_first_open_question():
    found = of(person("11-02 09:00", asks=True), person("11-02 12:00", asks=True), me("11-02 15:00"))
    assert found.own_hours == (6,)


def test_the_time_to_the_next_round_runs_from_the_end_of_the_last():
    held = (sighted(event("u", "11-05 14:00"), "11-01 09:00"),)
    assert of(
        me("11-01 08:00"), person("11-06 15:00", "follow_up_interview"), sightings=held
    ).next_round_hours == (24,)


PROMISE = person("11-02 09:00", "decision_timeline", by=date(2026, 11, 6))


@pytest.mark.parametrize(
    ("after", "kept", "missed"),
    [
        ((), 0, 1),
        ((person("11-05 09:00"),), 1, 0),  # the day before: this is the word
        ((person("11-04 09:00"),), 0, 1),  # not yet
        ((system("11-05 09:00", "rejection"),), 1, 0),
        ((system("11-05 09:00"),), 0, 1),  # an out-of-office keeps nothing
        ((me("11-05 09:00", "candidate_follow_up"),), 0, 1),
        ((person("11-02 11:00"),), 0, 1),  # the dial-in details, an hour later
        ((person("11-02 11:00", "follow_up_interview"),), 1, 0),
        ((person("11-03 11:00", "interview_invitation", asks=True),), 1, 0),
        ((person("11-03 11:00", "interview_invitation"),), 0, 1),  # "see you on Tuesday for coffee"
        ((person("11-03 11:00", "next_steps"),), 0, 1),
        ((me("11-03 09:00", "thank_you_note"), person("11-03 10:00")), 0, 1),  # "my pleasure"
        ((person("11-06 23:59"),), 1, 0),
        ((person("11-07 00:01"),), 0, 1),  # too late is missed
    ],
)
def test_a_promise_is_kept_by_word_from_the_company_before_the_day_is_over(after, kept, missed):
    found = of(PROMISE, *after)
    assert (found.promises_kept, found.promises_missed) == (kept, missed)


def test_a_promise_stands_until_it_is_kept_and_is_missed_only_when_its_day_is_over():
    told = promises(history(PROMISE), CLOCK)
    assert standing_promise(told) is told[0]
    assert not told[0].missed(at("11-06 23:00"))
    assert told[0].missed(at("11-07 00:00"))
    assert standing_promise(promises(history(PROMISE, person("11-09 09:00")), CLOCK)) is None


def test_all_companies_together_are_one_table_of_waits():
    every = [snapshot(known, PERSON, CLOCK, NOW).response for known in search()]
    assert sum(one.n for one in every) == 12
    assert overall(every).median is not None
    assert overall(every[4:5]).median is None


def test_it_can_be_asked_of_a_history_alone():
    known = search()[0]
    found = responsiveness(known, interviews(known.sightings, NOW), promises(known, CLOCK), CLOCK, NOW)
    assert found.n == 4

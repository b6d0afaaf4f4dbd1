from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.actions.promises import promises, standing_promise
from reports.facts import as_of
from reports.interviews import interviews
from reports.response.responsiveness import responsiveness, together
from reports.response.survival import Wait
from reports.response.turns import turns
from reports.response.working_hours import clock_of
from reports.snapshot import snapshot
from reports.standing.stage import Stage
from tests.reports.conversations import UNTIMED, conversations
from tests.reports.searches import (
    NOW,
    PERSON,
    at,
    entry,
    event,
    history,
    me,
    person,
    search,
    sighted,
    system,
)

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
    assert together(every, 3).plain.median is not None
    assert together(every[4:5], 3).plain.median is None


def test_it_can_be_asked_of_a_history_alone():
    known = search()[0]
    found = responsiveness(known, interviews(known.sightings, NOW), promises(known, CLOCK), CLOCK, NOW)
    assert found.n == 4


def test_what_is_asked_once_all_is_over_and_never_answered_is_no_wait():
    over = me("11-02 09:00", asks=True), person("11-04 09:00", "rejection")
    assert [one.length for one in of(*over, me("11-05 09:00", asks=True)).waits] == [48]
    answered_after = of(*over, me("11-05 09:00", asks=True), person("11-06 09:00"))
    assert [one.hours for one in answered_after.replies] == [48, 24]


def test_the_first_answer_is_waited_for_until_it_comes_or_all_is_over():
    applied = me("11-02 08:00", "application_sent", asks=True)
    waiting = of(applied, system("11-02 08:01", "application_received"))
    assert waiting.first_answer == Wait(21 * 24, False)
    assert waiting.first_answer_hours is None
    assert of(applied, system("11-03 08:00", "rejection")).first_answer == Wait(24, False)
    assert of(person("11-02 08:00")).first_answer is None


def test_what_the_candidate_still_has_to_answer_counts_and_an_approach_never_answered_does_not():
    asked = person("11-22 08:00", asks=True)
    assert of(me("11-21 08:00", asks=True), asked).own == (Wait(24, False),)
    assert of(me("11-21 08:00", asks=True), asked).own_hours == ()
    assert of(asked).own == ()


def test_an_answer_tells_the_agency_from_its_client():
    first, second = answered(2, 1), answered(3, 2)
    second[1] = person("11-03 11:00", agency=True)
    assert [one.by_agency for one in of(*first, *second).replies] == [False, True]


# What follows holds for any conversation.

TIMES = st.integers(0, 90 * 24 * 60).map(lambda minutes: at("01-05 07:00") + timedelta(minutes=minutes))


@UNTIMED
@given(conversations(), TIMES)
def test_every_turn_that_asks_is_answered_or_waits_or_is_closed(known, now):
    shown = snapshot(known, PERSON, CLOCK, now)
    response = shown.response
    over = shown.progress.stage in {Stage.REJECTED, Stage.WITHDRAWN}
    asked = [turn for turn in turns(shown.history) if turn.asked is not None]
    closed = [turn for turn in asked if turn.reply is None and (over or turn.closed_at is not None)]
    assert response.n + len(response.pace.waiting) == len(asked) - len(closed)
    assert sum(wait.ended for wait in response.waits) == response.n
    assert (response.waiting_since is None) == (not response.pace.waiting)


@UNTIMED
@given(conversations(), TIMES)
def test_lengths_are_no_less_than_nothing_and_working_hours_no_more_than_hours(known, now):
    response = snapshot(known, PERSON, CLOCK, now).response
    for delay in response.recorded:
        assert 0 <= delay.working_hours <= delay.hours
    for one in response.pace.asked:
        assert 0 <= one.working_wait.length <= one.wait.length <= (response.longest_hours or 0)
    replied = [delay.reply.at for delay in response.recorded]
    assert replied == sorted(set(replied))
    assert all(delay.to.at < delay.reply.at <= now for delay in response.recorded)


@UNTIMED
@given(conversations(), TIMES, TIMES)
def test_time_alone_never_changes_a_reply(known, one, other):
    early, late = (
        [(delay.to.key, delay.reply.key, delay.hours, delay.working_hours) for delay in response.recorded]
        for response in (snapshot(known, PERSON, CLOCK, now).response for now in sorted((one, other)))
    )
    assert late[: len(early)] == early


@UNTIMED
@given(conversations(), TIMES, st.integers(1, 60 * 24))
def test_a_wait_that_goes_on_grows_by_the_time_that_passes(known, now, minutes):
    # Nothing happens in between: the history ends before both.
    known = as_of(known, now)
    later = now + timedelta(minutes=minutes)
    before, after = (snapshot(known, PERSON, CLOCK, when).response for when in (now, later))
    assert len(before.pace.asked) == len(after.pace.asked)
    for old, new in zip(before.pace.asked, after.pace.asked, strict=True):
        grown = minutes / 60 if old.open else 0
        assert new.wait.length - old.wait.length == pytest.approx(grown)


@UNTIMED
@given(conversations(least=1), TIMES, st.sampled_from(["application_received", "interview_invitation", ""]))
def test_a_system_message_anywhere_changes_no_reply(known, when, name):
    more = entry("system", when, *filter(None, [name]), key="more")
    now = at("06-01 09:00")
    with_it = history(*known.entries, more, agency=known.agency)
    first, second = (
        {(delay.to.key, delay.reply.key, delay.hours) for delay in response.recorded}
        for response in (snapshot(one, PERSON, CLOCK, now).response for one in (known, with_it))
    )
    assert first == second

from __future__ import annotations

import pytest

from classify.types import Confidence
from reports.turns import turns, waiting_turn
from tests.reports.searches import history, me, person, signal, system


def test_consecutive_messages_are_one_turn_timed_from_its_first():
    first, second = me("11-02 09:00", asks=True), me("11-04 09:00", "candidate_follow_up")
    reply = person("11-05 09:00")
    (turn,) = turns(history(first, second, reply))
    assert (turn.first, turn.reply, turn.asked) == (first, reply, first)


def test_a_system_answers_nothing_and_splits_nothing():
    first, second = me("11-02 09:00", asks=True), me("11-04 09:00", asks=True)
    (turn,) = turns(history(first, system("11-03 09:00", "application_received"), second))
    assert turn.messages == (first, second)
    assert turn.waits


def test_the_first_persons_message_after_a_turn_is_its_reply_and_later_ones_are_not():
    reply, more = person("11-03 09:00"), person("11-04 09:00")
    (turn,) = turns(history(me("11-02 09:00", asks=True), reply, more))
    assert turn.reply is reply


@pytest.mark.parametrize(
    ("signals", "asks", "waits"),
    [
        ((), False, False),  # "Thursday at 3 works, see you then"
        ((), True, True),
        (("thank_you_note",), False, False),
        (("thank_you_note",), True, True),  # thanks with a question in it
        (("offer_accepted",), True, False),
        (("withdrawal",), True, False),
        (("application_sent",), False, True),
        (("candidate_follow_up",), False, True),
    ],
)
def test_a_turn_waits_only_if_it_asks_for_an_answer(signals, asks, waits):
    every = turns(history(me("11-02 09:00", *signals, asks=asks)))
    assert every[0].waits is waits


@pytest.mark.parametrize(
    ("question", "waits"),
    [("notice_period", True), ("salary_expectations", True), ("interview_invitation", False)],
)
def test_an_answer_given_in_words_waits_and_the_confirmation_of_a_time_does_not(question, waits):
    asked = person("11-02 09:00", question, asks=True)
    every = turns(history(asked, me("11-02 10:00", asks=False)))
    assert every[-1].waits is waits


def test_any_message_that_asks_makes_the_whole_turn_wait_from_that_message():
    thanks, chase = me("11-02 09:00", "thank_you_note"), me("11-09 09:00", "candidate_follow_up")
    turn = waiting_turn(history(person("11-01 09:00"), thanks, chase))
    assert turn is not None
    assert (turn.first, turn.asked) == (thanks, chase)


def test_a_reply_to_a_turn_that_asked_nothing_is_still_recorded():
    (turn,) = turns(history(me("11-02 09:00", "thank_you_note"), person("11-02 12:00")))
    assert turn.asked is None
    assert turn.reply is not None


@pytest.mark.parametrize(
    "last",
    [
        system("11-05 09:00", "rejection"),
        me("11-05 09:00", "withdrawal"),
        me("11-05 09:00", "offer_accepted"),
    ],
)
def test_waiting_ends_when_the_application_ends(last):
    every = turns(history(me("11-02 09:00", asks=True), last))
    assert not any(turn.waits for turn in every)
    assert every[0].closed_at == last.at


def test_a_suggested_signal_settles_nothing():
    note = signal("withdrawal", confidence=Confidence.SUGGESTED)
    assert waiting_turn(history(me("11-02 09:00", note, asks=True))) is not None

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.types import Author, Confidence
from ingest.types import Address
from reports.response.sides import bystanders
from reports.response.turns import Turn, turns, waiting_turn
from store.history import Entry, History
from tests.reports.conversations import UNTIMED, conversations
from tests.reports.searches import at, entry, event, history, me, person, sighted, signal, system


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


def test_who_has_accepted_may_ask_again_and_then_waits_from_there():
    asked, accepted, again = (
        me("11-02 09:00", asks=True),
        me("11-03 09:00", "offer_accepted"),
        me("11-05 09:00", asks=True),
    )
    turn = waiting_turn(history(asked, accepted, again))
    assert turn is not None
    assert (turn.first, turn.asked) == (asked, again)
    assert waiting_turn(history(asked, me("11-03 09:00", "withdrawal"), again)) is None
    assert waiting_turn(history(asked, system("11-03 09:00", "rejection"), again)) is None


PAT = Address("Pat Doe", "pat.doe@gmail.com")


def test_a_referee_in_copy_answers_nothing():
    asked, kind_word = me("11-03 09:00", asks=True), person("11-03 10:00", sender=PAT)
    turn = waiting_turn(history(person("11-02 09:00"), asked, kind_word))
    assert turn is not None
    assert turn.asked is asked


@pytest.mark.parametrize(
    ("before", "answer"),
    [
        ((), person("11-03 10:00", sender=PAT)),  # nobody has written from a company yet
        ((person("11-01 09:00"),), person("11-03 10:00", "interview_invitation", sender=PAT)),
        (
            (person("11-01 09:00"), person("11-02 09:00", "next_steps", sender=PAT)),
            person("11-03 10:00", sender=PAT),
        ),
        ((person("11-01 09:00"),), person("11-03 10:00", sender=Address("Jo", "jo@other.example"))),
    ],
)
def test_whoever_takes_part_in_the_process_answers_from_any_address(before, answer):
    (turn,) = turns(history(*before, me("11-03 09:00", asks=True), answer))
    assert turn.reply is answer


def test_whom_an_invite_names_takes_part():
    invite = sighted(event("u", "11-09 09:00", people=(PAT,)), "11-02 12:00")
    answer = person("11-03 10:00", sender=PAT)
    known = history(person("11-02 09:00"), me("11-03 09:00", asks=True), answer, sightings=(invite,))
    assert turns(known)[0].reply is answer


# What follows holds for any conversation.


def pairs(found: tuple[Turn, ...]) -> list[tuple[str, str]]:
    return [(turn.first.key, turn.reply.key) for turn in found if turn.reply is not None]


def with_one_more(known: History, one: Entry) -> History:
    return history(*known.entries, one, agency=known.agency)


@UNTIMED
@given(conversations())
def test_a_reply_is_the_first_persons_message_after_the_first_unanswered_one(known):
    counted = [one for one in known.entries if one.author is not Author.SYSTEM]
    counted = [one for one in counted if one.key not in bystanders(known)]
    expected = []
    for place, one in enumerate(counted):
        before = counted[:place]
        heard = max((n for n, other in enumerate(before) if other.author is Author.PERSON), default=-1)
        if one.author is Author.PERSON and before[heard + 1 :]:
            expected.append((before[heard + 1].key, one.key))
    assert pairs(turns(known)) == expected


@UNTIMED
@given(conversations())
def test_a_turn_that_asks_is_answered_or_waits_or_is_closed(
    known,
):
    found = turns(known)
    mine = [one for one in known.entries if one.author is Author.CANDIDATE]
    assert [one for turn in found for one in turn.messages] == mine
    asked = [turn for turn in found if turn.asked is not None]
    answered = sum(turn.reply is not None for turn in asked)
    closed = sum(turn.closed_at is not None for turn in asked)
    assert answered + sum(turn.waits for turn in found) + closed == len(asked)
    assert sum(turn.waits for turn in found) <= 1


AFTER = st.integers(0, 60 * 24 * 60).map(lambda minutes: at("01-05 07:59") + timedelta(minutes=minutes))


@UNTIMED
@given(conversations(), AFTER, st.sampled_from(["", "application_received", "rejection"]))
def test_a_system_message_anywhere_changes_no_pair(known, when, name):
    more = entry("system", when, *filter(None, [name]), key="more")
    assert pairs(turns(with_one_more(known, more))) == pairs(turns(known))


@UNTIMED
@given(conversations(least=1), st.data())
def test_another_message_of_the_candidate_inside_a_turn_changes_no_pair(known, data):
    found = turns(known)
    if not found:
        return
    turn = data.draw(st.sampled_from(found))
    end = turn.reply.at if turn.reply is not None else turn.first.at + timedelta(days=3)
    seconds = int((end - turn.first.at).total_seconds())
    when = turn.first.at + timedelta(seconds=data.draw(st.integers(1, max(1, seconds - 1))))
    more = entry("me", when, asks=data.draw(st.booleans()), key="more")
    assert pairs(turns(with_one_more(known, more))) == pairs(found)


@UNTIMED
@given(conversations(least=1), st.data())
def test_what_comes_later_changes_no_pair(known, data):
    early = history(*known.entries[: data.draw(st.integers(0, len(known.entries)))], agency=known.agency)
    found = pairs(turns(early))
    assert pairs(turns(known))[: len(found)] == found

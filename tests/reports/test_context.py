"""The same words say more after an interview, and once pay was spoken of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classify.corrections import SAID
from classify.types import Confidence, Signal
from ingest.types import Address
from reports.context import CONTEXT, in_context
from reports.interviews import interviews
from reports.overview import overview
from store.history import Entry, History
from tests.reports.searches import NOW, PERSON, event, history, me, person, sighted, signal, system

MET = sighted(event("u1", "11-10 10:00"), "11-05 09:00")
FREE = Address("", "a@gmail.com"), Address("", "b@gmail.com")
STRANGER = Address("Zed Doe", "zed@elsewhere.example")


def suggested(name: str = "notice_period") -> Signal:
    return signal(name, confidence=Confidence.SUGGESTED)


def last(*entries: Entry, met: bool = True) -> Entry:
    known = history(*entries, sightings=(MET,) if met else ())
    return in_context(known, interviews(known.sightings, NOW)).entries[-1]


def taken(entry: Entry) -> list[tuple[str, Confidence, bool]]:
    return [(one.name, one.confidence, one.phrase == CONTEXT) for one in entry.signals]


FIRST = person("11-04 09:00", "interview_invitation", asks=True)
ASKED = person("11-12 09:00", suggested(), asks=True)


def test_a_suggested_question_of_somebody_known_after_an_interview_is_likely():
    assert taken(last(FIRST, ASKED)) == [("notice_period", Confidence.LIKELY, True)]


def test_an_interview_that_only_words_speak_of_does_too():
    thanks = me("11-11 09:00", "thank_you_note")
    assert taken(last(FIRST, thanks, ASKED, met=False))[0][1] is Confidence.LIKELY


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        (FIRST, replace(ASKED, asks=False)),
        (FIRST, replace(ASKED, reason="company and role")),
        (FIRST, replace(ASKED, sender=STRANGER)),
        (FIRST, replace(ASKED, sender=None)),
        (replace(FIRST, sender=FREE[0]), replace(ASKED, sender=FREE[1])),
        (FIRST, system("11-12 09:00", suggested(), asks=True)),
        (FIRST, person("11-12 09:00", suggested("offer"), asks=True)),
        (FIRST, person("11-09 09:00", suggested(), asks=True)),  # the interview was the day after
        (me("11-04 09:00"), ASKED),
    ],
    ids=[
        "no question", "another thread", "a stranger", "nobody", "shared domain", "a system",
        "no question signal", "no interview yet", "nobody has written before",
    ],
)  # fmt: skip
def test_any_other_suggestion_stays_one(before: Entry, asked: Entry):
    assert taken(last(before, asked))[0][1:] == (Confidence.SUGGESTED, False)


PAY = person("11-04 09:00", "salary_expectations", asks=True)
ANSWER = me("11-04 12:00")
AGAIN = person("11-12 09:00", "salary_expectations", asks=True)


def test_pay_asked_about_again_after_an_interview_is_checked_once_more():
    assert taken(last(PAY, ANSWER, AGAIN)) == [("salary_reconfirmation", Confidence.CERTAIN, True)]


def test_so_is_pay_that_was_only_suggested_where_the_question_was_to_be_expected():
    asked = replace(AGAIN, signals=(suggested("salary_expectations"),))
    assert taken(last(PAY, ANSWER, asked)) == [("salary_reconfirmation", Confidence.LIKELY, True)]


def test_a_reconfirmation_stands_once():
    both = replace(AGAIN, signals=(*AGAIN.signals, signal("salary_reconfirmation")))
    assert [one.name for one in last(PAY, ANSWER, both).signals] == ["salary_reconfirmation"]
    leaning = replace(AGAIN, signals=(*AGAIN.signals, suggested("salary_reconfirmation")))
    assert [one.name for one in last(PAY, ANSWER, leaning).signals] == ["salary_reconfirmation"]


def test_pay_is_asked_about_for_the_first_time_without_answer_or_interview_between():
    assert taken(last(ANSWER, AGAIN))[0][0] == "salary_expectations"
    assert taken(last(PAY, AGAIN))[0][0] == "salary_expectations"
    assert taken(last(PAY, ANSWER, AGAIN, met=False))[0][0] == "salary_expectations"
    settled_late = [person("11-11 09:00", "salary_expectations"), me("11-11 12:00")]
    assert taken(last(*settled_late, AGAIN))[0][0] == "salary_expectations"  # the interview was before
    leaning = replace(PAY, signals=(suggested("salary_expectations"),))
    assert taken(last(leaning, ANSWER, AGAIN))[0][0] == "salary_expectations"


def test_what_the_person_said_stays():
    said = replace(AGAIN, signals=(replace(signal("salary_expectations"), phrase=SAID),))
    assert last(PAY, ANSWER, said).signals == said.signals


def test_nothing_to_refine_gives_the_very_same_history():
    known: History = history(FIRST, ANSWER)
    assert in_context(known, ()) is known


def test_the_score_counts_it_and_says_so():
    (card,) = overview([history(PAY, ANSWER, AGAIN, sightings=(MET,))], PERSON, NOW)
    reason = next(one for one in card.momentum.reasons if one.signal == "salary_reconfirmation")
    assert (reason.strength > 0, reason.by_context) == (True, True)

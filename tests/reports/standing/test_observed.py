from __future__ import annotations

from dataclasses import replace

import pytest

from classify.types import Titled
from ingest.types import Address, Attendee
from reports.response.working_hours import clock_of
from reports.snapshot import snapshot
from tests.reports.remarking import debriefed
from tests.reports.searches import NOW, PERSON, event, history, me, person, sighted


def names(*entries, sightings=(), role="Data engineer") -> list[str]:
    known = history(*entries, sightings=sightings, role=role)
    return [one.name for one in snapshot(known, PERSON, clock_of(PERSON), NOW).observed]


@pytest.mark.parametrize(
    ("replied", "fast"),
    [("11-06 19:00", True), ("11-09 12:00", True), ("11-10 09:00", False)],
)
def test_a_thank_you_answered_within_a_working_day_is_a_fast_reply(replied, fast):
    note = me("11-06 15:00", "thank_you_note")  # a Friday
    assert ("fast_thank_you_reply" in names(note, person(replied))) is fast


@pytest.mark.parametrize(("invited", "prompt"), [("11-06 09:00", True), ("11-10 12:00", False)])
def test_the_next_round_within_two_working_days_is_prompt(invited, prompt):
    round_one = sighted(event("u", "11-05 14:00"), "11-01 09:00")  # a Thursday
    said = person(invited, "follow_up_interview")
    assert ("prompt_scheduling" in names(me("11-01 08:00"), said, sightings=(round_one,))) is prompt


def test_a_next_round_that_was_arranged_before_the_last_one_ended_says_nothing():
    rounds = (
        sighted(event("u", "11-05 14:00"), "11-01 09:00"),
        sighted(event("v", "11-06 14:00"), "11-01 09:00"),
    )
    assert "prompt_scheduling" not in names(me("11-01 08:00"), sightings=rounds)


def test_a_title_in_a_signature_shows_who_is_senior():
    one = event("u", "11-25 10:00", people=(Address("Ana Lopes", "ana.lopes@acme.example"),))
    signed = Titled("Ana Lopes", "VP Engineering", "ana.lopes@acme.example")
    mail = replace(person("11-17 09:00"), titles=(signed,))
    known = history(mail, sightings=(sighted(one, "11-18 09:00"),))
    (seen,) = snapshot(known, PERSON, clock_of(PERSON), NOW).observed
    assert (seen.name, seen.evidence) == (
        "senior_attended",
        "a senior leader is invited: “Ana Lopes, VP Engineering”",
    )


def test_a_leader_who_declined_is_not_there():
    leader = Attendee(Address("Ana Lopes, CTO", "ana.lopes@acme.example"), "DECLINED")
    one = replace(
        event("u", "11-25 10:00"), attendees=(leader, Attendee(Address("Jo Li", "jo@acme.example")))
    )
    assert names(me("11-01 08:00"), sightings=(sighted(one, "11-18 09:00"),)) == []


RAN_OVER = (
    sighted(event("u", "11-20 10:00"), "11-18 09:00"),
    sighted(event("u", "11-20 10:00", 80, sequence=1), "11-20 11:10", None),
)


def test_an_entry_whose_end_was_moved_once_it_had_begun_ran_over():
    assert names(me("11-01 08:00"), sightings=RAN_OVER) == ["interview_overran"]
    earlier = sighted(event("u", "11-20 10:00", 80, sequence=1), "11-19 11:10")
    assert names(me("11-01 08:00"), sightings=(RAN_OVER[0], earlier)) == []


@pytest.mark.parametrize(("answer", "times"), [("yes", 1), ("no", 0)])
def test_the_candidates_own_note_counts_before_the_calendar_and_only_once(answer, times):
    known = history(me("11-01 08:00"), sightings=RAN_OVER)
    told = debriefed(known, "11-21 09:00", {"ran_over": answer}, met_at="11-20 10:00", uid="u")
    seen = snapshot(told, PERSON, clock_of(PERSON), NOW).observed
    assert [one.name for one in seen].count("interview_overran") == times


def test_a_move_to_an_earlier_start_is_fast_track_and_to_a_later_one_is_not():
    def moved(start: str) -> list[str]:
        first = sighted(event("u", "11-25 10:00"), "11-18 09:00")
        return names(
            me("11-01 08:00"), sightings=(first, sighted(event("u", start, sequence=1), "11-19 09:00"))
        )

    assert moved("11-24 10:00") == ["fast_track"]
    assert moved("11-26 10:00") == ["rescheduled_later"]


def test_three_interviewers_are_a_panel_and_the_candidate_and_the_scheduler_are_none():
    three = tuple(f"p{n}@acme.example" for n in range(3))
    writes = person("11-01 08:00")  # kate@acme.example, who organises
    assert names(writes, sightings=(sighted(event("u", "11-25 10:00", people=three), "11-18 09:00"),)) == [
        "panel_attended"
    ]
    assert (
        names(writes, sightings=(sighted(event("u", "11-25 10:00", people=three[:2]), "11-18 09:00"),)) == []
    )


@pytest.mark.parametrize(
    ("summary", "who", "role", "senior"),
    [
        ("Interview", "Jo Li, VP Engineering", "Data engineer", True),
        ("Interview with our CTO", "Jo Li", "Data engineer", True),
        ("Interview: Head of Data", "Jo Li", "Head of Data", False),  # the job, not the interviewer
        ("Interview", "Jo Li, Deputy Director", "Data engineer", False),
        ("Interview", "Jo Li (HR Business Partner)", "Data engineer", False),
        ("Interview", "Jo Viceroy", "Data engineer", False),
    ],
)
def test_a_senior_title_in_the_invite_is_seen(summary, who, role, senior):
    one = event("u", "11-25 10:00", summary=summary, people=(Address(who, "jo@acme.example"),))
    found = names(me("11-01 08:00"), sightings=(sighted(one, "11-18 09:00"),), role=role)
    assert ("senior_attended" in found) is senior

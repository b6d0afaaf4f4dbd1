from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from classify.types import Evidence, Pay
from ingest.types import Attendee
from reports.overview import overview
from reports.standing.warnings import NAMES, _amount
from reports.thresholds import default_thresholds, overridden
from store.history import Entry
from tests.reports.remarking import snoozed
from tests.reports.searches import ANA, NOW, PERSON, at, event, history, me, person, search, sighted, system

APPLIED = me("10-19 09:00", "application_sent")


def card(*entries, sightings=(), now=NOW, who=PERSON):
    (found,) = overview([history(*entries, sightings=sightings)], who, now)
    return found


def names(*entries, **more) -> list[str]:
    return [one.name for one in card(*entries, **more).momentum.warnings]


def strict(**limits: float):
    """The person with other thresholds for warnings."""
    return replace(PERSON, thresholds=overridden(default_thresholds(), {"warning": limits}))


def test_every_warning_has_a_threshold_of_its_own():
    assert set(NAMES) <= default_thresholds().warning.keys()


def test_a_search_is_warned_of_what_a_person_would_worry_about():
    found = {
        one.history.company: [w.name for w in one.momentum.warnings]
        for one in overview(search(), PERSON, NOW)
    }
    assert found == {
        "Harbour Analytics": ["your_turn"],
        "Northwind Rail": ["your_turn"],
        "Blue Fern": ["rescheduled"],
        "Quarry & Sons": ["promise_missed", "silent"],
        "Lumen Stack": ["silent"],
        "Tidewater": [],
        "Oak & Amber": [],
        "Kestrel Insurance": ["on_hold"],
    }


def test_silent_is_quieter_than_usual_for_this_company():
    quick = [me("10-29 09:00", asks=True), person("10-30 09:00")]
    slow = [me("10-29 09:00", asks=True), person("11-10 09:00")]
    assert names(*quick, now=at("11-07 10:00")) == ["silent"]
    assert names(*quick, now=at("11-07 10:00"), who=strict(silent=2)) == []
    assert names(*slow, now=at("11-18 10:00")) == []


def test_a_promised_day_that_went_by_is_named_at_once():
    told = person("11-16 09:00", "decision_timeline", by=date(2026, 11, 20))
    assert names(APPLIED, told) == ["promise_missed"]
    assert names(APPLIED, told, who=strict(promise_missed=2)) == []


QUICK = [
    one
    for day in ("10-05", "10-06", "10-07")
    for one in (me(f"{day} 09:00", asks=True), person(f"{day} 12:00"))
]


def test_slowing_is_a_wait_many_times_as_long_as_the_answers_before():
    waits = [*QUICK, me("11-12 09:00", asks=True)]
    assert "slowing" in names(*waits, now=at("11-19 17:30"))
    assert "slowing" not in names(*waits, now=at("11-18 09:00"))  # no working week yet
    assert "slowing" not in names(*waits, now=at("11-19 17:30"), who=strict(slowing=30))
    assert "slowing" not in names(*waits[4:], now=at("11-19 17:30"))  # one answer tells too little


def test_slowing_is_also_a_last_answer_that_was_slow():
    slow = [me("10-12 09:00", asks=True), person("10-22 09:00")]
    quick = [me("10-26 09:00", asks=True), person("10-26 10:00")]
    assert "slowing" in names(*QUICK, *slow, now=at("10-22 10:00"))
    assert "slowing" in names(*QUICK, *slow, quick[0], now=at("10-26 09:30"))
    assert "slowing" not in names(*QUICK, *slow, *quick, now=at("10-26 10:30"))


def test_a_move_to_a_later_time_is_named_with_how_often():
    found = card(APPLIED, person("10-20 09:00"), sightings=search()[2].sightings)
    (moved,) = [one for one in found.momentum.warnings if one.name == "rescheduled"]
    assert moved.text == "An interview moved to a later time, 2 times."
    assert (
        names(APPLIED, person("10-20 09:00"), sightings=search()[2].sightings, who=strict(rescheduled=3))
        == []
    )


def test_an_interview_called_off_with_no_other_set_is_named():
    made = sighted(event("u", "11-26 09:00"), "11-18 09:00")
    off = sighted(event("u", "11-26 09:00", method="CANCEL", sequence=1), "11-20 09:00")
    new = sighted(event("v", "11-27 09:00"), "11-21 09:00")
    said = [me("11-17 09:00"), person("11-20 09:00")]
    assert names(*said, sightings=(made, off)) == ["interview_cancelled"]
    assert "interview_cancelled" not in names(*said, sightings=(made, off, new))
    assert "interview_cancelled" in names(*said, sightings=(made, off), who=strict(interview_cancelled=2))
    assert names(*said, sightings=(made, off), who=strict(interview_cancelled=3)) == []


def test_an_interview_that_was_called_off_and_set_for_an_earlier_day_is_no_loss():
    made = sighted(event("u", "11-26 09:00"), "11-17 09:00")
    off = sighted(event("u", "11-26 09:00", method="CANCEL", sequence=1), "11-18 09:00")
    held = sighted(event("v", "11-20 09:00", summary="Technical interview"), "11-18 10:00")
    said = [me("11-17 09:00"), person("11-18 09:00")]
    assert "interview_cancelled" not in names(*said, sightings=(made, off, held))
    before = sighted(event("v", "11-16 09:00", summary="Phone screen"), "11-12 10:00")
    assert "interview_cancelled" in names(*said, sightings=(made, off, before))


def test_an_interview_that_the_candidate_declined_is_said_so():
    made = sighted(event("u", "11-26 09:00"), "11-18 09:00")
    declined = Attendee(ANA, "DECLINED")
    answer = replace(event("u", "11-26 09:00", method="REPLY"), attendees=(declined,))
    sightings = (made, sighted(answer, "11-20 09:00", ANA.email))
    found = card(me("11-17 09:00"), person("11-18 09:00"), sightings=sightings)
    assert [one.text for one in found.momentum.warnings if one.name == "interview_cancelled"] == [
        "You declined an interview and no other is set."
    ]


def test_one_sided_is_two_questions_that_no_person_has_answered():
    heard = [APPLIED, person("10-20 09:00")]
    asked = [me("11-03 09:00", "candidate_follow_up"), me("11-12 09:00", "candidate_follow_up")]
    assert "one_sided" not in names(*heard, asked[0])
    assert "one_sided" in names(*heard, *asked)
    assert "one_sided" in names(*heard, *asked, system("11-12 09:01"))
    assert "one_sided" not in names(*heard, *asked, person("11-13 09:00"))
    thanks = [me(f"11-1{n} 09:00", "thank_you_note") for n in range(3)]
    assert "one_sided" not in names(*heard, *thanks)


def test_stalled_in_stage_is_no_step_for_twice_as_long_as_the_stage_allows_though_mail_comes():
    talks = [person(f"11-{day:02} 09:00", "keeping_warm") for day in range(1, 23, 3)]
    first = person("10-10 09:00", "follow_up_interview")
    assert names(APPLIED, first, *talks) == ["stalled_in_stage"]  # 44 days, twice 21 allowed
    assert names(APPLIED, first, *talks, who=strict(stalled_in_stage=3)) == []
    round_held = (sighted(event("u", "11-10 09:00"), "11-01 09:00"),)
    assert names(APPLIED, first, *talks, sightings=round_held) == []
    ahead = (sighted(event("u", "11-25 09:00"), "11-01 09:00"),)
    assert names(APPLIED, first, *talks, sightings=ahead) == []


def test_a_pause_is_named_once_and_is_no_silence():
    assert names(APPLIED, person("10-29 09:00", "on_hold")) == ["on_hold"]


def test_questions_that_await_an_answer_are_counted():
    found = card(APPLIED, person("11-19 09:00", asks=True), person("11-20 09:00", "notice_period"))
    (turn,) = found.momentum.warnings
    assert (turn.name, turn.text) == ("your_turn", "2 of their messages await you.")
    late = strict(your_turn=3)
    assert names(APPLIED, person("11-20 09:00", "notice_period"), who=late) == []


def test_a_snoozed_warning_is_hidden_until_its_day_and_no_other_is():
    known = history(
        APPLIED, person("11-16 09:00", by=date(2026, 11, 20)), person("11-18 09:00", "notice_period")
    )

    def shown(until: date, warning: str = "promise_missed") -> list[str]:
        (found,) = overview([snoozed(known, "11-22 09:00", warning, until)], PERSON, NOW)
        return [one.name for one in found.momentum.warnings]

    assert shown(date(2026, 11, 23)) == ["promise_missed", "your_turn"]
    assert shown(date(2026, 11, 24)) == ["your_turn"]
    assert shown(date(2026, 11, 24), "all") == []


@pytest.mark.parametrize(
    ("pay", "words"),
    [
        (Pay(85000, 85000, "GBP", "year", Evidence(0, 0, "")), "85,000 GBP a year"),
        (Pay(300, 320, "", "day", Evidence(0, 0, "")), "300-320 a day"),
        (Pay(62.5, 62.5, "EUR", "", Evidence(0, 0, "")), "62.50 EUR"),
    ],
)
def test_a_figure_is_written_with_what_is_known_of_it(pay, words):
    assert _amount(pay) == words


def test_nothing_is_warned_of_once_it_has_ended():
    assert names(APPLIED, person("11-10 09:00", "notice_period"), system("11-12 09:00", "rejection")) == []


def test_a_figure_that_moves_away_from_the_one_before_is_named():
    def named(when: str, amount: int) -> Entry:
        words = f"£{amount:,}"
        pay = Pay(amount, amount, "GBP", "year", Evidence(0, len(words), words))
        return replace(me(when, asks=True), pay=(pay,))

    first, asked = named("11-12 09:00", 60_000), person("11-13 09:00")
    found = card(APPLIED, first, asked, named("11-20 09:00", 75_000))
    assert [one.text for one in found.momentum.warnings if one.name == "pay_jump"] == [
        "You named 75,000 GBP a year after 60,000 GBP a year: a jump that recruiters take for a warning."
    ]
    assert "pay_jump" not in names(APPLIED, first, asked, named("11-20 09:00", 64_000))

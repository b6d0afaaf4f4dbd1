from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from ingest.types import Address
from reports.overview import overview
from tests.reports.generated import histories
from tests.reports.searches import NOW, PERSON, at, event, history, me, person, sighted, signal, system


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
        ([APPLIED, person("11-10 09:00"), me("11-20 18:00", "thank_you_note")], DONE, "wait", "12-04"),
        ([me("11-02 09:00", "application_sent")], (), "follow up", "11-23"),
        ([me("11-19 09:00", "application_sent")], (), "wait", "12-03"),
        ([APPLIED, person("11-16 09:00", "keeping_warm", by=date(2026, 11, 30))], (), "wait", "11-30"),
        ([APPLIED, system("11-16 09:00", "rejection")], (), "nothing", ""),
    ],
)
def test_the_next_action_is_the_one_thing_to_do_first(entries, sightings, kind, due):
    action = card(*entries, sightings=sightings).action
    assert (action.kind, f"{action.due:%m-%d}" if action.due else "") == (kind, due)


def test_everything_there_is_to_do_is_told_the_most_urgent_first():
    found = card(
        APPLIED,
        person(
            "11-10 09:00", "notice_period", signal("reference_request", "two referees, please"), asks=True
        ),
        person("11-12 09:00", "salary_expectations"),
        sightings=AHEAD,
    )
    assert [(one.kind, one.message_id) for one in found.actions] == [
        ("answer", "<11100900-person@mail.example>"),
        ("answer", "<11120900-person@mail.example>"),
        ("prepare", ""),
    ]
    assert found.actions[0].text == "Answer: they asked when you could start and turned to your references."
    assert found.actions[0].why == "asked Tue 10 Nov: “notice period”, “two referees, please”"


def test_an_offer_is_decided_on_with_its_sentence_as_the_reason():
    (decide, *_) = card(APPLIED, person("11-20 09:00", signal("offer", "we would love you to join"))).actions
    assert (decide.text, decide.why) == (
        "Decide on their offer of Fri 20 Nov.",
        "offered Fri 20 Nov: “we would love you to join”",
    )


def test_who_will_be_met_is_named_and_who_only_schedules_is_not():
    people = (Address("Li, Jo (Acme)", "jo@acme.example"), Address("Dr. Omar Haddad", "omar@acme.example"))
    ahead = (sighted(event("u", "11-25 09:00", people=people, summary="Second round"), "11-10 09:00"),)
    (prepare,) = card(APPLIED, person("11-10 09:00"), sightings=ahead).actions
    assert prepare.text == "Prepare for the interview with Jo Li and Dr. Omar Haddad, Wed 25 Nov 09:00."
    assert prepare.why == "in 2 days: “Second round”"
    held = (sighted(event("u", "11-20 14:00", people=people[:1]), "11-10 09:00"),)
    (thank, *_) = card(APPLIED, person("11-10 09:00"), sightings=held).actions
    assert thank.text == "Thank Jo Li for the interview of Fri 20 Nov."


def test_every_coming_interview_is_one_to_prepare_for():
    two = (
        sighted(event("u", "11-24 09:00"), "11-10 09:00"),
        sighted(event("v", "12-14 09:00"), "11-10 09:00"),
    )
    assert [one.due for one in card(APPLIED, person("11-10 09:00"), sightings=two).actions] == [
        date(2026, 11, 24),
        date(2026, 12, 14),
    ]


def reasons(*entries, **more) -> list[str]:
    return [one.reason for one in card(*entries, **more).follow_ups]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("11-13 20:00", []),
        ("11-16 20:00", []),  # a Monday: only the weekend lies between
        ("11-17 08:00", ["promise_missed"]),
    ],
)
def test_a_follow_up_is_due_two_working_days_after_a_promised_day(now, due):
    told = person("11-10 09:00", "decision_timeline", by=date(2026, 11, 13))
    assert reasons(APPLIED, told, now=at(now)) == due


def test_a_promise_that_is_kept_is_no_reason_to_ask():
    told = person("11-10 09:00", "decision_timeline", by=date(2026, 11, 13))
    assert reasons(APPLIED, told, person("11-12 09:00", "follow_up_interview")) == []


def test_the_promised_day_is_what_a_missed_promise_is_counted_from():
    told = person("11-10 09:00", "decision_timeline", by=date(2026, 11, 13))
    found = card(APPLIED, told)
    (due,) = found.follow_ups
    assert (due.reason, due.since) == ("promise_missed", date(2026, 11, 13))
    assert found.action.why == "promised Tue 10 Nov: “by then”"


@pytest.mark.parametrize(("applied", "due"), [("11-09 09:00", ["waiting"]), ("11-10 09:00", [])])
def test_two_weeks_after_applying_without_an_answer_one_may_ask(applied, due):
    assert reasons(me(applied, "application_sent")) == due


@pytest.mark.parametrize(("asked_at", "due"), [("11-16 09:00", ["waiting"]), ("11-17 09:00", [])])
def test_a_week_after_a_question_of_ones_own_one_may_ask(asked_at, due):
    assert reasons(APPLIED, person("11-10 09:00"), me(asked_at, asks=True)) == due


def test_who_answered_them_or_handed_something_in_waits_for_two_weeks():
    answer = me("11-12 09:00", asks=True)
    assert reasons(APPLIED, person("11-10 09:00", asks=True), answer) == []
    assert reasons(APPLIED, person("11-10 09:00", "assessment_request"), answer) == []
    assert reasons(APPLIED, person("11-05 09:00", asks=True), me("11-09 09:00", asks=True)) == ["waiting"]


@pytest.mark.parametrize(("held", "due"), [("11-09 14:00", ["silence"]), ("11-10 14:00", [])])
def test_two_weeks_of_silence_after_a_round_are_a_reason_too(held, due):
    met = (sighted(event("u", held), "11-02 09:00"),)
    thanked = me("11-11 09:00", "thank_you_note")
    found = card(APPLIED, person("11-02 09:00", "interview_invitation"), thanked, sightings=met)
    assert [one.reason for one in found.follow_ups] == due
    assert [one.since for one in found.follow_ups] == [at(held) + timedelta(hours=1)] * len(due)


def test_one_letter_asks_for_everything():
    told = person("11-01 09:00", "decision_timeline", by=date(2026, 11, 6))
    assert reasons(APPLIED, told, me("11-02 09:00", asks=True)) == ["promise_missed"]


def test_nobody_is_chased_twice_within_five_days():
    def chased(day: str) -> list[str]:
        return reasons(me("11-02 09:00", "application_sent"), me(day, "candidate_follow_up"))

    assert chased("11-19 09:00") == []
    assert chased("11-18 09:00") == ["waiting"]


def test_a_question_after_a_promised_day_is_a_chase_whatever_its_words():
    told = person("11-10 09:00", "decision_timeline", by=date(2026, 11, 13))
    assert reasons(APPLIED, told, me("11-19 09:00", asks=True)) == []


def test_after_four_questions_without_an_answer_no_fifth_is_due():
    asked = [me(f"{day} 09:00", "candidate_follow_up") for day in ("10-16", "10-24", "11-01", "11-09")]
    applied = me("10-15 09:00", "application_sent")
    assert reasons(applied, *asked[:3]) == ["waiting"]
    found = card(applied, *asked)
    assert found.follow_ups == ()
    assert (found.action.kind, found.action.text) == (
        "wait",
        "Wait; close it on Sun 29 Nov if nothing has come.",
    )


@pytest.mark.parametrize(
    ("held", "kind"), [("09-25 09:00", "wait"), ("09-24 07:00", "follow up"), ("09-23 20:00", "follow up")]
)
def test_a_paused_role_is_left_alone_for_two_months(held, kind):
    first = me("09-01 09:00", asks=True), person("09-05 09:00", "interview_invitation")
    assert card(*first, person(held, "on_hold")).action.kind == kind


def test_a_question_about_an_offer_is_pressing():
    offered = [APPLIED, person("11-11 09:00", "offer"), me("11-17 09:00", asks=True)]
    assert reasons(*offered) == ["waiting"]
    assert reasons(*offered[:2]) == []  # they wait for the candidate


@pytest.mark.parametrize(
    ("since", "chased", "kind"),
    [
        ("09-23 09:00", "", "close"),
        ("09-26 09:00", "", "follow up"),
        ("09-26 09:00", "10-20 09:00", "close"),
        ("10-12 09:00", "10-20 09:00", "follow up"),
    ],
)
def test_what_has_been_quiet_far_beyond_everything_is_to_be_closed(since, chased, kind):
    asked = [me(chased, "candidate_follow_up")] if chased else []
    found = card(me(since, "application_sent"), *asked)
    assert found.action.kind == kind
    assert (kind == "close") == (found.follow_ups == ())
    if kind == "close":
        assert found.action.text == "Close it: tealeaves applications close a1"


def test_an_approach_that_was_never_answered_is_dead_after_two_months():
    assert card(person("09-10 09:00", "recruiter_outreach", asks=True)).actions[-1].kind == "close"


@pytest.mark.parametrize(
    "more",
    [
        {"sightings": (sighted(event("u", "11-30 09:00"), "10-10 09:00"),)},
        {"now": at("10-05 09:00")},
    ],
)
def test_no_follow_up_is_due_while_something_lies_ahead(more):
    assert reasons(me("10-01 09:00", "application_sent"), **more) == []


def test_no_follow_up_is_due_while_a_promised_day_lies_ahead():
    told = person("10-10 09:00", "decision_timeline", by=date(2026, 11, 27))
    assert reasons(me("10-01 09:00", asks=True), told, me("10-11 09:00", asks=True)) == []


def test_a_follow_up_waits_for_a_working_day():
    found = card(me("11-01 09:00", "application_sent"), now=at("11-15 09:00"))  # a Sunday
    assert (found.action.kind, found.action.due) == ("follow up", date(2026, 11, 16))


@given(histories())
def test_there_is_always_something_to_do_with_its_reason(known):
    (found,) = overview([known], PERSON, NOW)
    assert all(one.kind and one.text and one.why for one in found.actions)
    ahead = any(one.status == "upcoming" for one in found.interviews)
    if ahead or found.unanswered or not found.open:
        assert found.follow_ups == ()
    assert len(found.follow_ups) == sum(one.kind == "follow up" for one in found.actions)


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


KATE, OMAR = Address("Kate Mills", "kate@acme.example"), Address("Omar Haddad", "omar@acme.example")


def test_an_answer_in_one_conversation_leaves_open_what_somebody_else_asked_in_another():
    first = person("11-10 09:00", "notice_period", sender=KATE, subject="A few questions")
    other = person("11-11 09:00", asks=True, sender=OMAR, subject="Your task")
    assert asked(first, other, me("11-12 09:00", subject="Re: Your task")) == ["notice_period"]
    assert asked(first, other, me("11-12 09:00", subject="AW: RE: A few  questions")) == ["question"]
    assert asked(first, other, me("11-12 09:00", subject="Both your questions")) == []


def test_thanks_for_what_a_system_sent_answer_no_persons_question():
    question = person("11-10 09:00", "reference_request", asks=True, sender=KATE, subject="References")
    notice = system("11-11 09:00", subject="Your travel voucher")
    thanks = me("11-11 10:00", subject="Re: Your travel voucher")
    assert asked(question, notice, thanks) == ["reference_request"]


def test_who_writes_again_after_an_answer_elsewhere_has_heard_it():
    first = person("11-10 09:00", "notice_period", sender=KATE, subject="A few questions")
    other = person("11-11 09:00", asks=True, sender=OMAR, subject="Your task")
    elsewhere = me("11-12 09:00", subject="Re: Your task")
    assert asked(first, other, elsewhere, person("11-13 09:00", sender=KATE, subject="Good to know")) == []


@pytest.mark.parametrize(
    ("question", "later"),
    [
        ("interview_invitation", person("11-12 09:00", "interview_invitation")),  # "booked, as we said"
        ("interview_invitation", person("11-12 09:00", "on_hold")),
        ("reference_request", person("11-12 09:00", "reference_request")),  # "spoke to your referee"
        ("notice_period", person("11-12 09:00", "offer")),
    ],
)
def test_a_later_step_answers_what_was_asked(question, later):
    assert asked(APPLIED, person("11-10 09:00", question, asks=True), later) == []


def test_a_meeting_answers_what_was_asked_before_it_but_sends_no_references():
    met = (sighted(event("u", "11-12 09:00"), "11-09 09:00"),)
    assert asked(APPLIED, person("11-10 09:00", asks=True), sightings=met) == []
    assert asked(APPLIED, person("11-10 09:00", "reference_request", asks=True), sightings=met) == [
        "reference_request"
    ]


def test_an_invite_that_is_called_off_later_has_settled_the_time_all_the_same():
    invited = person("11-10 09:00", "interview_invitation", asks=True, key="k")
    made = sighted(event("u", "11-25 09:00"), "11-12 09:00")
    off = sighted(event("u", "11-25 09:00", method="CANCEL", sequence=1), "11-13 09:00", key="k2")
    assert asked(APPLIED, invited, sightings=(made, off)) == []
    anew = person("11-13 09:00", "scheduling_delay", "interview_invitation", asks=True, key="k2")
    assert asked(APPLIED, invited, anew, sightings=(made, off)) == ["interview_invitation"]


def test_the_question_in_an_offer_is_answered_by_the_decision():
    offered = person("11-20 09:00", "offer", asks=True)
    assert [one.kind for one in card(APPLIED, offered).actions] == ["decide"]
    more = person("11-21 09:00", "notice_period")
    assert [one.kind for one in card(APPLIED, offered, more).actions] == ["decide", "answer"]

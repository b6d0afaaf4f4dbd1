from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from reports.digest import digest, funnel
from reports.overview import overview
from reports.render.as_json import applications_json
from reports.render.digest_json import digest_json
from reports.render.responsiveness_json import responsiveness_json
from reports.settings import Person
from reports.standing.stage import Stage
from reports.thresholds import default_thresholds
from tests.reports.searches import NOW, PERSON, at, history, me, person, questions, search

SINCE = NOW - timedelta(days=7)


def week(now=NOW, found=None):
    known = search() if found is None else found
    since = now - timedelta(days=7)
    return digest(
        overview(known, PERSON, now),
        overview(known, PERSON, since),
        questions() if found is None else (),
        PERSON,
        since,
        now,
    )


def test_open_applications_come_first_and_the_best_of_them_on_top():
    cards = overview(search(), PERSON, NOW)
    assert [card.open for card in cards] == [True] * 7 + [False]
    scores = [card.momentum.score for card in cards if card.open]
    assert scores == sorted(scores, reverse=True)


def test_an_application_that_had_not_begun_is_not_there_yet():
    assert overview(search(), PERSON, at("09-01 00:00")) == ()


def test_what_is_known_later_changes_nothing_of_what_was_known_before():
    early = overview([history(me("11-01 09:00", asks=True))], PERSON, at("11-02 09:00"))
    late = overview(
        [history(me("11-01 09:00", asks=True), person("11-03 09:00", "offer"))], PERSON, at("11-02 09:00")
    )
    assert early == late


def test_the_json_of_applications_has_the_keys_of_the_contract():
    (one, *_) = json.loads(applications_json(overview(search()[1:2], PERSON, NOW)))
    assert list(one) == [
        "id", "company", "role", "stage", "open", "messages", "momentum", "response", "interviews",
        "reschedules_later", "promised_by", "promise_missed", "unanswered_questions", "follow_ups_due",
        "actions", "pay", "suggestions", "overlaps",
    ]  # fmt: skip
    assert list(one["momentum"]) == ["score", "trend", "reasons", "warnings"]
    assert list(one["momentum"]["reasons"][0]) == [
        "signal", "strength", "message_id", "at", "evidence", "confidence", "by_context",
    ]  # fmt: skip
    assert list(one["response"]) == ["replies", "median_hours", "p90_hours", "n", "waiting_since"]
    assert list(one["response"]["replies"][0]) == ["to", "reply", "hours", "working_hours"]
    assert list(one["interviews"][0]) == [
        "uid", "start", "end", "status", "all_day", "summary", "kind", "held", "round", "round_name",
        "interviewers", "changes",
    ]  # fmt: skip
    assert one["promised_by"] == "2026-11-27"
    assert one["unanswered_questions"][0] == {
        "message_id": "<11191620-person@mail.example>",
        "signal": "notice_period",
    }
    assert datetime.fromisoformat(one["interviews"][0]["start"]) == at("11-03 11:00")


def test_messages_are_listed_in_order_of_time():
    (one,) = json.loads(applications_json(overview(search()[:1], PERSON, NOW)))
    assert one["messages"] == [entry.message_id for entry in search()[0].entries]


def test_every_json_can_be_read_back():
    cards = overview(search(), PERSON, NOW)
    assert json.loads(responsiveness_json(cards, PERSON))["overall"]["n"] == 12
    assert json.loads(digest_json(week()))["new"] == ["e2204c7d"]


def test_the_week_tells_what_moved_and_why():
    found = week()
    assert [(one.card.id, one.why) for one in found.moved_up] == [
        ("c41d08e2", "they made you an offer"),
        ("7be1902f", "they asked when you could start"),
    ]
    assert [one.card.id for one in found.cooled] == ["0a97f3d1", "55d2c0aa", "9f10bb34"]
    assert [card.id for card in found.new] == ["e2204c7d"]
    assert [card.id for card in found.closed] == ["b8817e02"]
    assert [card.id for card in found.quiet] == ["55d2c0aa", "3cc4e56b", "9f10bb34"]
    assert found.headline == (
        "You have an offer from Harbour Analytics. 1 more moved up, 3 cooled, 1 closed, 1 new."
    )


def test_late_signals_are_told_with_their_sentence_until_they_are_answered():
    late = week(at("12-05 08:00")).late
    assert ("notice_period", "when could you start?", False) in [
        (o.signal, o.evidence, o.answered) for o in late
    ]


def test_what_is_due_comes_in_the_order_of_its_day():
    assert [one.action.kind for one in week().to_do] == [
        "decide",
        "answer",
        "follow up",
        "follow up",
        "prepare",
    ]


def test_an_empty_week_is_empty():
    quiet = history(me("11-01 09:00", "application_sent", asks=True))
    assert week(at("11-08 09:00"), [quiet]).empty
    assert week(NOW, []).empty
    assert not week().empty


def test_the_funnel_counts_how_far_each_came_also_after_it_ended():
    assert funnel(overview(search(), PERSON, NOW)) == (
        (Stage.APPLIED, 8),
        (Stage.SCREENING, 6),
        (Stage.INTERVIEWING, 5),
        (Stage.FINAL, 2),
        (Stage.OFFER, 1),
        (Stage.ACCEPTED, 0),
    )


def test_thresholds_are_the_persons_to_change():
    rules = default_thresholds()
    impatient = replace(PERSON, thresholds=replace(rules, stalled={**rules.stalled, "applied": 2}))
    (card,) = overview([history(me("11-19 09:00", asks=True))], impatient, NOW)
    assert card.momentum.trend == "stalled"


def test_a_person_with_no_settings_is_served_too():
    assert len(overview(search(), Person(), NOW)) == 8

"""A suggestion counts for nothing until the person accepts it, and is shown as what it is."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from classify.signals.table import signal_table
from classify.types import Confidence, Signal
from reports.digest import digest
from reports.overview import Card, overview
from reports.render.as_json import applications_json, show_json
from reports.render.as_markdown import digest_markdown
from reports.render.digest_json import digest_json
from reports.render.digest_text import digest_text
from reports.render.timeline import timeline_text
from reports.suggestions import suggestions
from store.history import History
from tests.reports.searches import NOW, PERSON, at, history, me, northwind, person, signal
from tests.reports.standing.test_momentum import histories

WORDS = "interview offer final decision next week?"  # words that rules look for in evidence


def suggested(name: str, words: str = WORDS) -> Signal:
    return signal(name, words, Confidence.SUGGESTED)


@st.composite
def leaning(draw: st.DrawFn, known: History) -> History:
    """The same history with suggestions added to its messages."""
    names = st.lists(st.sampled_from(sorted(signal_table())), max_size=3, unique=True)
    more = [tuple(map(suggested, draw(names))) for _ in known.entries]
    entries = (
        replace(one, signals=(*one.signals, *new)) for one, new in zip(known.entries, more, strict=True)
    )
    return replace(known, entries=tuple(entries))


def counted(card: Card) -> tuple[object, ...]:
    """Everything that a report makes of an application."""
    messages = {one.key: replace(one, signals=()) for one in card.history.entries}
    steps = [(one.stage, one.at, one.key, one.why) for one in card.progress.steps]
    response = [(one.to.key, one.reply.key, one.hours) for one in card.response.recorded]
    told = card.last_promise
    return (
        messages, steps, card.progress.stage, card.progress.reached, card.momentum, response,
        card.response.waits, card.response.waiting_since, card.response.plain, card.response.own_hours,
        card.response.first_answer_hours, card.response.next_round_hours, card.interviews, card.promised_by,
        card.promise_missed, told and (told.by, told.kept_by and told.kept_by.key), card.unanswered,
        card.follow_ups, card.action,
    )  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.data(), histories())
def test_suggestions_change_no_score_stage_wait_question_or_follow_up(data: st.DataObject, known: History):
    more = data.draw(leaning(known))
    (before,), (after,) = overview([known], PERSON, NOW), overview([more], PERSON, NOW)
    assume(after.history.entries == more.entries)  # none of them is likely by what went before
    assert counted(after) == counted(before)


def weeks(*known: History):
    cards = overview(known, PERSON, NOW)
    return digest(cards, overview(known, PERSON, at("11-16 08:00")), (), PERSON, at("11-16 08:00"), NOW)


UNSURE = history(
    me("11-18 09:00", "application_sent"),
    person("11-20 09:00", suggested("notice_period", "how soon are you free"), key="k1"),
    id="aaaa1111",
)


def test_every_rendering_shows_them_as_suggestions():
    (card,) = overview([UNSURE], PERSON, NOW)
    line = "perhaps they asked when you could start: “how soon are you free”"
    review = "1 suggestion awaits your word: tealeaves label --review"
    shown_once = " ".join(timeline_text(card, PERSON).split())
    assert line in shown_once
    assert shown_once.endswith(review)
    week = weeks(UNSURE)
    text = " ".join(digest_text(week).split())
    assert line in text
    assert review in text
    assert line in digest_markdown(week)
    shown = {"message_id": "<k1@mail.example>", "at": "2026-11-20T09:00:00+00:00", "signal": "notice_period",
             "evidence": "how soon are you free"}  # fmt: skip
    assert json.loads(applications_json([card]))[0]["suggestions"] == [shown]
    assert json.loads(show_json(card))["timeline"][1]["signals"][0]["confidence"] == "suggested"
    assert json.loads(digest_json(week))["suggestions"] == [{"id": "aaaa1111", **shown}]


def test_a_week_without_any_says_nothing_of_them():
    assert "uggest" not in digest_text(weeks(northwind())) + digest_markdown(weeks(northwind()))


def test_what_is_only_likely_is_shown_so_wherever_it_counts():
    likely = history(
        me("11-01 09:00", "application_sent"),
        person("11-20 09:00", signal("notice_period", "how soon are you free", Confidence.LIKELY), asks=True),
    )
    (card,) = overview([likely], PERSON, NOW)
    week = weeks(likely)
    words = "asked when you could start (likely): “how soon are you free”"
    assert words in " ".join(timeline_text(card, PERSON).split())
    assert words in " ".join(digest_text(week).split())
    assert words in digest_markdown(week)
    told = json.loads(applications_json([card]))[0]
    assert told["momentum"]["reasons"][0]["confidence"] == "likely"
    assert json.loads(digest_json(week))["late_signals"][0]["confidence"] == "likely"


def test_the_most_telling_comes_first_and_of_equal_ones_the_newest():
    known = history(
        person("11-01 09:00", suggested("offer"), suggested("rejection"), key="old"),
        person("11-02 09:00", suggested("positive_feedback"), suggested("application_received"), key="mid"),
        person("11-03 09:00", suggested("offer"), key="new"),
    )
    cards = overview([known], PERSON, NOW)

    def order(**more: object) -> list[tuple[str, str]]:
        return [(one.entry.key, one.signal.name) for one in suggestions(cards, **more)]  # type: ignore[arg-type]

    assert order() == [
        ("new", "offer"),
        ("old", "offer"),
        ("old", "rejection"),
        ("mid", "positive_feedback"),
        ("mid", "application_received"),
    ]
    assert order(likely={("new", "offer"): 0.2, ("old", "offer"): 0.4})[0] == ("old", "rejection")
    assert order(strengths={"positive_feedback": 50})[0] == ("mid", "positive_feedback")

"""The same fact is told with the same words and figures wherever it stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reports.digest import digest
from reports.overview import overview
from reports.render.as_markdown import digest_markdown
from reports.render.card_text import earlier
from reports.render.cells import width
from reports.render.digest_text import digest_text
from reports.render.html.card_html import card_view
from reports.render.html.page import sentence
from reports.render.html.show_html import show_html
from reports.render.pay_lines import pay_lines
from reports.render.remark_lines import remark_lines
from reports.render.replies import replies_text
from reports.render.responsiveness_table import responsiveness_table
from reports.render.timeline import timeline_text
from reports.standing.momentum import Trend
from tests.reports.remarking import snoozed
from tests.reports.searches import NOW, PERSON, event, history, me, person, search, sighted, system

WEEK = timedelta(days=7)


def card_of(*entries, now=NOW, **more):
    (card,) = overview([history(*entries, **more)], PERSON, now)
    return card


def week_of(*entries, since=NOW - WEEK, **more):
    one = [history(*entries, **more)]
    return digest(overview(one, PERSON, NOW), overview(one, PERSON, since), (), PERSON, since, NOW)


MOVED_TWICE = sighted(
    event("u", "11-25 10:00", summary="Second interview"), "11-10 09:00"
), sighted(event("u", "11-26 10:00", summary="Second interview"), "11-12 09:00"), sighted(
    event("u", "12-03 10:00", summary="Second interview"), "11-18 09:00"
)  # fmt: skip


def test_an_answer_within_minutes_is_never_said_to_have_taken_no_time():
    card = card_of(
        me("11-18 10:00", "thank_you_note"), person("11-18 10:17", "positive_feedback", key="k1"), role=""
    )
    told = " ".join(timeline_text(card, PERSON).split())
    assert "answered your thank-you note after 17 min" in told
    assert "They answered your thank-you notes after 17 min." in told


def test_one_interview_that_moves_twice_is_not_two_interviews_and_is_told_once():
    card = card_of(me("11-01 08:00"), person("11-10 09:00"), sightings=MOVED_TWICE)
    for told in (timeline_text(card, PERSON), show_html(card, PERSON)):
        assert told.count("An interview moved to a later time, 2 times.") == 1
    assert "moved an interview from Wed 25 Nov 10:00 to Thu 26 Nov 10:00" in " ".join(
        timeline_text(card, PERSON).split()
    )


@pytest.mark.parametrize(
    ("signal", "because"), [("keeping_warm", "a little up"), ("decision_timeline", "no change to speak of")]
)
def test_what_moved_up_in_the_digest_is_not_said_to_have_changed_nothing(signal, because):
    told = week_of(
        me("11-02 08:00", "application_sent"), person("11-14 08:00"), person("11-20 09:00", signal)
    )
    (card,) = told.cards
    assert card.momentum.trend is Trend.STEADY
    assert card.momentum.because == because
    assert bool(told.moved_up) is (because == "a little up")


def test_every_form_says_alike_how_it_stood_a_week_ago():
    cards = tuple(card for card in overview(search(), PERSON, NOW) if card.open)
    week = digest(cards, cards, (), PERSON, NOW - WEEK, NOW)
    text, page = " ".join(digest_text(week).split()), digest_markdown(week)
    for card in cards:
        told = earlier(card, PERSON)
        assert told in card_view(card, PERSON).because
        assert f"{card.momentum.because} ({told})" in text
        assert f"{card.momentum.because}; {told}." in page


def test_a_closed_application_is_not_said_to_be_quiet():
    card = card_of(
        me("09-01 08:00", asks=True),
        person("09-02 09:00"),
        me("09-03 09:00"),
        person("09-10 09:00", "rejection"),
    )
    assert not card.open
    for told in (timeline_text(card, PERSON), show_html(card, PERSON)):
        assert "quiet for" not in told
        assert told.count("Closed; nothing to do.") == 1
    assert "\n      rejected\n" not in timeline_text(card, PERSON)


def test_what_adds_nothing_is_in_neither_form_of_the_timeline():
    for card in overview(search(), PERSON, NOW):
        assert "+0.0" not in timeline_text(card, PERSON)
        assert "+0.0" not in show_html(card, PERSON)


def test_before_anything_was_asked_the_wait_since_the_application_is_still_told():
    card = card_of(system("11-02 09:00", "application_received"))
    told = replies_text(card, PERSON)
    assert "Nobody has been asked anything here yet." in told
    assert "No person has written in the" in told


def test_a_mark_of_the_table_of_replies_is_explained():
    card = card_of(me("11-18 10:00", "thank_you_note"), person("11-18 12:00"))
    told = replies_text(card, PERSON)
    assert "(unasked)" in told
    assert "Unasked: " in told


def test_quiet_means_a_week_without_a_word_however_short_the_digest():
    recent = me("11-01 08:00"), person("11-20 09:00")
    assert not week_of(*recent, since=NOW - timedelta(hours=2)).quiet
    assert week_of(me("11-01 08:00"), since=NOW - timedelta(hours=2)).quiet


@pytest.mark.parametrize("card", overview(search(), PERSON, NOW), ids=lambda card: card.id)
def test_lines_that_are_no_table_fit_eighty_columns(card):
    assert all(width(line) <= 80 for line in timeline_text(card, PERSON).splitlines())
    table = responsiveness_table([card], PERSON).splitlines()
    assert all(width(line) <= 80 for line in table[table.index("") :] if "   " not in line)


def test_an_interview_that_was_called_off_has_its_sign_and_words():
    off = sighted(event("u", "11-25 10:00", status="CANCELLED", summary="Panel"), "11-18 09:00")
    on = sighted(event("u", "11-25 10:00", summary="Panel"), "11-16 09:00")
    card = card_of(me("11-01 08:00"), person("11-16 09:00"), sightings=(on, off))
    told = timeline_text(card, PERSON)
    assert "× Panel, " in told
    assert "(called off)" in told
    assert "cancelled" not in told


def test_a_line_on_pay_ends_once():
    for card in overview(search(), PERSON, NOW):
        for line in pay_lines(card, PERSON):
            assert line.endswith(".")
            assert not line.endswith("..")
        assert all(not text.endswith("..") for _, text in card_view(card, PERSON).facts)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ""),
        ("up 3", "Up 3."),
        ("promised: “by Friday.”", "Promised: “by Friday.”"),
        ("promised: “by Friday”", "Promised: “by Friday”."),
        ("“can you?”", "“can you?”"),
    ],
)
def test_no_sentence_of_a_page_ends_twice(text, told):
    assert sentence(text) == told


def test_what_the_person_hid_is_said_in_plain_words():
    known = snoozed(history(me("11-01 08:00")), "11-20 09:00", "one_sided", date(2026, 11, 29), "on holiday")
    (card,) = overview([known], PERSON, NOW)
    assert list(remark_lines(card, PERSON)) == [
        "The warning “one sided” is snoozed until Sun 29 Nov (on holiday)."
    ]

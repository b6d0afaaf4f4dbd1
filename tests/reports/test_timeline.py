from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings

from reports.overview import Card, overview
from reports.render.axis_text import axis_text, legend
from reports.render.cells import width
from reports.timeline import Lane, Sort, Timeline, timeline
from store.history import History
from tests.reports.searches import NOW, PERSON, event, history, me, person, search, sighted, system
from tests.reports.standing.test_momentum import histories

LONDON = ZoneInfo("Europe/London")


def line_of(known: History) -> Timeline:
    return timeline(card_of(known), LONDON)


def card_of(known: History) -> Card:
    (card,) = overview([known], PERSON, NOW)
    return card


def test_each_message_lies_on_the_lane_of_who_wrote_it() -> None:
    line = line_of(
        history(me("11-02 09:00", "application_sent"), system("11-02 09:01"), person("11-04 09:00"))
    )
    assert [(mark.lane, mark.sort) for mark in line.marks] == [
        (Lane.YOU, Sort.MESSAGE),
        (Lane.THEY, Sort.SYSTEM),
        (Lane.THEY, Sort.MESSAGE),
    ]


def test_the_axis_of_an_open_application_runs_to_now_and_beyond_to_what_is_to_come() -> None:
    written = me("11-02 09:00", "application_sent")
    assert line_of(history(written)).end == NOW
    ahead = sighted(event("u", NOW + timedelta(days=3)), "11-20 09:00")
    line = line_of(history(written, person("11-20 09:00"), sightings=(ahead,)))
    assert line.end == NOW + timedelta(days=3)
    assert [mark.sort for mark in line.marks if mark.lane is Lane.MET] == [Sort.AHEAD]


def test_the_axis_of_a_closed_one_ends_with_its_last_word() -> None:
    line = line_of(history(me("10-02 09:00", "application_sent"), person("10-09 09:00", "rejection")))
    assert line.end == line.marks[-1].at


def test_a_wait_reaches_from_the_turn_to_the_reply_and_an_open_one_to_now() -> None:
    line = line_of(
        history(
            me("11-02 09:00", "application_sent"),
            person("11-04 09:00"),
            me("11-10 09:00", "candidate_follow_up"),
        )
    )
    first, second = line.waits
    assert (first.end - first.begin, first.open) == (timedelta(days=2), False)
    assert (second.end, second.open) == (NOW, True)


def test_a_long_axis_has_a_tick_each_month_and_a_short_one_each_monday() -> None:
    assert [tick.day.isoformat() for tick in line_of(history(me("11-09 09:00"))).ticks] == [
        "2026-11-16",
        "2026-11-23",
    ]
    assert [tick.day.day for tick in line_of(history(me("06-20 09:00"))).ticks] == [1] * 5


def test_signals_are_marked_where_they_fell() -> None:
    line = line_of(history(person("11-19 09:00", "notice_period"), person("11-20 09:00", "scheduling_delay")))
    signs = [mark for mark in line.marks if mark.lane in (Lane.BETTER, Lane.WORSE)]
    assert [(mark.sort, mark.names) for mark in signs] == [
        (Sort.STRONGER, ("notice_period",)),
        (Sort.WEAKER, ("scheduling_delay",)),
    ]


@settings(max_examples=60, deadline=None)
@given(histories())
def test_everything_lies_on_the_axis_in_order_of_time_and_fits_the_page(known: History) -> None:
    line = line_of(known)
    assert [mark.at for mark in line.marks] == sorted(mark.at for mark in line.marks)
    assert all(line.begin <= mark.at <= line.end for mark in line.marks)
    assert all(line.begin <= one.begin <= one.end <= line.end for one in line.waits)
    shares = [line.share(mark.at) for mark in line.marks]
    assert shares == sorted(shares)
    assert all(width(row) <= 80 for row in (*axis_text(line), *legend(line)))


def test_the_whole_sample_can_be_drawn() -> None:
    for card in overview(search(), PERSON, NOW):
        assert any("you" in row for row in axis_text(timeline(card, LONDON)))

"""How past scores turned out: counts of what happened, and nothing of what is too few."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.overview import overview
from reports.remarks.closing import OUTCOMES
from reports.remarks.outcomes import ENDS, Past, outcomes, past, weekly_scores
from reports.render.outcomes_table import outcomes_table, outcomes_value
from reports.response.working_hours import clock_of
from reports.standing.stage import ORDER
from tests.reports.remarking import closed, debriefed
from tests.reports.searches import NOW, PERSON, at, harbour, history, me, oak, person, quarry, system
from tests.reports.standing.test_momentum import histories

PAST = st.builds(
    Past,
    st.lists(st.integers(0, 100), max_size=6).map(tuple),
    st.sampled_from([stage.value for stage in ORDER]),
    st.sampled_from(OUTCOMES),
)


def ends(found, low: int) -> dict[str, int]:
    (band,) = (one for one in found.bands if one.low == low)
    return dict(band.ends)


def stood(number: int, *scores: int, outcome: str = "rejected", reached: str = "final") -> list[Past]:
    return [Past(scores, reached, outcome)] * number


def test_a_band_counts_who_once_stood_in_it_and_how_they_ended():
    found = outcomes(
        [
            *stood(2, 10, 62, 75, outcome="accepted", reached="accepted"),
            *stood(1, 79, outcome="rejected", reached="offer"),
            *stood(2, 60, 30, outcome="rejected"),
            *stood(1, 65, outcome="no_answer"),
            *stood(1, 65, outcome="withdrawn"),
        ]
    )
    assert ends(found, 60) == {"offer": 3, "rejected": 2, "no_answer": 1, "withdrawn": 1}
    assert [band.n for band in found.bands] == [2, 2, 0, 7, 0]
    assert found.n == 7


def test_nothing_but_the_number_is_told_of_fewer_than_five():
    found = outcomes([*stood(4, 85), *stood(5, 45)])
    assert ends(found, 80) == {}
    assert ends(found, 40) == {"offer": 0, "rejected": 5, "no_answer": 0, "withdrawn": 0}
    assert "ends" in outcomes_value(found)["bands"][4]
    assert outcomes_value(found)["bands"][4] == {"from": 80, "to": 100, "n": 4, "ends": None}


@pytest.mark.parametrize(("score", "band"), [(0, 0), (19, 0), (20, 1), (79, 3), (80, 4), (100, 4)])
def test_every_score_stands_in_one_band(score, band):
    assert [one.n for one in outcomes(stood(1, score)).bands] == [int(place == band) for place in range(5)]


@given(st.lists(PAST, max_size=30))
def test_the_ends_of_a_band_add_up_to_its_number(ended):
    found = outcomes(ended)
    assert found.n == len(ended)
    for band in found.bands:
        assert band.n <= found.n
        if band.ends:
            assert band.n >= found.enough
            assert [end for end, _ in band.ends] == list(ENDS)
            assert sum(number for _, number in band.ends) == band.n
        else:
            assert band.n < found.enough


def test_the_table_speaks_of_counts_and_never_of_chances():
    text = outcomes_table(outcomes([*stood(3, 70, outcome="accepted", reached="accepted"), *stood(4, 70)]))
    assert "Of 7 that stood at 60 to 79, 3 ended in an offer." in text
    assert max(map(len, text.splitlines())) <= 80
    for word in ("%", "probab", "chance", "likely"):
        assert word not in text.lower()
    row = next(line for line in text.splitlines() if line.startswith("60 to 79"))
    assert row.split() == ["60", "to", "79", "7", "3", "4", "0", "0"]
    assert next(line for line in text.splitlines() if line.startswith("80 to 100")).split()[3:] == ["0"]


def test_with_too_few_it_says_so_in_one_line():
    for number, words in ((0, "0 applications have ended"), (1, "1 application has ended")):
        text = outcomes_table(outcomes(stood(number, 70)))
        assert text.count("\n") == 1
        assert text.startswith(words)


def looks(known, now=NOW) -> tuple[int, ...]:
    (card,) = overview([known], PERSON, now)
    assert not card.open
    return past(known, card.progress, PERSON, clock_of(PERSON)).scores


def test_the_score_is_looked_at_each_week_until_the_end_and_knows_nothing_later():
    known = closed(quarry(), "11-16 09:00", "no_answer")
    assert len(looks(known)) == 3  # 27 October, 3 and 10 November
    weeks = (at("10-27 09:00"), at("11-03 09:00"), at("11-10 09:00"))
    assert looks(known) == tuple(overview([quarry()], PERSON, when)[0].momentum.score for when in weeks)


def test_what_ended_in_its_first_week_stood_nowhere():
    assert looks(history(me("11-16 09:00", "application_sent"), system("11-20 09:00", "rejection"))) == ()


def test_an_offer_ends_the_looking():
    known = harbour()
    taken = replace(known, entries=(*known.entries, me("11-22 09:00", "offer_accepted")))
    assert len(looks(taken)) == 4  # from 26 October on, with the offer on 20 November
    long_ago = history(
        me("10-01 09:00", "application_sent"), person("10-02 09:00", "offer"), me("11-01 09:00", "withdrawal")
    )
    assert looks(long_ago) == ()


def test_of_a_long_time_only_the_last_looks_are_taken():
    dateless = replace(me("11-16 09:00", "application_sent"), at=datetime(1970, 1, 1, tzinfo=UTC))
    ended = system("11-20 09:00", "rejection")
    assert len(looks(history(dateless, me("11-01 09:00", asks=True), ended))) in (103, 104)
    offered = person("11-10 09:00", "offer"), me("11-18 09:00", "withdrawal")
    assert len(looks(history(dateless, me("11-01 09:00", asks=True), *offered))) in (103, 104)


def test_a_debrief_counts_in_the_looks_after_it_was_said():
    known = closed(quarry(), "11-16 09:00", "no_answer")
    later = debriefed(known, "11-04 09:00", {"overall": "5"}, uid="qy", met_at="10-29 10:00")
    before, after = looks(known), looks(later)
    assert after[:2] == before[:2]
    assert after[2] > before[2]


@settings(max_examples=50, deadline=None)
@given(histories(), st.sampled_from(OUTCOMES))
def test_whatever_ended_has_a_place_in_the_table(known, outcome):
    ended = closed(known, NOW - timedelta(minutes=1), outcome)
    (card,) = overview([ended], PERSON, NOW)
    one = past(ended, card.progress, PERSON, clock_of(PERSON))
    assert one.outcome == outcome
    assert outcomes([one] * 5).n == 5
    assert len(one.scores) <= (NOW - known.entries[0].at) / timedelta(days=7)


def test_a_rejection_by_mail_is_one_too():
    (card,) = overview([oak()], PERSON, NOW)
    one = past(oak(), card.progress, PERSON, clock_of(PERSON))
    assert (one.outcome, one.reached) == ("rejected", "interviewing")
    assert one.scores == weekly_scores(oak(), PERSON, clock_of(PERSON), at("11-18 06:00"))

"""Interviews at the same time: which overlap, and where the person is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from reports.digest import digest
from reports.interviews import CANCELLED, UPCOMING, Interview
from reports.overlaps import overlap_words, overlaps
from reports.overview import overview
from reports.render.as_json import applications_json
from reports.render.as_markdown import digest_markdown
from reports.render.digest_text import digest_text
from reports.render.html.digest_html import digest_html
from reports.render.table import applications_table
from reports.render.timeline import timeline_text
from store.history import History, Title
from tests.reports.searches import NOW, PERSON, at, event, history, me, person, sighted

ACME, BIRCH = Title("a1", "Acme", "Engineer", ""), Title("b1", "Birch", "Analyst", "")


def meeting(uid: str, start: str, minutes: int = 60, **more) -> Interview:
    begin = at(start)
    end = begin + timedelta(minutes=minutes)
    return Interview(uid, begin, end, more.pop("status", UPCOMING), "Interview", (), None, NOW, **more)


def whole_day(uid: str, day: str) -> Interview:
    return meeting(uid, f"{day} 00:00", 24 * 60, is_all_day=True)


def pairs(*known: tuple[Title, tuple[Interview, ...]]) -> dict[str, list[tuple[str, str, str]]]:
    return {
        id: [(one.interview.uid, one.other.uid, one.application.id) for one in found]
        for id, found in overlaps(known).items()
    }


def test_two_interviews_that_share_time_are_told_on_both_sides():
    found = pairs((ACME, (meeting("a", "11-24 15:00"),)), (BIRCH, (meeting("b", "11-24 15:30"),)))
    assert found == {"a1": [("a", "b", "b1")], "b1": [("b", "a", "a1")]}


def test_interviews_that_only_touch_do_not_overlap():
    assert not pairs((ACME, (meeting("a", "11-24 15:00"),)), (BIRCH, (meeting("b", "11-24 16:00"),)))


def test_what_was_called_off_or_is_over_overlaps_with_nothing():
    off = meeting("a", "11-24 15:00", status=CANCELLED)
    assert not pairs((ACME, (off,)), (BIRCH, (meeting("b", "11-24 15:00"),)))


def test_a_meeting_of_two_applications_does_not_overlap_with_itself():
    same = meeting("a", "11-24 15:00")
    assert not pairs((ACME, (same,)), (BIRCH, (same,)))


def test_a_meeting_of_two_applications_overlaps_with_a_third_once():
    same, other = meeting("a", "11-24 15:00"), meeting("c", "11-24 15:30")
    found = pairs((ACME, (same,)), (BIRCH, (same,)), (Title("c1", "Cedar", "", ""), (other,)))
    assert found["c1"] == [("c", "a", "a1")]


def test_two_times_of_one_series_may_overlap():
    first, second = (meeting("a", f"11-24 15:{n}0", recurrence_id=str(n)) for n in (0, 3))
    assert pairs((ACME, (first, second))) == {"a1": [("a", "a", "a1")]}


def test_the_talks_of_a_day_on_site_are_parts_of_it_but_for_others_the_day_is_taken():
    day, talk = whole_day("day", "11-24"), meeting("talk", "11-24 11:00")
    assert not pairs((ACME, (day, talk)))
    assert pairs((ACME, (day,)), (BIRCH, (talk,)))["b1"] == [("talk", "day", "a1")]


def test_two_of_one_application_that_cross_are_told_once():
    crossing = meeting("a", "11-24 15:00"), meeting("b", "11-24 15:30")
    assert pairs((ACME, crossing)) == {"a1": [("a", "b", "a1")]}


def test_the_words_are_the_same_from_either_side():
    found = overlaps([(ACME, (meeting("a", "11-24 15:00"),)), (BIRCH, (meeting("b", "11-24 15:30", 30),))])
    told = {overlap_words(found[own.id][0], own, PERSON.zone) for own in (ACME, BIRCH)}
    assert told == {"Acme Tue 24 Nov 15:00-16:00 and Birch 15:30-16:00"}


def test_two_openings_of_one_company_are_told_apart_by_their_roles():
    other = Title("a2", "Acme", "Analyst", "")
    found = overlaps([(ACME, (meeting("a", "11-24 15:00"),)), (other, (meeting("b", "11-24 15:30"),))])
    told = overlap_words(found["a1"][0], ACME, PERSON.zone)
    assert told == "Acme (Engineer) Tue 24 Nov 15:00-16:00 and Acme (Analyst) 15:30-16:30"


spans = st.tuples(st.integers(0, 50), st.integers(5, 100), st.sampled_from([ACME, BIRCH]))


@given(st.lists(spans, max_size=4))  # no more pairs than one application tells of
def test_overlaps_of_two_applications_are_those_that_comparing_each_with_each_finds(some):
    known = [
        (owner, meeting(str(place), f"11-24 15:{start:02}", length))
        for place, (start, length, owner) in enumerate(some)
    ]
    mine, theirs = (tuple(one for owner, one in known if owner is which) for which in (ACME, BIRCH))
    found = {(a, b) for a, b, id in pairs((ACME, mine), (BIRCH, theirs)).get("a1", []) if id == "b1"}
    assert found == {(a.uid, b.uid) for a in mine for b in theirs if a.start < b.end and b.start < a.end}


def clashing() -> tuple[History, ...]:
    """Two open applications with an interview each on the same afternoon."""
    return tuple(
        history(
            me("11-01 08:00", "application_sent"),
            person("11-19 09:00", key=f"{name}-mail"),
            sightings=(sighted(event(name, f"11-25 15:{minute}"), "11-19 09:00", key=f"{name}-mail"),),
            company=name,
            id=f"{name[0].lower()}0000001",
        )
        for name, minute in (("Acme", "00"), ("Birch", "30"))
    )


CARDS = overview(clashing(), PERSON, NOW)
WEEK = digest(CARDS, (), (), PERSON, NOW - timedelta(days=7), NOW)
TOLD = "Two interviews overlap: Acme Wed 25 Nov 15:00-16:00 and Birch 15:30-16:30."


def test_the_digest_says_first_that_two_overlap_and_asks_once_to_move_one():
    assert WEEK.advice[0] == TOLD
    assert [one.action.kind for one in WEEK.to_do].count("resolve_overlap") == 1
    for told in (digest_text(WEEK), digest_markdown(WEEK), digest_html(WEEK)):
        assert "Two interviews overlap" in told


def test_to_move_one_is_the_next_thing_to_do_in_both():
    assert [card.action.kind for card in CARDS] == ["resolve_overlap", "resolve_overlap"]
    assert applications_table(CARDS, PERSON).count("overlap: move one") == 2


def test_an_offer_is_decided_on_before_an_interview_is_moved():
    offered, other = clashing()
    offered = replace(offered, entries=(*offered.entries, person("11-22 09:00", "offer", asks=True)))
    found = {card.id: card for card in overview([offered, other], PERSON, NOW)}
    assert [one.kind for one in found[offered.id].actions][:2] == ["decide", "resolve_overlap"]


def test_a_closed_application_overlaps_with_nothing():
    closed, other = clashing()
    closed = replace(closed, entries=(*closed.entries, person("11-22 09:00", "rejection")))
    assert all(not card.overlaps for card in overview([closed, other], PERSON, NOW))


def test_an_overlap_changes_no_score_and_is_no_warning():
    alone = {card.id: card for one in clashing() for card in overview([one], PERSON, NOW)}
    for card in CARDS:
        assert card.momentum == alone[card.id].momentum


def test_one_application_tells_its_overlap_at_the_interview():
    told = " ".join(timeline_text(CARDS[0], PERSON).split())
    assert "Next: Move one of two interviews: Acme Wed 25 Nov 15:00-16:00 and Birch 15:30-16:30." in told
    assert "both are set for Wed 25 Nov 15:30 to 16:00" in told
    assert "overlaps with Birch, Wed 25 Nov 15:30-16:30" in told or "overlaps with Acme, Wed" in told


def test_other_programs_read_both_uids_and_the_other_application():
    found = {one["id"]: one["overlaps"] for one in json.loads(applications_json(CARDS))}
    assert found["a0000001"] == [{"uid": "Acme", "other_uid": "Birch", "application": "b0000001"}]
    assert found["b0000001"] == [{"uid": "Birch", "other_uid": "Acme", "application": "a0000001"}]

"""What holds for any versions whatever."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.types import TimeKind, When
from reports.interviews import CANCELLED, What
from store.history import Sighted
from tests.reports.interviews.folding import AGENT, KATE, MALLORY, ME, answering, fold
from tests.reports.searches import at, event, sighted

STARTS = st.sampled_from(["11-24 10:00", "11-25 10:00", "11-26 10:00", "11-12 10:00"])
RECURRENCE_IDS = st.sampled_from(["", "", "", "20261125T100000Z", "20261202", "20261202T100000"])
RULES = st.sampled_from(["", "", "FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY\nEXDATE:20261202", "RDATE:20261130"])
KINDS = st.sampled_from([TimeKind.ZONED] * 4 + [TimeKind.ALL_DAY, TimeKind.FLOATING, None])


@st.composite
def versions(draw: st.DrawFn) -> list[Sighted]:
    found = []
    for place in range(draw(st.integers(0, 9))):
        sender = draw(st.sampled_from([KATE, KATE, None, ME, AGENT, MALLORY]))
        methods = ["REQUEST", "REQUEST", "CANCEL", "REPLY", "ADD", "COUNTER"] if sender else ["", "REQUEST"]
        one = event(
            draw(st.sampled_from("uv")), draw(STARTS), draw(st.sampled_from([30, 60])),
            method=draw(st.sampled_from(methods)), sequence=draw(st.integers(0, 3)),
            stamp=draw(st.sampled_from(["", "11-10 09:00", "11-12 09:00", "11-30 09:00"])),
            summary=draw(st.sampled_from(["Interview", "Updated: Interview", "Onboarding", "Busy", ""])),
            organiser=draw(st.sampled_from([KATE, KATE, "", MALLORY])),
            recurrence_id=draw(RECURRENCE_IDS),
            status=draw(st.sampled_from(["", "", "CANCELLED"])), this_and_future=draw(st.booleans()),
            recurs=draw(RULES),
        )  # fmt: skip
        one = answering(one, draw(st.sampled_from(["", "ACCEPTED", "DECLINED"])))
        kind = draw(KINDS)
        if kind is None:
            one = replace(one, start=None)
        elif kind is not TimeKind.ZONED:
            begin = one.start.at.replace(tzinfo=None) if one.start else datetime(2026, 1, 1)  # noqa: DTZ001
            one = replace(one, start=When(begin, kind), end=None)
        seen = f"11-{10 + draw(st.integers(0, 5)):02} 09:00"
        found.append(sighted(one, seen, sender, f"m{place}" if sender else ""))
    return found


@given(versions(), st.randoms(use_true_random=False))
def test_the_order_in_which_versions_are_handed_over_changes_nothing(seen, rnd: random.Random):
    shuffled = list(seen)
    rnd.shuffle(shuffled)
    assert fold(*seen) == fold(*shuffled)
    assert fold(*seen) == fold(*seen, *seen)  # seen again: nothing new


@given(versions())
def test_what_is_told_of_an_interview_hangs_together(seen):
    found = fold(*seen)
    assert len({(one.uid, one.recurrence_id) for one in found}) == len(found)
    for one in found:
        assert one.start < one.end
        assert [change.at for change in one.changes] == sorted(change.at for change in one.changes)
        assert len({(change.at, change.what, change.new, change.key) for change in one.changes}) == len(
            one.changes
        )
        assert len(one.changes) <= len(seen) + 1  # one for each version, and that it took another's place
        if any(change.what in {What.CANCELLED, What.DECLINED} for change in one.changes[-1:]):
            assert one.status == CANCELLED
        if one.status == CANCELLED:
            assert any(change.what in {What.CANCELLED, What.DECLINED} for change in one.changes)
        for change in one.changes:
            assert (change.old.start != change.new.start) == (change.what is What.MOVED) or change.what in {
                What.CANCELLED, What.DECLINED, What.REVIVED,
            }  # fmt: skip


@given(versions(), st.integers(1, 9))
def test_what_a_stranger_sends_afterwards_changes_nothing(seen, sequence):
    before = fold(*(one for one in seen if one.sender is None or one.sender.email != MALLORY))
    forged = [
        sighted(
            event(uid, "11-27 15:00", method=method, sequence=sequence), "11-19 09:00", MALLORY
        )
        for uid in "uv" for method in ("REQUEST", "CANCEL")
    ]  # fmt: skip
    kept = [one for one in seen if one.sender is None or one.sender.email != MALLORY]
    assert fold(*kept, *forged) == before


@given(versions())
def test_a_fold_of_the_past_is_the_beginning_of_that_of_today(seen):
    """What was known of a single meeting stays in its history: only a mail's name may be added to it."""
    plain = [
        one
        for one in seen
        if not one.event.recurs and not one.event.recurrence_id and one.event.method != "ADD"
    ]
    plain = [one for one in plain if one.sender is None or (one.sender.email == KATE and one.event.organizer)]
    early = {one.uid: one for one in fold(*(one for one in plain if one.seen_at <= at("11-12 09:00")))}
    for one in fold(*plain):
        known = early.get(one.uid)
        if known is not None and known.organiser == one.organiser:
            happened = [(change.what, change.at, change.new) for change in known.changes]
            later = [(change.what, change.at, change.new) for change in one.changes]
            assert [one for one in happened if one not in later] == []


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize("kind", list(TimeKind))
@pytest.mark.parametrize("recurs", ["", "FREQ=DAILY"])
def test_a_meeting_at_an_end_of_the_calendar_is_none(year, kind, recurs):
    begin = datetime(year, 1 if year == 1 else 12, 1 if year == 1 else 31, 23, 30, tzinfo=UTC)
    begin = begin if kind is TimeKind.ZONED else begin.replace(tzinfo=None)
    one = sighted(
        replace(event("u", "11-23 08:30", recurs=recurs), start=When(begin, kind), end=None), "11-20 09:00"
    )
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        assert fold(one, zone=ZoneInfo(zone)) == ()


@given(st.datetimes(timezones=st.just(UTC)), st.timedeltas(timedelta(0), timedelta(days=4)), versions())
def test_no_time_of_reading_is_too_much(now, length, seen):
    if 1970 < now.year < 9990:
        fold(*seen, now=now + length)

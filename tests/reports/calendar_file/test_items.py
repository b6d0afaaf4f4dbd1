"""What is exported, and what stays the same from one export to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reports.calendar_file import Kind, items
from reports.overview import overview
from store.history import History
from tests.reports.calendar_file.agenda import exported, imported, summaries
from tests.reports.generated import histories
from tests.reports.searches import NOW, PERSON, at, event, history, me, person, search, sighted

SOON = sighted(event("u", "11-25 10:00", summary="Second interview"), "11-10 09:00")
MOVED = sighted(event("u", "11-26 10:00", sequence=1, summary="Second interview"), "11-12 09:00")
CALLED_OFF = sighted(event("u", "11-26 10:00", sequence=2, method="CANCEL"), "11-20 09:00")


def known(*sightings, **more):
    return history(me("11-01 08:00"), person("11-10 09:00", **more), sightings=tuple(sightings))


def of(kind, *found: History, now=NOW):
    return [one for one in items(overview(found, PERSON, now), PERSON) if one.kind is kind]


def test_an_interview_keeps_its_uid_and_its_number_rises_when_it_moves():
    (before,), (after,) = of(Kind.INTERVIEW, known(SOON)), of(Kind.INTERVIEW, known(SOON, MOVED))
    assert before.uid == after.uid
    assert (before.sequence, before.begin) == (0, at("11-25 10:00"))
    assert (after.sequence, after.begin) == (1, at("11-26 10:00"))
    assert after.changed_at == at("11-12 09:00")


def test_an_interview_that_was_called_off_is_told_so_that_a_calendar_drops_it():
    (one,) = of(Kind.INTERVIEW, known(SOON, MOVED, CALLED_OFF))
    assert one.cancelled
    assert one.uid == of(Kind.INTERVIEW, known(SOON))[0].uid


def test_an_interview_that_was_held_stays():
    (one,) = of(Kind.INTERVIEW, known(SOON), now=at("12-20 08:00"))
    assert not one.cancelled


def test_two_times_of_a_series_are_two_entries():
    first = sighted(event("u", "11-25 10:00", recurrence_id="20261125T100000Z"), "11-10 09:00")
    second = sighted(event("u", "12-02 10:00", recurrence_id="20261202T100000Z"), "11-10 09:00")
    assert len({one.uid for one in of(Kind.INTERVIEW, known(first, second))}) == 2


def test_a_meeting_of_two_applications_is_one_entry():
    other = history(me("11-02 08:00"), person("11-10 09:00"), sightings=(SOON,), company="Birch", id="b1")
    assert len(of(Kind.INTERVIEW, known(SOON), other)) == 1


def test_no_uid_tells_an_address_or_the_uid_of_an_invite():
    (one,) = of(Kind.INTERVIEW, known(sighted(event("kate@acme.example", "11-25 10:00"), "11-10 09:00")))
    assert one.uid.endswith("@calendar.tealeaves.invalid")
    assert "acme" not in one.uid


def test_a_promise_that_changed_keeps_one_entry():
    first = known(by=date(2026, 11, 27))
    again = history(
        *first.entries, person("11-20 09:00", "decision_timeline", by=date(2026, 12, 4)), company="Acme"
    )
    (before,), (after,) = of(Kind.PROMISE, first), of(Kind.PROMISE, again)
    assert before.uid == after.uid
    assert (before.begin, after.begin) == (date(2026, 11, 27), date(2026, 12, 4))
    assert before.sequence < after.sequence
    assert not after.cancelled


def test_a_promise_that_was_kept_is_taken_out_again():
    promised = known(by=date(2026, 11, 27))
    kept = history(*promised.entries, person("11-20 09:00", "follow_up_interview"))
    (before,), (after,) = of(Kind.PROMISE, promised), of(Kind.PROMISE, kept)
    assert after.cancelled
    assert after.sequence > before.sequence
    assert after.changed_at == at("11-20 09:00")


def test_the_day_to_ask_for_news_stands_there_before_it_is_due_and_does_not_move_when_it_is():
    asked = history(me("11-10 09:00", "application_sent", asks=True))
    (early,) = of(Kind.FOLLOW_UP, asked, now=at("11-12 09:00"))
    (late,) = of(Kind.FOLLOW_UP, asked, now=at("11-27 09:00"))
    assert early.begin == late.begin == date(2026, 11, 24)
    assert early.end == date(2026, 11, 25)


def test_who_asked_for_news_gets_the_next_day_to_ask_in_the_same_entry():
    asked = history(me("11-02 09:00", "application_sent", asks=True))
    again = history(*asked.entries, me("11-17 09:00", "candidate_follow_up", asks=True))
    (before,), (after,) = of(Kind.FOLLOW_UP, asked), of(Kind.FOLLOW_UP, again)
    assert before.uid == after.uid
    assert before.sequence < after.sequence
    assert before.begin < after.begin


def test_an_application_without_dates_has_no_entry():
    assert (
        items(overview([history(me("11-01 08:00"), person("11-02 08:00", asks=True))], PERSON, NOW), PERSON)
        == ()
    )


def test_importing_twice_doubles_nothing():
    file = exported(*search())
    assert imported(file, file) == imported(file)
    assert len(imported(file)) == file.count("BEGIN:VEVENT")


def test_importing_again_after_a_move_moves_the_entry_and_after_a_cancel_drops_it():
    files = [exported(known(*some)) for some in ((SOON,), (SOON, MOVED), (SOON, MOVED, CALLED_OFF))]
    (moved,) = (one for one in imported(*files[:2]).values() if "Second interview" in summaries([one])[0])
    assert moved["DTSTART"].dt == at("11-26 10:00")
    (gone,) = (one for one in imported(*files).values() if one["STATUS"] == "CANCELLED")
    assert gone["UID"] == moved["UID"]


@given(histories(), st.integers(0, 30))
def test_the_same_mail_gives_the_same_entries_whenever_it_is_asked_for(one: History, hours: int):
    """Where an hour brings something about, such as the end of an interview, the number rises with it."""
    early, late = (
        {it.uid: it for it in items(overview([one], PERSON, now), PERSON)}
        for now in (NOW, NOW + timedelta(hours=hours))
    )
    for uid in early.keys() & late.keys():
        first, second = early[uid], late[uid]
        if (first.begin, first.cancelled) == (second.begin, second.cancelled):
            continue
        assert (first.sequence, first.changed_at) < (second.sequence, second.changed_at)


@given(st.lists(histories(), min_size=1, max_size=3))
def test_no_uid_stands_there_twice(some: list[History]):
    named = [replace(one, id=f"a{place}") for place, one in enumerate(some)]
    uids = [one.uid for one in items(overview(named, PERSON, NOW), PERSON)]
    assert len(uids) == len(set(uids))

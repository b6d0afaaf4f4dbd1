"""The candidate's own calendars beside the mail: one meeting, whoever tells of it first."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ingest.types import Address
from reports.interviews import CANCELLED, UPCOMING
from tests.reports.interviews.folding import EARLY, KATE, LATER, ME, MUCH_LATER, answering, fold, told
from tests.reports.searches import at, event, sighted

MADE = sighted(event("u", EARLY, stamp="11-18 09:00"), "11-18 09:00")


def copy(start: str, seen: str, sequence: int = 0, **more):
    """An entry of the candidate's own calendar, last changed then."""
    return sighted(event("u", start, method="", sequence=sequence, stamp=seen, **more), seen, None)


def test_a_calendar_alone_needs_no_method():
    assert len(fold(copy(LATER, "11-18 09:00"))) == 1


def test_a_calendar_that_lags_behind_moves_nothing():
    moved = sighted(event("u", LATER, sequence=1), "11-19 09:00")
    [found] = fold(MADE, moved, copy(EARLY, "11-20 09:00"))
    assert (found.start, len(found.changes)) == (at(LATER), 1)


def test_at_the_same_sequence_a_copy_does_not_take_it_back_to_when_it_was():
    moved = sighted(event("u", LATER, stamp="11-19 09:00"), "11-19 09:00")
    [found] = fold(MADE, moved, copy(EARLY, "11-20 09:00"))
    assert (found.start, len(found.changes)) == (at(LATER), 1)
    [found] = fold(MADE, moved, copy(MUCH_LATER, "11-20 09:00"))
    assert found.start == at(MUCH_LATER)


def test_at_the_same_sequence_a_copy_does_not_revive_what_a_mail_called_off():
    off = sighted(event("u", EARLY, method="CANCEL", stamp="11-19 09:00"), "11-19 09:00")
    assert [i.status for i in fold(MADE, off, copy(EARLY, "11-20 09:00"))] == [CANCELLED]
    assert [i.status for i in fold(MADE, off, copy(EARLY, "11-20 09:00", 1))] == [UPCOMING]


def test_a_copy_that_was_answered_outranks_no_mail():
    shown = copy(EARLY, "11-19 12:00")
    off = sighted(event("u", EARLY, method="CANCEL", stamp="11-18 09:00"), "11-20 09:00")
    assert [i.status for i in fold(MADE, shown, off)] == [CANCELLED]


def test_what_a_calendar_called_off_it_may_set_again():
    off = copy(EARLY, "11-19 09:00", status="CANCELLED")
    assert [i.status for i in fold(MADE, off)] == [CANCELLED]
    assert [i.status for i in fold(MADE, off, copy(EARLY, "11-20 09:00"))] == [UPCOMING]


def test_a_move_that_a_calendar_shows_first_is_that_of_its_mail():
    shown = copy(LATER, "11-19 08:59", 1)
    moved = sighted(event("u", LATER, sequence=1, stamp="11-19 08:58"), "11-19 09:00", key="mail")
    [found] = fold(MADE, shown, moved)
    assert told(found) == [("moved", LATER, "mail")]
    assert (found.changes[0].at, found.changes[0].by) == (at("11-19 08:59"), Address("", KATE))


def test_a_cancel_that_a_calendar_shows_first_is_that_of_its_mail():
    shown = copy(EARLY, "11-19 08:59", 1, status="CANCELLED")
    off = sighted(
        event("u", EARLY, method="CANCEL", sequence=1, stamp="11-19 08:58"), "11-19 09:00", key="mail"
    )
    [found] = fold(MADE, shown, off)
    assert told(found) == [("cancelled", EARLY, "mail")]


def test_a_copy_that_states_less_erases_nothing():
    full = replace(
        event("u", EARLY, summary="Interview: Acme", people=("jo@acme.example",)),
        description="Meet the team", location="Main St 1", link="https://meet.example/1",
    )  # fmt: skip
    less = replace(
        event("u", EARLY, method="", stamp="11-19 09:00", summary="Busy", organiser=""), attendees=()
    )
    alone = answering(replace(less, summary=""), "ACCEPTED")
    for shown in (less, alone):
        [found] = fold(sighted(full, "11-18 09:00"), sighted(shown, "11-19 09:00", None))
        said = found.summary, found.description, found.location, found.link, found.organiser
        assert said == (
            "Interview: Acme",
            "Meet the team",
            "Main St 1",
            "https://meet.example/1",
            Address("", KATE),
        )
        assert [one.email for one in found.people] == ["jo@acme.example", ME]
    assert found.attendees[-1].status == "ACCEPTED"


def test_words_that_come_with_an_older_version_are_taken_where_there_are_none():
    bare = replace(copy(EARLY, "11-19 09:00", 1, summary="", organiser=""))
    [found] = fold(bare, sighted(event("u", LATER, summary="Interview: Acme"), "11-20 09:00"))
    assert (found.start, found.summary, found.organiser) == (at(EARLY), "Interview: Acme", Address("", KATE))


def test_a_place_and_its_link_go_together():
    video = replace(event("u", EARLY), link="https://meet.example/1")
    house = replace(event("u", EARLY, sequence=1), location="Main St 1")
    [found] = fold(sighted(video, "11-18 09:00"), sighted(house, "11-19 09:00"))
    assert (found.location, found.link) == ("Main St 1", "")


# An entry of one's own beside an invite


def own(
    start: str,
    uid: str = "mine",
    organiser: str = "",
    summary: str = "Acme interview",
    seen: str = "11-18 10:00",
):
    made = replace(event(uid, start, method="", organiser=organiser, summary=summary), attendees=())
    return sighted(made, seen, None)


def test_an_own_entry_at_the_very_start_of_an_invited_interview_is_that_interview():
    for organiser in ("", ME):
        assert [i.uid for i in fold(MADE, own(EARLY, organiser=organiser))] == ["u"]
    assert [i.uid for i in fold(MADE, own(LATER))] == ["u", "mine"]


def test_an_own_entry_that_was_left_where_the_interview_was_is_no_other():
    moved = sighted(event("u", LATER, sequence=1), "11-19 09:00")
    assert [i.uid for i in fold(MADE, moved, own(EARLY))] == ["u"]


def test_an_own_entry_does_not_outlive_the_interview_that_was_called_off():
    off = sighted(event("u", EARLY, method="CANCEL", sequence=1), "11-19 09:00")
    assert [(i.uid, i.status) for i in fold(MADE, off, own(EARLY))] == [("u", CANCELLED)]


def test_the_same_own_entry_in_two_calendars_is_one():
    found = fold(own(EARLY), own(EARLY, "other", seen="11-19 10:00"), own(EARLY, "third", summary="Dinner"))
    assert [i.uid for i in found] == ["mine", "third"]


def test_two_invites_at_one_start_are_two_interviews():
    assert len(fold(MADE, sighted(event("v", EARLY, summary="Second"), "11-18 09:00"))) == 2


# Whatever came first


MOMENTS = ["11-18 09:00", "11-19 09:00", "11-20 09:00"]


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.booleans(), st.sampled_from([EARLY, LATER])), min_size=1, max_size=6
    ),
    st.permutations(range(6)),
)
def test_the_history_is_the_same_whichever_source_was_read_first(said, order):
    seen = [
        copy(start, MOMENTS[n], n) if by_calendar
        else sighted(event("u", start, sequence=n, stamp=MOMENTS[n]), MOMENTS[n], key=f"m{place}")
        for place, (n, by_calendar, start) in enumerate(said)
    ]  # fmt: skip
    assert fold(*seen) == fold(*(seen[n] for n in order if n < len(seen)))

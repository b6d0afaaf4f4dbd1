"""Called off and set anew under another UID: the same interview moved, where nothing speaks against it."""

from __future__ import annotations

import pytest

from reports.interviews import CANCELLED, UPCOMING, reschedules_later
from reports.interviews.words import bare
from tests.reports.interviews.folding import EARLY, LATER, MUCH_LATER, answering, fold, reply, told
from tests.reports.searches import at, event, sighted

OLD = sighted(event("old", EARLY), "11-10 09:00")
OFF = sighted(event("old", EARLY, method="CANCEL", sequence=1), "11-18 09:00")


def new(seen: str, start: str = LATER, uid: str = "new", sender: str | None = "kate@acme.example", **more):
    return sighted(event(uid, start, **more), seen, sender)


def listed(*sightings):
    return [(i.uid, i.status, [what for what, _, _ in told(i)]) for i in fold(*sightings)]


MOVED = [("old", CANCELLED, ["cancelled"]), ("new", UPCOMING, ["moved"])]
APART = [("old", CANCELLED, ["cancelled"]), ("new", UPCOMING, [])]


@pytest.mark.parametrize("seen", ["11-16 09:01", "11-18 08:59", "11-18 09:00", "11-20 09:00"])
def test_what_is_set_within_two_days_before_or_after_is_the_same_moved(seen):
    assert listed(OLD, OFF, new(seen)) == MOVED


@pytest.mark.parametrize("seen", ["11-15 09:00", "11-20 09:01"])
def test_what_is_set_at_another_time_is_another(seen):
    assert listed(OLD, OFF, new(seen)) == APART


def test_the_move_says_from_when_to_when_and_who_said_so():
    found = fold(OLD, OFF, new("11-18 10:00"))
    [change] = found[1].changes
    assert (change.old.start, change.new.start, change.at) == (at(EARLY), at(LATER), at("11-18 10:00"))
    assert (change.key, change.by and change.by.email) == ("new-11-18 10:00", "kate@acme.example")
    assert reschedules_later(found) == 1


def test_it_is_known_to_be_a_move_once_the_other_is_called_off():
    found = fold(OLD, OFF, new("11-18 08:00"))
    assert found[1].changes[0].at == at("11-18 09:00")


def test_a_move_of_the_new_one_counts_beside_it():
    again = new("11-19 12:00", MUCH_LATER, sequence=1)
    found = fold(OLD, OFF, new("11-18 10:00"), again)
    assert [(m.old, m.new) for m in found[1].moves] == [(at(EARLY), at(LATER)), (at(LATER), at(MUCH_LATER))]


@pytest.mark.parametrize(
    "summary",
    ["Updated invitation: Interview", "Rescheduled: Interview", "[Rescheduled] Interview", "INTERVIEW ",
     "Verschoben: Interview", "Reporté : Interview", "Re: Updated: Interview", "Interview (new time)"],
)  # fmt: skip
def test_what_programs_put_before_a_title_makes_no_other(summary):
    assert listed(OLD, OFF, new("11-18 10:00", summary=summary)) == MOVED


@pytest.mark.parametrize("summary", ["Interview 2", "Technical interview", "", "Interview with Jo"])
def test_another_title_is_another_round(summary):
    assert listed(OLD, OFF, new("11-18 10:00", summary=summary)) == APART


def test_another_organiser_s_meeting_is_another():
    other = new("11-18 10:00", sender="jo@other.example", organiser="jo@other.example")
    assert listed(OLD, OFF, other) == APART
    colleague = new("11-18 10:00", sender="jo@acme.example", organiser="jo@acme.example")
    assert listed(OLD, OFF, colleague) == MOVED


def test_two_rounds_that_were_set_together_stay_two():
    old = sighted(event("old", EARLY), "11-17 09:00")
    assert listed(old, OFF, new("11-17 09:05")) == APART


def test_a_meeting_that_was_known_before_the_one_called_off_did_not_replace_it():
    old = sighted(event("old", EARLY), "11-17 12:00")
    assert listed(old, OFF, new("11-17 09:00")) == APART


def test_each_replaces_one_and_is_replaced_by_one_the_nearest_in_time():
    found = listed(OLD, OFF, new("11-18 10:00"), new("11-19 10:00", MUCH_LATER, "third"))
    assert found == [*MOVED, ("third", UPCOMING, [])]


def test_a_chain_of_replacements_counts_each_move_once():
    off = sighted(event("new", LATER, method="CANCEL", sequence=1), "11-19 09:00")
    found = fold(OLD, OFF, new("11-18 10:00"), off, new("11-19 10:00", MUCH_LATER, "third"))
    assert [(i.status, len(i.moves)) for i in found] == [(CANCELLED, 0), (CANCELLED, 1), (UPCOMING, 1)]
    assert reschedules_later(found) == 2


def test_what_is_not_called_off_is_not_replaced():
    assert listed(OLD, new("11-18 10:00")) == [("old", UPCOMING, []), ("new", UPCOMING, [])]


def test_what_the_candidate_declined_may_be_set_anew_too():
    assert listed(OLD, reply("old", "11-18 09:00", "DECLINED"), new("11-18 10:00"))[1] == MOVED[1]


def test_at_the_same_start_it_was_not_moved():
    assert listed(OLD, OFF, new("11-18 10:00", EARLY))[0][2] == []


def test_own_entries_that_were_written_anew_are_one_moved():
    old = sighted(event("old", EARLY, method="", organiser=""), "11-10 09:00", None)
    off = sighted(
        event("old", EARLY, method="", organiser="", sequence=1, status="CANCELLED"), "11-18 09:00", None
    )
    fresh = sighted(event("new", LATER, method="", organiser=""), "11-18 10:00", None)
    assert listed(old, off, fresh) == MOVED


def test_titles_are_bared_of_every_such_word_and_never_of_all():
    assert bare("Fwd: Updated: [Rescheduled] Chat: Acme (updated)") == "chat: acme"
    assert bare("Rescheduled") == "rescheduled"
    assert bare("Update meeting") == "update meeting"
    assert bare("(updated) " * 300) == ""
    assert answering(event("u", EARLY), "ACCEPTED").summary == "Interview"

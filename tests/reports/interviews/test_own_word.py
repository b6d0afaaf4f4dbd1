"""The candidate's own answer: a decline calls an interview off, for them."""

from __future__ import annotations

import pytest

from reports.interviews import CANCELLED, DONE, UPCOMING
from tests.reports.interviews.folding import EARLY, KATE, LATER, ME, answering, fold, reply, told
from tests.reports.searches import at, event, sighted

MADE = sighted(event("u", EARLY), "11-18 09:00")


def test_a_decline_in_the_sent_mail_calls_it_off():
    [found] = fold(MADE, reply("u", "11-19 09:00", "DECLINED"))
    assert (found.status, told(found)) == (CANCELLED, [("declined", EARLY, "u-11-19 09:00")])
    assert found.changes[0].by is not None and found.changes[0].by.email == ME


@pytest.mark.parametrize("status", ["ACCEPTED", "TENTATIVE", "NEEDS-ACTION", "DELEGATED"])
def test_another_answer_changes_nothing(status):
    [found] = fold(MADE, reply("u", "11-19 09:00", status))
    assert (found.status, found.changes) == (UPCOMING, ())


def test_somebody_else_s_answer_changes_nothing():
    theirs = reply("u", "11-19 09:00", "DECLINED", sender="jo@acme.example")
    claimed = sighted(answering(event("u", EARLY, sequence=1), "DECLINED"), "11-19 09:00", KATE)
    assert [i.status for i in fold(MADE, theirs)] == [UPCOMING]
    assert [i.status for i in fold(MADE, claimed)] == [UPCOMING]


def test_an_answer_under_another_address_is_the_candidate_s_where_they_sent_it():
    said = reply("u", "11-19 09:00", "DECLINED")
    [attendee] = said.event.attendees
    assert attendee.address.email == ME
    alias = sighted(
        answering(event("u", EARLY, method="REPLY"), "DECLINED", "alias@home.example"), "11-19 09:00", ME
    )
    assert [i.status for i in fold(MADE, said)] == [CANCELLED]
    assert [i.status for i in fold(MADE, alias)] == [UPCOMING]  # they are listed, and did not answer


def test_accepting_after_all_revives_it():
    [found] = fold(
        MADE, reply("u", "11-19 09:00", "DECLINED"), reply("u", "11-20 09:00", "ACCEPTED", sequence=0)
    )
    assert (found.status, [what for what, _, _ in told(found)]) == (UPCOMING, ["declined", "revived"])


@pytest.mark.parametrize(
    ("version", "what"),
    [(event("u", EARLY, sequence=1), "revived"), (event("u", LATER, sequence=1), "moved"),
     (event("u", LATER, stamp="11-20 09:00"), "moved")],
)  # fmt: skip
def test_a_later_version_asks_anew(version, what):
    [found] = fold(MADE, reply("u", "11-19 09:00", "DECLINED"), sighted(version, "11-20 09:00"))
    assert (found.status, told(found)[-1][0]) == (UPCOMING, what)


def test_the_same_invite_once_more_does_not():
    again = sighted(event("u", EARLY, stamp="11-20 09:00"), "11-20 09:00")
    [found] = fold(MADE, reply("u", "11-19 09:00", "DECLINED"), again)
    assert (found.status, len(found.changes)) == (CANCELLED, 1)


def test_an_answer_to_an_older_version_counts_no_more():
    moved = sighted(event("u", LATER, sequence=2), "11-19 09:00")
    late = reply("u", "11-20 09:00", "DECLINED", sequence=1)
    assert [i.status for i in fold(MADE, moved, late)] == [UPCOMING]


def test_an_answer_without_a_sequence_is_to_the_latest():
    moved = sighted(event("u", LATER, sequence=2), "11-19 09:00")
    assert [i.status for i in fold(MADE, moved, reply("u", "11-20 09:00", "DECLINED"))] == [CANCELLED]


def test_what_was_declined_after_it_was_over_took_place():
    late = reply("u", "11-25 12:00", "DECLINED")
    assert [i.status for i in fold(MADE, late, now=at("11-26 09:00"))] == [DONE]


def test_the_candidate_s_calendar_that_shows_them_declined_calls_it_off():
    shown = sighted(
        answering(event("u", EARLY, method="", stamp="11-19 09:00"), "DECLINED"), "11-19 09:00", None
    )
    [found] = fold(MADE, shown)
    assert (found.status, told(found)) == (CANCELLED, [("declined", EARLY, "")])
    assert [i.status for i in fold(shown)] == [CANCELLED]


def test_a_decline_by_mail_and_in_the_calendar_is_told_once_with_its_mail():
    shown = sighted(
        answering(event("u", EARLY, method="", stamp="11-19 09:00"), "DECLINED"), "11-19 09:00", None
    )
    said = reply("u", "11-19 09:05", "DECLINED")
    [found] = fold(MADE, shown, said)
    assert told(found) == [("declined", EARLY, said.key)]


def test_a_decline_of_what_the_company_calls_off_afterwards_stays_the_candidate_s():
    off = sighted(event("u", EARLY, method="CANCEL", sequence=1), "11-20 09:00")
    [found] = fold(MADE, reply("u", "11-19 09:00", "DECLINED"), off)
    assert (found.status, [what for what, _, _ in told(found)]) == (CANCELLED, ["declined"])

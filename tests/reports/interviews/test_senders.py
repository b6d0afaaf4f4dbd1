"""Who may speak of a meeting: its organiser, those known who forward, and no stranger."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.types import Address
from reports.interviews import CANCELLED, UPCOMING, Vouched, vouched
from tests.reports.interviews.folding import AGENT, EARLY, KATE, KNOWN, LATER, MALLORY, ME, MUCH_LATER, fold
from tests.reports.searches import PERSON, at, event, history, me, person, sighted, system

MADE = sighted(event("u", LATER), "11-18 09:00")
OFF = event("u", LATER, method="CANCEL", sequence=1)


@pytest.mark.parametrize(
    ("sender", "counts"),
    [
        (KATE, True),
        ("talent@mail.acme.example", True),  # the same organisation
        ("calendar-notification@google.com", True),  # a service that sends for others
        ("no-reply@eu.greenhouse-mail.io", True),
        (MALLORY, False),
        ("kate@acme.example.evil.example", False),
        ("mallory@outlook.com", False),  # anybody may have such an address
        ("mallory@google.com", False),
    ],
)
def test_a_cancel_counts_only_from_one_who_may_speak_for_the_organiser(sender, counts):
    assert [i.status for i in fold(MADE, sighted(OFF, "11-19 09:00", sender))] == [
        CANCELLED if counts else UPCOMING
    ]


@pytest.mark.parametrize("organiser", [KATE, MALLORY, ""])
@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_stranger_moves_and_cancels_nothing_whomever_they_name(organiser, method):
    forged = event("u", MUCH_LATER, sequence=9, organiser=organiser, method=method)
    [found] = fold(MADE, sighted(forged, "11-19 09:00", MALLORY, "forged"))
    assert (found.start, found.status, found.changes, found.keys) == (
        at(LATER),
        UPCOMING,
        (),
        (MADE.key,),
    )


def test_a_new_invite_whose_organiser_does_not_fit_makes_no_interview():
    assert fold(sighted(event("u", LATER), "11-18 09:00", MALLORY)) == ()


def test_a_forged_date_gives_a_stranger_no_meeting_of_somebody_known():
    forged = sighted(event("u", EARLY, organiser=MALLORY), "11-02 09:00", MALLORY)
    [found] = fold(forged, MADE)
    assert (found.start, found.organiser) == (at(LATER), Address("", KATE))


def test_a_cancel_that_came_first_counts_only_from_one_who_may_speak():
    early = sighted(replace(OFF, organizer=Address("", MALLORY)), "11-17 09:00", MALLORY)
    assert [i.status for i in fold(early, MADE)] == [UPCOMING]


def test_two_people_at_a_free_mail_domain_are_not_one_organisation():
    made = event("u", LATER, organiser="owner@gmail.com")
    forged = replace(made, method="CANCEL", sequence=1)
    found = fold(
        sighted(made, "11-18 09:00", "owner@gmail.com"), sighted(forged, "11-19 09:00", "mallory@gmail.com")
    )
    assert [i.status for i in found] == [UPCOMING]


def test_an_alias_may_send_for_the_organiser():
    one = sighted(event("u", LATER), "11-18 09:00", "x@acme-hr.example")
    assert fold(one) == ()
    assert len(fold(one, aliases=frozenset({"acme-hr.example"}))) == 1


def test_a_shared_calendar_speaks_by_whoever_sends_for_it():
    shared = "c_1234@group.calendar.google.com"
    made = sighted(event("u", LATER, organiser=shared), "11-18 09:00")
    off = replace(OFF, organizer=Address("Interviews", shared))
    assert [i.status for i in fold(made, sighted(off, "11-19 09:00"))] == [CANCELLED]
    assert [i.status for i in fold(made, sighted(off, "11-19 09:00", MALLORY))] == [UPCOMING]


def test_where_nobody_is_named_the_first_sender_speaks():
    made = sighted(event("u", LATER, organiser=""), "11-18 09:00")
    off = replace(OFF, organizer=None)
    assert [i.status for i in fold(made, sighted(off, "11-19 09:00"))] == [CANCELLED]
    assert [i.status for i in fold(made, sighted(off, "11-19 09:00", MALLORY))] == [UPCOMING]


# Forwarded


@pytest.mark.parametrize("sender", [ME, AGENT])
def test_the_candidate_and_who_wrote_before_may_make_another_s_meeting_known_and_move_it(sender):
    client = {"organiser": "boss@client.example"}
    made = sighted(event("u", EARLY, **client), "11-18 09:00", sender)
    moved = sighted(event("u", LATER, sequence=1, **client), "11-19 09:00", sender)
    assert [i.start for i in fold(made)] == [at(EARLY)]
    assert [(i.start, len(i.moves)) for i in fold(made, moved)] == [(at(LATER), 1)]


def test_who_writes_only_later_makes_nothing_known():
    made = sighted(event("u", EARLY, organiser="boss@client.example"), "10-31 09:00", AGENT)
    assert fold(made) == ()


def test_once_the_organiser_speaks_what_others_forward_moves_nothing():
    forwarded = sighted(event("u", MUCH_LATER, sequence=5), "11-19 09:00", AGENT, "fwd")
    [found] = fold(MADE, forwarded)
    assert (found.start, found.changes, found.keys) == (at(LATER), (), (MADE.key, "fwd"))


def test_somebody_known_does_not_speak_for_another_organiser_of_the_same_meeting():
    other = sighted(event("u", MUCH_LATER, sequence=5, organiser=AGENT), "11-19 09:00", AGENT)
    assert [i.start for i in fold(MADE, other)] == [at(LATER)]


# Who is known


def test_those_are_known_who_wrote_in_the_conversation_and_not_by_an_invite_alone():
    invite = replace(person("11-02 09:00", key="i", sender=Address("", MALLORY)), reason="invite")
    first = replace(person("11-01 09:00", key="f"), reason="first")
    machine = replace(system("11-03 09:00"), reason="company")
    said = replace(person("11-04 09:00", sender=Address("", AGENT)), reason="said")
    known = vouched(history(first, invite, machine, said, me("11-02 10:00")), PERSON)
    assert known == Vouched(frozenset({ME}), {KATE: at("11-01 09:00"), AGENT: at("11-04 09:00")})


def test_a_first_mail_that_is_an_invite_vouches_for_nobody():
    first = replace(person("11-01 09:00", key="f"), reason="first")
    carried = sighted(event("u", LATER), "11-01 09:00", key="f")
    assert vouched(history(first, sightings=(carried,)), PERSON).since == {}


def test_a_mail_does_not_vouch_for_itself():
    assert KNOWN.knows(AGENT, at("11-01 09:01"))
    assert not KNOWN.knows(AGENT, at("11-01 09:00"))

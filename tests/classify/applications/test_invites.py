"""Letters that carry invites: whom they speak for, and what their titles found."""

from __future__ import annotations

from datetime import timedelta

from classify.applications.types import Meeting
from ingest.types import Address
from tests.classify.applications.letters import START, ack, grouped, letter, sets

ANN = "Ann Lee ann@acme.example"


def meeting(uid: str, key: str, *people: str) -> Meeting:
    invited = tuple(Address("", email) for email in people)
    return Meeting(uid, START + timedelta(days=9), "Round two", "", invited, frozenset({key}))


def test_what_a_service_sends_belongs_to_those_whom_its_invite_names() -> None:
    letters = (
        letter("a", 0, ANN, company="Acme", role="Data Engineer", signals="interview_invitation"),
        letter("b", 5, "Cal.com no-reply@cal.com", uids="u", system=True, mentions="Your booking."),
    )
    assert sets(grouped(*letters, meetings=[meeting("u", "b", "ann@acme.example")])) == ["a b"]
    assert sets(grouped(*letters, meetings=[meeting("u", "b", "kim@other.example")])) == ["a"]


def test_a_domain_that_is_only_named_like_a_service_speaks_for_nobody() -> None:
    letters = (
        letter("a", 0, ANN, company="Acme", role="Data Engineer", signals="interview_invitation"),
        letter("b", 5, "Webex m@webex-notify.example", uids="u", system=True, mentions="Your meeting."),
    )
    assert sets(grouped(*letters, meetings=[meeting("u", "b", "ann@acme.example")])) == ["a"]


def test_however_many_mails_repeat_the_title_of_an_invite_it_founds_no_other_role() -> None:
    titled = [
        letter(f"i{n}", 5 + n, ANN, company="Acme", role="Ana and Jo", basis="subject", uids="u")
        for n in range(3)
    ]
    result = grouped(ack("a", 0, "Acme", "Data Engineer"), letter("b", 2, ANN, answers="a"), *titled)
    assert sets(result) == ["a b i0 i1 i2"]

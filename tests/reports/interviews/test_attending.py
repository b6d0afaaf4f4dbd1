"""Who sits in an interview, with which title."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classify.types import Titled
from ingest.types import Address, Attendee
from reports.interviews.attending import attending, known
from reports.interviews.described import described
from tests.reports.interviews.held import KATE, interview
from tests.reports.searches import PERSON, history, person

ANA_LOPES = Address("Ana Lopes", "ana.lopes@acme.example")
JO = Address("Jo Li", "jo@acme.example")
SAM = Address("Sam Orr", "sam@acme.example")


def facts(*titles: Titled, role: str = "Data engineer"):
    return known(history(replace(person("11-10 09:00"), titles=titles), role=role))


def who(*titles: Titled, **more) -> list[str]:
    return [one.called for one in attending(interview(**more), PERSON, facts(*titles))]


def test_interviewers_are_those_invited_without_the_candidate_the_scheduler_rooms_and_desks():
    guests = (
        ANA_LOPES,
        JO,
        Attendee(Address("Room Kahlo", "kahlo@acme.example"), kind="ROOM"),
        Address("", "c_188abc@resource.calendar.google.com"),
        Address("Recruiting Team", "recruiting@acme.example"),
        Address("", "no-reply@acme.example"),
        Address("Notetaker", "fred@fireflies.ai"),
        Attendee(SAM, role="NON-PARTICIPANT"),
    )
    assert who(guests=guests) == ["Ana Lopes", "Jo Li"]


def test_the_organiser_is_there_who_is_alone_accepts_as_a_guest_or_is_senior():
    assert who() == ["Kate Mills"]
    assert who(guests=(JO,)) == ["Jo Li"]
    assert who(guests=(JO, Attendee(KATE, "ACCEPTED"))) == ["Jo Li", "Kate Mills"]
    assert who(guests=(JO, Attendee(KATE, "NEEDS-ACTION"))) == ["Jo Li"]
    leads = Titled("Kate Mills", "VP Engineering", "kate@acme.example")
    assert who(leads, guests=(JO,)) == ["Jo Li", "Kate Mills, VP Engineering"]


def test_a_title_is_that_of_the_signature_the_display_name_or_the_words():
    signed = Titled("Ana Lopes", "VP Engineering", "ana.lopes@acme.example")
    assert who(signed, guests=(ANA_LOPES,)) == ["Ana Lopes, VP Engineering"]
    assert who(guests=(Address("Jo Li, Head of Data", JO.email),)) == ["Jo Li, Head of Data"]
    told = "You will meet Jo Li (Staff Engineer)."
    assert who(guests=(JO,), description=told) == ["Jo Li, Staff Engineer"]
    assert who(Titled("Jo Li", "CTO"), guests=(JO,)) == ["Jo Li, CTO"]


def test_the_latest_signature_counts_and_a_shared_address_gives_nobody_anothers_title():
    before, after = (Titled("Jo Li", title, JO.email) for title in ("Engineer", "Head of Data"))
    assert who(before, after, guests=(JO,)) == ["Jo Li, Head of Data"]
    other = Titled("Tom Smith", "Director", JO.email)
    assert who(other, guests=(JO,)) == ["Jo Li"]


def test_somebody_else_of_the_same_family_name_has_no_title_of_theirs():
    assert who(Titled("Ana Li", "CTO"), guests=(JO,)) == ["Jo Li"]


def test_whoever_makes_appointments_by_title_is_no_interviewer_beside_others():
    coordinator = Titled("Sam Orr", "Recruiting Coordinator", SAM.email)
    assert who(coordinator, guests=(JO, SAM)) == ["Jo Li"]
    assert who(coordinator, guests=(SAM,), organiser=None) == ["Sam Orr, Recruiting Coordinator"]
    head = Titled("Sam Orr", "Head of Recruiting", SAM.email)
    assert who(head, guests=(JO, SAM)) == ["Jo Li", "Sam Orr, Head of Recruiting"]


@pytest.mark.parametrize(
    ("description", "found"),
    [
        (
            "Interviewers:\n\nAna Lopes – CTO\nJo Li - Staff Engineer",
            ["Ana Lopes, CTO", "Jo Li, Staff Engineer"],
        ),
        ("You will meet Ana Lopes (CTO).\n\nKind regards\nTom Smith, HR Director", ["Ana Lopes, CTO"]),
        ("Questions? Contact Tom Smith (HR Director).", ["Kate Mills"]),
    ],
)
def test_people_whom_the_words_alone_name_are_met_where_it_says_so(description, found):
    assert who(description=description) == found


def test_the_opening_is_nobodys_title():
    assert who(guests=(JO,), summary="Interview: Jo Li - Data engineer") == ["Jo Li"]


def test_an_answer_is_kept_and_who_declined_is_no_part_of_the_panel():
    guests = (ANA_LOPES, JO, Attendee(SAM, "DECLINED"))
    (told,) = described(history(person("11-10 09:00")), (interview(guests=guests),), PERSON)
    assert [one.answer for one in told.interviewers] == ["", "", "DECLINED"]
    assert [one.name for one in told.panel] == ["Ana Lopes", "Jo Li"]
    assert told.kind == ""


def test_an_interview_is_described_as_a_whole():
    titles = (Titled("Ana Lopes", "VP Engineering", ANA_LOPES.email),)
    known_mail = history(replace(person("11-10 09:00"), titles=titles))
    first = interview("11-20 10:00", summary="Phone screen")
    second = interview(guests=(ANA_LOPES, JO, SAM), summary="Final round", location="Microsoft Teams Meeting")
    screen, final = described(known_mail, (first, second), PERSON)
    assert (screen.round, screen.round_name, screen.kind, screen.held) == (1, "phone screen", "call", "call")
    assert (final.round, final.round_name, final.kind, final.held) == (2, "final", "panel", "video")
    assert [one.is_senior for one in final.interviewers] == [True, False, False]

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from classify.applications.calendar import belongs, known
from classify.types import Me
from ingest.types import Address, Attendee, Event, TimeKind, When
from tests.classify.applications.letters import START, ack, grouped, letter

ANN = "Ann ann@acme.example"
LETTERS = [
    letter("a", 0, ANN, company="Acme", role="Data Engineer", signals="application_received"),
    letter("b", 1, "Hal Stone hal@gmail.com", company="Acme", role="Data Engineer", uids="u1", answers="a"),
    ack("c", 2, "Meta", "Cook"),
    ack("d", 3, "HP", "Delivery Manager"),
    replace(letter("e", 4, "me", to=ANN, answers="a"), rooms=frozenset({"zoom my/jo"})),
]  # fmt: skip
KNOWN = known(grouped(*LETTERS).applications, LETTERS)


def event(
    summary: str = "",
    *people: str,
    uid: str = "x",
    description: str = "",
    location: str = "",
    **more: Any,
) -> Event:
    attendees = tuple(Attendee(Address("", person)) for person in people)
    made = Event(uid, "", 0, None, "", "", summary, description, location, "", None, attendees, None, None)
    return replace(made, **more)


def on(day: float) -> When:
    return When(START + timedelta(days=day), TimeKind.ZONED)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (event("anything", uid="u1"), "invite"),
        (event("catch up", "hal@gmail.com"), "people"),
        (event("Book club", "hal@gmail.com"), ""),
        (event("Book club", "ann@acme.example"), "people"),
        (event("catch up", "new.person@acme.example"), "people"),
        (event("catch up", "new.person@mail.acme.example"), "people"),
        (event("catch up", "someone@gmail.com"), ""),
        (event("catch up", "jo@mailbox.example"), ""),
        (event("Acme interview"), "company"),
        (event("Interview @ ACME"), "company"),
        (event("Data Engineer, Acme"), "company"),
        (event("Metaverse meetup call"), ""),
        (event("PHP user group call"), ""),
        (event("HP call"), "company"),
        (event("hp sauce, call mum"), ""),
        (event("Dentist"), ""),
        (event("Football", location="Acme Stadium"), ""),
        (event("Birthday call", description="at Acme Bowling"), ""),
        (event("Interview"), ""),
        (event("Acme shares"), ""),
    ],
)
def test_an_event_belongs_only_where_mail_has_shown_its_uid_people_or_company(
    entry: Event, reason: str
) -> None:
    assert belongs(entry, KNOWN) == reason


def test_a_private_word_inside_a_known_role_makes_nothing_private() -> None:
    assert belongs(event("Delivery Manager interview, HP"), KNOWN) == "company"
    assert belongs(event("HP delivery, interview on the radio"), KNOWN) == ""


@pytest.mark.parametrize("day", [-400, 400])
def test_words_and_people_count_only_in_the_time_of_their_application(day: int) -> None:
    for entry in (event("Acme interview"), event("Chat", "new.person@acme.example")):
        assert belongs(replace(entry, start=on(5)), KNOWN)
        assert not belongs(replace(entry, start=on(day)), KNOWN)
    assert belongs(event("Acme interview", uid="u1", start=on(day)), KNOWN) == "invite"


def test_once_the_job_is_taken_its_meetings_are_work() -> None:
    offered = letter("e", 4, ANN, answers="a", signals="offer")
    taken = letter("f", 5, "me", to=ANN, answers="a", signals="offer_accepted")
    letters = [*LETTERS, offered, taken]
    told = known(grouped(*letters).applications, letters)
    stand_up = event("Stand-up", "new.person@acme.example", start=on(40))
    assert belongs(stand_up, KNOWN) == "people"
    assert belongs(stand_up, told) == ""


def test_a_long_series_is_no_interview_and_two_days_are() -> None:
    assert belongs(event("Acme interview", recurs="FREQ=DAILY;COUNT=2"), KNOWN) == "company"
    assert belongs(event("Acme interview", recurs="FREQ=WEEKLY"), KNOWN) == ""
    assert belongs(event("Chat", "ann@acme.example", recurs="FREQ=WEEKLY"), KNOWN) == ""


def test_beside_people_whom_no_mail_knows_a_call_is_not_enough() -> None:
    assert belongs(event("Acme call"), KNOWN) == "company"
    assert belongs(event("Acme call", "boss@dunmore.example"), KNOWN) == ""
    assert belongs(event("Acme interview", "panel@new-agency.example"), KNOWN) == "company"
    assert belongs(event("Acme call", organizer=Address("", "no-reply@calendly.com")), KNOWN) == "company"


def test_a_known_name_ties_only_first_and_last_and_not_that_of_another_address() -> None:
    named = [letter("a", 0, "Jane Roe jane.roe@acme.example", company="Acme", role="Cook", signals="offer")]
    told = known(grouped(*named).applications, named)
    assert belongs(event("Interview with Jane Roe"), told) == "person"
    assert belongs(event("Interview with Jane"), told) == ""
    assert belongs(event("Dinner with Jane Roe"), told) == ""
    assert belongs(event("Interview with Jane Roe", "jane.roe77@gmail.com"), told) == ""


def test_titles_that_name_both_sides_are_of_the_search() -> None:
    told = known(grouped(*LETTERS).applications, LETTERS, Me("Jo Hale", frozenset({"@hale.example"})))
    for title in ("Acme <> Jo", "Jo Hale / Acme", "Acme x Jo"):
        assert belongs(event(title, "jo@hale.example"), told) == "company"
    assert belongs(event("Jo: Acme order"), told) == ""


def test_a_room_that_the_candidate_named_first_proves_nothing() -> None:
    mine = replace(LETTERS[0], key="g", at=START + timedelta(days=5), rooms=frozenset({"zoom my/jo"}))
    theirs = replace(mine, key="h", rooms=frozenset({"zoom 98765432101"}))
    letters = [*LETTERS, mine, theirs]
    told = known(grouped(*letters).applications, letters)
    assert belongs(event("Yoga", link="https://zoom.us/my/jo"), told) == ""
    assert belongs(event("Busy", link="https://acme.zoom.us/j/98765432101?pwd=x"), told) == "link"
    assert belongs(event("Busy", location="zoom.us/j/98765432101"), told) == "link"
    assert belongs(event("Busy", description="https://zoom.us/j/98765432102"), told) == ""


def test_what_was_exported_from_here_never_belongs() -> None:
    assert belongs(event("Acme interview", uid="1@calendar.tealeaves.invalid"), KNOWN) == ""


def test_what_is_known_comes_from_the_applications_letters_only() -> None:
    letters = [
        letter("a", 0, "Ann ann@acme.example", company="Acme", role="Cook", uids="u7"),
        letter(
            "b",
            1,
            "no-reply@greenhouse-mail.io",
            company="Acme",
            role="Cook",
            system=True,
            signals="application_received",
        ),
        letter("c", 2, "Pat pat@football.example", system=True),
    ]
    seen = known(grouped(*letters).applications, letters)
    assert seen.uids == {"u7"}
    assert seen.marks.keys() == {"address ann@acme.example", "domain acme.example"}
    assert seen.names.keys() == {"acme"}

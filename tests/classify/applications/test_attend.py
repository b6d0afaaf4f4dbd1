from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from classify.applications.types import Letter, Meeting
from ingest.types import Address
from tests.classify.applications.letters import START, grouped, letter

INVITES = "interview_invitation"
LETTERS = [
    letter(
        "a", 0, "Ann ann@acme.example", company="Acme", role="Data Engineer", signals="application_received"
    ),
    letter("b", 1, "Bob bob@acme.example", company="Acme", role="Cook", signals="application_received"),
]


def meeting(summary: str, *people: str, letters: frozenset[str] = frozenset(), **more: Any) -> Meeting:
    invited = tuple(Address("", p) for p in people)
    return replace(Meeting("u", START + timedelta(days=5), summary, "", invited, letters), **more)


def uids(entry: Meeting) -> list[tuple[str, ...]]:
    return [application.uids for application in grouped(*LETTERS, meetings=[entry]).applications]


def test_a_meeting_goes_with_the_mail_that_carried_it() -> None:
    assert uids(meeting("chat", letters=frozenset({"b"}))) == [(), ("u",)]


def test_a_meeting_of_the_calendar_goes_to_its_peoples_application() -> None:
    assert uids(meeting("chat", "ann@acme.example")) == [("u",), ()]


def test_a_meeting_that_names_company_and_role_goes_there() -> None:
    assert uids(meeting("Acme interview, cook")) == [(), ("u",)]


def test_a_meeting_that_fits_two_applications_alike_goes_to_neither() -> None:
    assert uids(meeting("Acme interview")) == [(), ()]


def test_a_private_meeting_goes_nowhere() -> None:
    assert uids(meeting("Dentist", "dr@teeth.example")) == [(), ()]


def test_a_meeting_goes_to_people_whose_letters_only_later_proved_to_be_this_application() -> None:
    founder = "Ish ish.builds@gmail.com"
    letters = [
        letter(
            "a", 0, "Acme no-reply@x.example", company="Acme", role="Cook", signals="application_received"
        ),
        letter("b", 1, founder, role="Cook", subject="cook", signals="recruiter_outreach"),
        letter("c", 2, founder, company="Acme", role="Cook", answers="b", subject="Re: cook"),
    ]
    result = grouped(*letters, meetings=[meeting("ish / jo", "ish.builds@gmail.com")])
    assert [one.uids for one in result.applications] == [("u",)]


# Where several fit

SAM = "Sam Cole sam.cole@quayside.example"
RAIL = letter(
    "r", 0, SAM, company="Northwind Rail", role="Planner", agency="Quayside", signals="recruiter_outreach"
)
FINCH = letter(
    "f", 1, SAM, company="Marlow & Finch", role="Analyst", agency="Quayside", signals="recruiter_outreach"
)
ROOM = frozenset({"zoom my/samcole"})


def goes(entry: Meeting, *letters: Letter) -> list[str]:
    """The first letters of the applications that have the meeting."""
    found = grouped(*letters, meetings=[entry]).applications
    return [one.members[0].key for one in found if one.uids]


def test_a_room_that_one_application_named_tells_it() -> None:
    rail = replace(RAIL, rooms=ROOM)
    assert goes(meeting("Busy", rooms=ROOM), rail, FINCH) == ["r"]
    assert goes(meeting("Busy", rooms=frozenset({"zoom 98765432101"})), rail, FINCH) == []


def test_an_agencys_room_tells_no_client_and_the_title_does() -> None:
    letters = (replace(RAIL, rooms=ROOM), replace(FINCH, rooms=ROOM))
    assert goes(meeting("Busy", rooms=ROOM), *letters) == []
    assert goes(meeting("Marlow & Finch", rooms=ROOM), *letters) == ["f"]


def test_the_company_that_a_title_names_outweighs_a_room_seen_with_another() -> None:
    rail = replace(RAIL, rooms=ROOM)
    assert goes(meeting("Marlow & Finch", "sam.cole@quayside.example", rooms=ROOM), rail, FINCH) == ["f"]


def test_a_word_that_only_one_of_the_roles_has_tells_it() -> None:
    assert uids(meeting("Acme data round")) == [("u",), ()]
    assert uids(meeting("Acme engineer or cook")) == [(), ("u",)]


def test_the_more_of_the_people_who_wrote_the_likelier() -> None:
    both = letter("c", 2, "Bob bob@acme.example", company="Acme", role="Data Engineer", answers="a")
    found = goes(meeting("chat", "ann@acme.example", "bob@acme.example"), *LETTERS, both)
    assert found == ["a"]


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (10.1, ["f"]),  # right after Marlow & Finch arranged one
        (7.0, ["r"]),  # before they did
        (10.4, []),  # when both did within a day
        (30.0, []),  # long after
        (-1.0, []),
        (None, []),
    ],
)
def test_of_several_that_fit_alike_the_one_that_was_arranging_an_interview_has_it(
    made: float | None, found: list[str]
) -> None:
    invites = [
        letter(key, day, SAM, company=company, agency="Quayside", answers=answers, signals=INVITES)
        for key, day, company, answers in (
            ("r2", 6, "Northwind Rail", "r"),
            ("f2", 10, "Marlow & Finch", "f"),
            ("r3", 10.3, "Northwind Rail", "r"),
        )
    ]
    entered = None if made is None else START + timedelta(days=made)
    entry = meeting("Catch up", "sam.cole@quayside.example", made=entered, start=START + timedelta(days=12))
    assert goes(entry, RAIL, FINCH, *invites) == found


def test_a_meeting_that_mail_carried_goes_there_whatever_it_is_called() -> None:
    carried = meeting("Northwind Rail Planner", letters=frozenset({"f"}))
    assert goes(carried, RAIL, FINCH) == ["f"]


def test_where_an_application_has_ended_the_other_has_the_meeting() -> None:
    ended = letter("b2", 3, "Bob bob@acme.example", company="Acme", answers="b", signals="rejection")
    assert goes(meeting("Acme interview"), *LETTERS, ended) == ["a"]

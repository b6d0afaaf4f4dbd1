from __future__ import annotations

import pytest

from classify.applications.calendar import Known, belongs, known
from ingest.types import Address, Attendee, Event
from tests.classify.applications.letters import grouped, letter

KNOWN = Known(
    frozenset({"u1"}),
    frozenset({"hal@gmail.com", "ann@acme.example"}),
    frozenset({"acme.example"}),
    ("Acme", "Meta", "HP"),
    ("Data Engineer",),
    frozenset({"jo@mailbox.example"}),
)


def event(
    summary: str = "", *people: str, uid: str = "x", description: str = "", location: str = ""
) -> Event:
    attendees = tuple(Attendee(Address("", person)) for person in people)
    return Event(uid, "", 0, None, "", "", summary, description, location, "", None, attendees, None, None)


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
    assert seen.addresses == {"ann@acme.example"}
    assert seen.domains == {"acme.example"}
    assert seen.companies == ("Acme",)

"""A small job search, and the events of a calendar beside it (diary.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from classify.applications.types import Letter
from ingest.types import Address, Attendee, Event, TimeKind, When
from tests.classify.applications.letters import START, ack, letter

ROBIN = "robin.hale@postbox.example"
DIARY = tomllib.loads((Path(__file__).parent / "diary.toml").read_text(encoding="utf-8"))
INVITES = "interview_invitation"


def _mine(key: str, day: float, to: str, answers: str, *rooms: str) -> Letter:
    made = letter(key, day, "me", to=to, answers=answers)
    return _with(replace(made, sender=Address("Robin Hale", ROBIN)), *rooms)


def _with(made: Letter, *rooms: str) -> Letter:
    return replace(made, rooms=frozenset(rooms))


JANE, TOM = "Jane Roe jane.roe@acme.example", "Tom Weber tom.weber@acme.example"
VERA, SAM = "Vera Lindqvist vera@haldenfreight.example", "Sam Cole sam.cole@quaysidetalent.example"
ACME, BACKEND, DATA = "Acme", "Backend Engineer", "Data Engineer"
SAMS = "zoom my/samcole"

SEARCH: dict[str, list[Letter]] = {
    "acme-backend": [
        ack("a1", 0, ACME, BACKEND),
        _with(
            letter("a2", 6, JANE, company=ACME, role=BACKEND, signals=INVITES), "zoom 98765432101"
        ),
        _mine("a3", 6.1, JANE, "a2"),
    ],
    "acme-data": [
        ack("b1", 2, ACME, DATA),
        letter("b2", 20, TOM, company=ACME, role=DATA, signals=INVITES),
        _mine("b3", 20.2, TOM, "b2"),
    ],
    "halden": [
        letter(
            "c1", 3, VERA, company="Halden Freight", role="Operations Manager", signals="recruiter_outreach"
        ),
        _mine("c2", 3.2, VERA, "c1"),
        _with(
            letter(
                "c3", 5, VERA, company="Halden Freight", answers="c2", signals=INVITES,
                mentions="Your application: things move fast at Halden, as you know.",
            ),
            "teams 19:meeting_qujd@thread.v2",
        ),
    ],
    "northwind": [
        _with(
            letter(
                "d1", 4, SAM, company="Northwind Rail", role="Planner", agency="Quayside Talent",
                signals=f"recruiter_outreach {INVITES}",
            ),
            SAMS,
        ),
    ],
    "marlow": [
        _with(
            letter(
                "e1", 9.5, SAM, company="Marlow & Finch", role="Analyst", agency="Quayside Talent",
                signals=f"recruiter_outreach {INVITES}",
            ),
            SAMS,
        ),
    ],
    "bloom": [
        letter(
            "f1", 5, "Maria Keller maria.keller.hr@gmail.com", company="Bloom", role="Product Designer",
            signals=f"application_received {INVITES}",
        ),
        _mine("f2", 5.2, "Maria Keller maria.keller.hr@gmail.com", "f1", "zoom my/robinhale"),
        _with(
            letter("f3", 5.5, "Maria Keller maria.keller.hr@gmail.com", company="Bloom", answers="f2"),
            "zoom my/robinhale",
        ),
    ],
    "kraemer": [
        letter(
            "g1", 7, "Petra Vogel petra.vogel@kraemer-soehne.example", company="Krämer & Söhne GmbH",
            role="Buchhalterin", signals=f"application_received {INVITES}",
        ),
    ],
    "lavande": [
        _with(
            letter(
                "h1", 8, "Chloé Martin chloe.martin@lavande.example", company="Lavande",
                role="Chef de projet", signals=f"application_received {INVITES}",
            ),
            "meet.google.com abc-defg-hij",
        ),
    ],
    "orchard": [
        letter(
            "i1", -160, "Nora Quinn nora@orchardhealth.example", company="Orchard Health", role="Nurse",
            signals="application_received",
        ),
        letter(
            "i2", -150, "Nora Quinn nora@orchardhealth.example", company="Orchard Health", role="Nurse",
            answers="i1", signals="rejection",
        ),
    ],
    "brightwater": [
        _with(ack("j1", 10, "Brightwater", "Support Lead"), "teams 34567890123"),
    ],
    "stmarys": [
        letter(
            "k1", 6, "Helen Ward helen.ward@stmarys.example", company="St Mary's School",
            role="Teaching Assistant", signals=f"application_received {INVITES}",
        ),
    ],
    "square": [
        letter(
            "l1", 12, "Dana Kim dana@squarehq.example", company="Square", role="Office Manager",
            signals=f"application_received {INVITES}",
        ),
    ],
}  # fmt: skip

LETTERS = [one for letters in SEARCH.values() for one in letters]


def event(told: dict[str, Any], uid: str = "x") -> Event:
    """An event as diary.toml tells it."""
    day = float(told["day"])
    start, made = (START + timedelta(days=one) for one in (day, float(told.get("made", day - 2))))
    organiser = Address("", told["organiser"]) if "organiser" in told else None
    return Event(
        uid=uid, recurrence_id="", sequence=0, stamp=made, method="", status="CONFIRMED",
        summary=told["title"], description=told.get("text", ""), location=told.get("place", ""),
        link=told.get("link", ""), organizer=organiser,
        attendees=tuple(Attendee(Address("", one)) for one in (*told.get("people", ()), ROBIN)),
        start=When(start, TimeKind.ZONED), end=When(start + timedelta(hours=1), TimeKind.ZONED),
        recurs=told.get("recurs", ""), created=made,
    )  # fmt: skip

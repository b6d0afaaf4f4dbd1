"""From the words of a small mailbox to its applications: reading and grouping together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from classify.applications import group
from classify.applications.types import Grouping, Letter
from classify.names import claims
from classify.newtext.split import split
from classify.types import Author, Me
from ingest.types import Address, Message

ME = Me("Jo Doe", frozenset({"jo.doe@gmail.com", "jo@doe.example"}))
START = datetime(2026, 2, 2, 8, tzinfo=UTC)

MAILS = Path(__file__).with_name("mailbox.txt").read_text(encoding="utf-8").splitlines()[1:]

EXPECTED = {
    "k1 k2 k3 k4 k5 k6": ("Kiln & Co", "Ceramics Technician"),
    "v1 v3 v4 v6 v8": ("Vellora", "Senior Data Engineer"),
    "v2 v5 v7": ("Vellora", "Analytics Lead"),
    "b1 b2 b3 b4 b5": ("Northmoor Energy", "Platform Engineer"),
    "b6 b7 b8": ("Harrow Mutual", "Site Reliability Engineer"),
    "h1 h2 h3": ("Ford & Daughters", "Carpenter"),
    "m1 m4": ("Meridian", "Product Designer"),
    "m2 m3": ("Meridian Labs", "Product Designer"),
    "g1 g2": ("Hartwig & Söhne", "Konstrukteur"),
}


def _address(text: str) -> Address:
    name, _, email = text.rpartition(" ")
    return Address(name, email.strip("<>")) if text != "me" else Address("Jo Doe", "jo.doe@gmail.com")


def _letter(line: str) -> Letter:
    key, day, sender, to, subject, answers, signals, body = map(str.strip, line.split("|", 7))
    text = body.replace("\\n", "\n")
    message = Message(
        key,
        f"<{key}@x>",
        (f"<{answers}@x>",) if answers else (),
        (),
        None,
        _address(sender),
        (),
        (_address(to),),
        (),
        subject,
        START + timedelta(days=float(day)),
        0,
        text,
        "",
        False,
        "",
        "",
    )
    who = Author.CANDIDATE if sender == "me" else Author.SYSTEM if "reply@" in sender else Author.PERSON
    sections = split(text)
    named = claims(message, who, sections, ME)
    far = _address(to if sender == "me" else sender)
    return Letter(
        key,
        message.at,
        message.message_id,
        message.in_reply_to,
        (),
        None,
        who,
        message.sender,
        (far,),
        subject,
        named.company,
        named.role,
        named.agency,
        named.requisition,
        frozenset(signals.split()),
        frozenset(),
        f"{subject}\n\n{sections.new}",
    )


@lru_cache(maxsize=1)
def _result() -> Grouping:
    return group([_letter(line) for line in MAILS], (), ())


def test_every_message_is_in_its_application() -> None:
    got = {" ".join(sorted(m.key for m in a.members)) for a in _result().applications}
    assert got == set(EXPECTED)


def test_every_application_is_called_by_its_employer_and_its_opening() -> None:
    names = {" ".join(sorted(m.key for m in a.members)): (a.company, a.role) for a in _result().applications}
    assert names == EXPECTED


def test_nothing_is_asked_that_the_mail_answers() -> None:
    assert not _result().questions


def test_agencies_stand_beside_their_clients() -> None:
    agencies = {a.company: a.agency for a in _result().applications if a.agency}
    assert agencies == {"Northmoor Energy": "Basalt Search", "Harrow Mutual": "Basalt Search"}

"""Short hands for the letters that scenarios are told in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from classify.applications import group
from classify.applications.types import Grouping, Letter, Meeting, Verdict
from classify.types import Author, Claim
from ingest.types import Address

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
ME = "jo@mailbox.example"


def letter(
    key: str,
    day: float,
    sender: str,
    *,
    to: str = "",
    subject: str = "",
    company: str = "",
    role: str = "",
    agency: str = "",
    basis: str = "body",
    signals: str = "",
    answers: str = "",
    references: Iterable[str] = (),
    thread: str | None = None,
    uids: str = "",
    requisition: str = "",
    mentions: str = "",
    system: bool = False,
) -> Letter:
    """A letter on a day after START. `sender` "me" is the candidate, who then writes to `to`. One that names
    a role or a requisition speaks of an application unless its words are given."""
    mine = sender == "me"
    spoken = ("My application." if mine else "Your application.") if role or requisition else ""
    name, _, email = (ME if mine else sender).rpartition(" ")
    far = to if mine else sender
    far_name, _, far_email = far.rpartition(" ")
    role_basis = "subject" if basis == "domain" else basis
    return Letter(
        key=key,
        at=START + timedelta(days=day),
        message_id=f"<{key}@x>",
        in_reply_to=(f"<{answers}@x>",) if answers else (),
        references=tuple(f"<{r}@x>" for r in references),
        provider_thread=thread,
        author=Author.CANDIDATE if mine else Author.SYSTEM if system else Author.PERSON,
        sender=Address(name, email),
        correspondents=(Address(far_name, far_email),),
        subject=subject,
        company=Claim(company, basis) if company else None,
        role=Claim(role, role_basis) if role else None,
        agency=Claim(agency, "domain") if agency else None,
        requisition=requisition,
        signals=frozenset(signals.split()),
        uids=frozenset(uids.split()),
        mentions=mentions or spoken,
    )


def grouped(*letters: Letter, meetings: Iterable[Meeting] = (), said: Iterable[Verdict] = ()) -> Grouping:
    return group(letters, meetings, said)


def sets(result: Grouping) -> list[str]:
    """Every application as its letters' keys run together, in order of their first letter."""
    return [" ".join(m.key for m in application.members) for application in result.applications]


def ack(key: str, day: float, company: str, role: str, **more: Any) -> Letter:
    """A tracking system's acknowledgement of an application."""
    return letter(
        key,
        day,
        f"{company} no-reply@greenhouse-mail.io",
        company=company,
        role=role,
        basis="subject",
        signals="application_received",
        system=True,
        **more,
    )

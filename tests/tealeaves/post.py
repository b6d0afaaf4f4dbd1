"""Mails of a small job search, made one by one, for tests in which they come and go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime, parsedate_to_datetime

from classify.types import Me

ME = Me("Robin Hale", frozenset({"robin.hale@postbox.example"}), "Europe/London")
MINE = "Robin Hale <robin.hale@postbox.example>"
NOW = datetime(2026, 9, 28, 7, tzinfo=UTC)
FIRST = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)

COMPANIES = (("Harbor & Vine", "harborvine.example"), ("Northwind Rail", "northwindrail.example"))


def at(number: int) -> datetime:
    """When the mail of that number was sent: an hour after the one before."""
    return FIRST + timedelta(hours=number)


def sent(raw: bytes) -> datetime:
    """What the Date header says."""
    return parsedate_to_datetime(BytesHeaderParser().parsebytes(raw)["Date"])


def boxed(raw: bytes) -> bytes:
    """As it stands in an mbox."""
    separator = f"From x@y.example {sent(raw):%a %b %d %H:%M:%S %Y}\n".encode()
    return separator + raw.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n\n"


def mail(
    number: int,
    sender: str,
    subject: str,
    text: str,
    *,
    to: str = MINE,
    answers: str = "",
    has_id: bool = True,
    more: tuple[tuple[str, str], ...] = (),
) -> EmailMessage:
    """A mail whose Message-ID, date and boundaries follow from its number alone."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"] = format_datetime(at(number))
    if has_id:
        made["Message-ID"] = message_id(number)
    if answers:
        made["In-Reply-To"] = made["References"] = answers
    for name, value in more:
        made[name] = value
    made.set_content(text)
    return made


def message_id(number: int) -> str:
    return f"<{number}@mail.example>"


def recruiter(company: int) -> str:
    name, domain = COMPANIES[company]
    return f'"Jane Roe ({name})" <jane.roe@{domain}>'


def interview(number: int, company: int, *, has_id: bool = True) -> EmailMessage:
    """Job mail beyond doubt, by a person."""
    name, _ = COMPANIES[company]
    return mail(
        number,
        recruiter(company),
        f"Interview for the role of Data Engineer at {name}",
        "Hi Robin,\n\nthank you for applying for the role of Data Engineer. We would like to invite you to "
        "an interview with our hiring manager next week. Could you send me your availability?\n\n"
        f"Best regards,\nJane Roe\nTalent Acquisition, {name}\n",
        has_id=has_id,
    )


def answer(number: int, company: int, parent: str) -> EmailMessage:
    """Says nothing of itself: its thread or its sender makes it what it is."""
    text = "Hi Robin,\n\nThursday at three works for all of us.\n\nJane\n"
    return mail(number, recruiter(company), "Re: Thursday", text, answers=parent)


def own(number: int, company: int, parent: str) -> EmailMessage:
    text = "Hi Jane,\n\nthank you, Thursday at three is fine.\n\nRobin\n"
    return mail(number, MINE, "Re: Thursday", text, to=recruiter(company), answers=parent)


def newsletter(number: int, sender: str = "Cotton & Clay <hello@cottonandclay.example>") -> EmailMessage:
    """Bulk mail that says nothing of a job search; its words are found nowhere else."""
    return mail(
        number,
        sender,
        "The spring throw everyone is talking about",
        f"Softer than moonlight, warmer than marmalade: quilted throw {number} is back.\n"
        "Unsubscribe: https://shop.example/u\n",
        more=(
            ("List-Unsubscribe", "<https://shop.example/u>"),
            ("List-Id", "<throws.shop.example>"),
            ("Precedence", "bulk"),
        ),
    )


def company_news(number: int, company: int) -> EmailMessage:
    """Bulk mail of a company that the candidate may or may not know."""
    name, domain = COMPANIES[company]
    return newsletter(number, f"{name} <news@{domain}>")


def desk(company: int) -> str:
    """An address from which a company writes to many, and to Robin too."""
    name, domain = COMPANIES[company]
    return f"{name} <hello@{domain}>"


def desk_news(number: int, company: int) -> EmailMessage:
    """Bulk mail from an address that may become known."""
    return newsletter(number, desk(company))


def desk_writes(number: int, company: int) -> EmailMessage:
    """Job mail from that address."""
    made = interview(number, company)
    made.replace_header("From", desk(company))
    return made


def news_in_thread(number: int, parent: str) -> EmailMessage:
    """Bulk mail that answers something."""
    made = newsletter(number)
    made["In-Reply-To"] = parent
    return made


def personal(number: int) -> EmailMessage:
    text = "Hi Robin,\n\nshall we go swimming on Sunday? Bring the dog.\n\nSam\n"
    return mail(number, "Sam Okoro <sam.okoro@friends.example>", "Sunday", text)


def with_attachment(number: int, company: int) -> EmailMessage:
    made = interview(number, company)
    made.add_attachment(b"%PDF-1.7 " + bytes(range(256)) * 200, "application", "pdf", filename="role.pdf")
    made.set_boundary(f"=-parts-{number}")
    return made


def invite(number: int, company: int) -> EmailMessage:
    name, domain = COMPANIES[company]
    made = interview(number, company)
    start = at(number + 200)
    calendar = "\r\n".join(
        (
            "BEGIN:VCALENDAR",
            "PRODID:-//Example//Calendar//EN",
            "VERSION:2.0",
            "METHOD:REQUEST",
            "BEGIN:VEVENT",
            f"UID:meeting-{number}@{domain}",
            "SEQUENCE:0",
            f"DTSTAMP:{at(number):%Y%m%dT%H%M%SZ}",
            f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
            f"DTEND:{start + timedelta(hours=1):%Y%m%dT%H%M%SZ}",
            f"SUMMARY:Interview: Data Engineer at {name}",
            f"ORGANIZER;CN=Jane Roe:mailto:jane.roe@{domain}",
            "ATTENDEE;CN=Robin Hale:mailto:robin.hale@postbox.example",
            "STATUS:CONFIRMED",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        )
    )
    made.add_alternative(calendar, subtype="calendar", params={"method": "REQUEST"})
    made.set_boundary(f"=-parts-{number}")
    return made

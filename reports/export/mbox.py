"""Mails as one mbox file, in the form "mboxrd": a line of a mail that could begin the next one gets a ">"
(RFC 4155, appendix A; the mbox(5) manual page of the mutt project)."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

from reports.export.letter import letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.types import Message

_FROM = re.compile(rb"^(>*From )", re.MULTILINE)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def mbox(messages: Iterable[Message]) -> Iterator[bytes]:
    """The file, a mail at a time."""
    for one in messages:
        raw = letter(one)
        yield _separator(one) + _FROM.sub(rb">\1", raw if raw.endswith(b"\n") else raw + b"\n") + b"\n"


def _separator(one: Message) -> bytes:
    """Its date is in UTC and in English, whatever the locale (RFC 4155)."""
    at = one.at.astimezone(UTC)
    sender = one.sender.email if one.sender and one.sender.email.isascii() else ""
    who = "".join(sender.split()) or "MAILER-DAEMON"
    day = f"{_DAYS[at.weekday()]} {_MONTHS[at.month - 1]} {at.day:2d} {at:%H:%M:%S} {at.year:04d}"
    return f"From {who} {day}\n".encode()

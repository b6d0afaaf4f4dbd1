"""What a search is within, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.search.query import NOTHING, Query

if TYPE_CHECKING:
    from datetime import datetime

    from classify.types import Author
    from ingest.types import Address


@dataclass(frozen=True, slots=True)
class Within:
    """Which of the kept messages are looked at: those of which all that is given is true."""

    applications: frozenset[str] | None = None  # it belongs to one of these
    company: Query = NOTHING  # of the company or agency of its application, or that it names
    signal: str = ""  # it shows it, as the person corrected it; suggested is not enough
    sender: Query = NOTHING  # of the sender's name and address
    since: datetime | None = None  # its time, inclusive
    until: datetime | None = None  # inclusive
    sent: bool | None = None  # True by the candidate, False by anybody else


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that was found, with what is needed to show where."""

    key: str
    message_id: str
    at: datetime
    author: Author
    sender: Address | None
    application: str  # its id, "" for none
    company: str
    role: str
    agency: str
    subject: str
    text: str
    others: tuple[str, ...]  # names of attachments, letters in it, what its events say


@dataclass(frozen=True, slots=True)
class Findings:
    """The best of what was found, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int

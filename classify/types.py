"""What one message means: the readings that the rules make of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.types import Address


class Speaker(StrEnum):
    COMPANY = "company"
    CANDIDATE = "candidate"


class Author(StrEnum):
    CANDIDATE = "candidate"
    PERSON = "person"  # a person who is not the candidate; only theirs are replies
    SYSTEM = "system"  # no-reply senders, Auto-Submitted, templates, out-of-office, bounces

    @property
    def speaker(self) -> Speaker:
        """For which side it speaks."""
        return Speaker.CANDIDATE if self is Author.CANDIDATE else Speaker.COMPANY


class Standing(StrEnum):
    """What a message says of itself, before its thread and its sender are known."""

    RELEVANT = "relevant"  # about the job search beyond doubt
    POSSIBLE = "possible"  # personal mail that its thread or its sender may make relevant
    DOUBTFUL = "doubtful"  # taken alone it reads as something else; its thread or its sender may still decide
    IRRELEVANT = "irrelevant"  # bulk mail, receipts, alerts: no context changes that
    UNREAD = "unread"  # only its header was fetched, and that spoke of nothing of the kind


OPEN = (Standing.POSSIBLE, Standing.DOUBTFUL)
"""Of these, threads and correspondents decide whether they belong to the job search."""


class Confidence(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    SUGGESTED = "suggested"


@dataclass(frozen=True, slots=True)
class Me:
    """Who the candidate is. `addresses` are lower case; "@domain" stands for every address of it."""

    name: str
    addresses: frozenset[str]
    timezone: str = "UTC"

    def owns(self, email: str) -> bool:
        return email in self.addresses or f"@{email.rpartition('@')[2]}" in self.addresses

    def others(self, people: Iterable[Address | None]) -> tuple[Address, ...]:
        """Those of the people who have an address and are not the candidate, each address once."""
        found = {one.email: one for one in people if one and one.email and not self.owns(one.email)}
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that show something: `text` is `Reading.text[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Signal:
    name: str  # as in the signal table
    confidence: Confidence
    evidence: Evidence
    phrase: str  # the phrase or pattern of the bank that fired

    @property
    def firm(self) -> bool:
        """Whether it counts: a suggestion is for the person to accept first."""
        return self.confidence is not Confidence.SUGGESTED


@dataclass(frozen=True, slots=True)
class Claim:
    """A company or a role that the message names, and where it was read."""

    value: str
    basis: str  # "sender", "subject", "body", "signature", "link", "invite", "domain", "greeting"


@dataclass(frozen=True, slots=True)
class Promise:
    """The last day on which the company said the candidate would hear."""

    by: date
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Pay:
    """Pay that was named: an amount (`low` equals `high`) or a range, in whole units of its currency.

    `currency` is an ISO 4217 code, "" where none is named; `period` is "year", "month", "week", "day" or
    "hour", "" where none is named and the amount does not tell. The evidence is the amount as written.
    """

    low: float
    high: float
    currency: str
    period: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Titled:
    """What somebody is called at work, as a mail told it."""

    name: str  # as written
    title: str
    email: str = ""  # lower case, "" where the mail names the person alone


@dataclass(frozen=True, slots=True)
class Sections:
    """A body taken apart. Nothing is lost: the parts together hold every line."""

    new: str  # what the writer wrote this time
    quoted: str
    forwarded: str
    signature: str
    footer: str  # legal text, unsubscribe blocks, banners, how to join a meeting


@dataclass(frozen=True, slots=True)
class Reading:
    key: str  # of the message
    author: Author
    standing: Standing
    reasons: tuple[str, ...]  # why this standing, each a short phrase for a person
    text: str  # what was read: the subject where it counts, a blank line, the new text
    sections: Sections
    signals: tuple[Signal, ...]
    company: Claim | None
    role: Claim | None
    agency: Claim | None  # the agency, where the sender is one (then `company` is its client or None)
    requisition: str  # a requisition or vacancy number, "" where none
    promise: Promise | None
    asks: bool  # the candidate's own text asks for an answer (opens a wait); for others, asks the candidate
    rules: str  # fingerprint of the rules that made this reading
    pay: tuple[Pay, ...] = ()  # what it names, in the order of the text
    titles: tuple[Titled, ...] = ()  # of people at the company: the writer first, then others whom it names

    @classmethod
    def bare(cls, key: str, author: Author, standing: Standing, rules: str = "") -> Reading:
        """A reading that found nothing and repeats no word of the message."""
        nothing = Sections("", "", "", "", "")
        return cls(key, author, standing, (), "", nothing, (), None, None, None, "", None, False, rules)

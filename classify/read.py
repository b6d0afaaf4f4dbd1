"""One message read: who wrote it, what is new in it, what it says, and what it is about."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from classify.asks import asks
from classify.author import author as author_of
from classify.author import is_unmeant
from classify.names import claims
from classify.names.subject import ANSWERS
from classify.newtext import split
from classify.promises.commitment import promise
from classify.relevance import standing as standing_of
from classify.signals.find import find, rules_fingerprint
from classify.types import Author, Me, Reading, Sections, Speaker, Standing

if TYPE_CHECKING:
    from classify.signals.bank import Bank
    from ingest.types import Message

CODE = "1"  # raise it when the code of this floor reads differently, so that old readings are known to be old


def read(message: Message, me: Me, extra: Bank | None = None) -> Reading:
    """The reading of one message, from its own words alone. Pure, and the same each time.

    `extra` is the person's own bank of phrases. Offsets in the reading count in `Reading.text`.
    """
    sections = split(message.text, message.subject)
    author = author_of(message, me, sections)
    text = read_text(message.subject, sections)
    standing, reasons = standing_of(message, author, sections, ())
    if standing is Standing.IRRELEVANT:
        # Most mail is newsletters and the like, and most of the work is in what follows.
        return _unread(message, author, standing, reasons, sections, extra)
    speaker = Speaker.CANDIDATE if author is Author.CANDIDATE else Speaker.COMPANY
    unmeant = is_unmeant(message, sections)
    signals = () if unmeant else find(text, speaker, extra)
    named = claims(message, author, sections, me)
    standing, reasons = standing_of(message, author, sections, signals, named.role)
    promised = None
    if author is not Author.CANDIDATE and not unmeant:
        promised = promise(text, message.at, message.zone_minutes)
    names = frozenset(signal.name for signal in signals)
    return Reading(
        key=message.key,
        author=author,
        standing=standing,
        reasons=reasons,
        text=text,
        sections=sections,
        signals=signals,
        company=named.company,
        role=named.role,
        agency=named.agency,
        requisition=named.requisition,
        promise=promised,
        asks=asks(sections.new, author, names, message.events),
        rules=fingerprint(extra),
    )


def _unread(
    message: Message,
    author: Author,
    standing: Standing,
    reasons: tuple[str, ...],
    sections: Sections,
    extra: Bank | None,
) -> Reading:
    """The reading of a message that is about something else."""
    text = read_text(message.subject, sections)
    bare = Reading.bare(message.key, author, standing, fingerprint(extra))
    return replace(bare, reasons=reasons, text=text, sections=sections)


def read_text(subject: str, sections: Sections) -> str:
    """What is read: the new text, under the subject unless that only repeats an older one."""
    return sections.new if repeats(subject) else f"{subject}\n\n{sections.new}"


def repeats(subject: str) -> bool:
    """Whether a subject only repeats an older one: "Re:", "Fwd:" and their like in other languages."""
    prefix, colon, _ = subject.strip().partition(":")
    word = prefix.strip().rstrip("0123456789[]() ").lower()
    return not subject.strip() or (bool(colon) and word in ANSWERS)


@lru_cache(maxsize=8)
def fingerprint(extra: Bank | None = None) -> str:
    """16 hex digits that change when anything changes that a reading depends on: any table of this floor, the
    person's own phrases, or the meaning of the code (`CODE`, and that of the signals)."""
    return hashlib.sha256(f"{CODE} {rules_fingerprint(extra)} {_tables()}".encode()).hexdigest()[:16]


@cache
def _tables() -> str:
    """The hash of all tables of this floor, by name and content."""
    root = Path(__file__).parent
    every = hashlib.sha256()
    for path in sorted(root.rglob("*.toml"), key=lambda path: path.relative_to(root).as_posix()):
        every.update(path.relative_to(root).as_posix().encode() + b"\0")
        every.update(hashlib.sha256(path.read_bytes()).digest())
    return every.hexdigest()

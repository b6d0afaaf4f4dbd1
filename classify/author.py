"""Who wrote a message: the candidate, another person, or a system."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from classify import senders
from classify.anyof import any_of
from classify.normalise import fold
from classify.types import Author, Me, Sections
from ingest.types import Address, Message

_TABLE = tomllib.loads(Path(__file__).with_name("data").joinpath("authors.toml").read_text(encoding="utf-8"))
_SENT = frozenset(_TABLE["sent"]["labels"])
_OWN = frozenset(_TABLE["own"]["words"])
_WORDS = re.compile(r"[^\W\d_][\w']*")
_SIGNED = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,3}")
_SENTENCE = re.compile(r"\w{4}[.!?]")  # "Dr. Roe" ends none
_READ = 4000  # characters of a body in which these words stand


def _any_of(table: str, kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(fold(phrase).casefold() for phrase in _TABLE[table][kind])}")


_ABSENT = _any_of("absence", "subjects")
_AWAY = _any_of("absence", "away")
_MEANWHILE = _any_of("absence", "meanwhile")
_RETURNED = _any_of("returned", "subjects")
_ANSWERED = _any_of("answered", "notices")
_ANSWERING = _any_of("answered", "subjects")
_AUTOMATIC = _any_of("automatic", "notices")
_TEMPLATE = _any_of("automatic", "templates")


def author(message: Message, me: Me, sections: Sections) -> Author:
    """Who wrote it. Headers decide before words do: `Auto-Submitted` (RFC 3834), an empty return path and a
    report's subject (RFC 3464), the method of an invite (RFC 5546); then the sender's name and the words."""
    sender = message.sender
    if _is_own(message, me):
        return Author.SYSTEM if message.automatic.startswith("auto-replied") else Author.CANDIDATE
    if sender is None or not sender.email:
        return Author.SYSTEM
    subject = fold(message.subject).casefold()
    if message.return_path == "<>" or _RETURNED.match(subject) or _is_absent(subject, message, sections):
        return Author.SYSTEM
    method = next((event.method for event in message.events if event.method), "")
    if method == "REPLY" or (not method and _ANSWERING.match(subject)):
        return Author.PERSON if _adds_words(sections) else Author.SYSTEM
    if senders.kind(sender.domain) == "scheduling":
        return Author.SYSTEM
    if method in ("REQUEST", "CANCEL", "COUNTER", "PUBLISH") and _sends_invites(message, sender):
        return Author.PERSON
    if message.automatic:
        return Author.SYSTEM
    return Author.PERSON if _is_person(message, sender, sections) else Author.SYSTEM


def is_unmeant(message: Message, sections: Sections) -> bool:
    """Whether nobody wrote these words to their reader: an out-of-office reply, or a calendar's note that an
    invitation was answered. An acknowledgement is meant, although a program sends it."""
    method = next((event.method for event in message.events if event.method), "")
    if method == "REPLY" or (not method and _ANSWERING.match(fold(message.subject).casefold())):
        return not _adds_words(sections)
    if message.automatic.startswith("auto-replied") and message.in_reply_to:  # RFC 3834 §3.1.5
        return True
    return _is_absent(fold(message.subject).casefold(), message, sections)


def _is_own(message: Message, me: Me) -> bool:
    """Whether the candidate wrote it: from one of the addresses, out of a folder of sent mail, or from free
    mail under the candidate's name to others. To the candidate, that last would be a forgery."""
    sender = message.sender
    if sender is None:
        return False
    if me.owns(sender.email):
        return True
    if any(label.casefold() in _SENT for label in message.labels):
        return True
    words = me.name.casefold().split()
    named = len(words) > 1 and sender.name.casefold().split() == words
    reached = any(me.owns(address.email) for address in (*message.to, *message.cc))
    others = bool(message.to) and not reached and not message.labels
    return named and others and senders.kind(sender.domain) == "free_mail"


def _is_absent(subject: str, message: Message, sections: Sections) -> bool:
    if _ABSENT.match(subject):
        return True
    if message.bulk:
        return False
    text = fold(sections.new[:_READ]).casefold()
    short = len(text) < 1200 and "?" not in text
    return bool(short and _AWAY.search(text[:400]) and _MEANWHILE.search(text))


def _adds_words(sections: Sections) -> bool:
    return bool(_WORDS.search(sections.new)) and not _ANSWERED.search(fold(sections.new[:_READ]).casefold())


def _sends_invites(message: Message, sender: Address) -> bool:
    """An invite sent in a person's name: a calendar made the mail, but a person pressed the button."""
    if senders.local(sender.email, "unread") and not senders.person(sender):
        return False
    organizers = (event.organizer for event in message.events if event.organizer)
    return senders.person(sender) or any(organizer.email == sender.email for organizer in organizers)


def _is_person(message: Message, sender: Address, sections: Sections) -> bool:
    text = fold(sections.new[:_READ]).casefold()
    if senders.relay(sender):
        return not _TEMPLATE.search(text)
    kind = senders.kind(sender.domain)
    named = senders.person(sender)
    unread = senders.local(sender.email, "unread")
    program = senders.local(sender.email, "program")
    if kind == "ats" and (unread or program):  # some send recruiters' own letters from such an address
        own = _speaks(text) or (_answerable(message) and _is_signed(sender, sections))
        return senders.named(sender) and own and not _is_notice(text, sections) and not _TEMPLATE.search(text)
    if unread:
        return False
    if kind in ("ats", "process", "boards"):
        own = named or (senders.named(sender) and (_speaks(text) or _is_signed(sender, sections)))
        return own and not _is_notice(text, sections) and not _TEMPLATE.search(text)
    if message.bulk or program:
        return named and bool(message.in_reply_to or not message.bulk) and not _is_notice(text, sections)
    if named:
        return not (_is_notice(text, sections) and _TEMPLATE.search(text))
    return (
        not _is_notice(text, sections)
        and not _TEMPLATE.search(text[:400])
        and (_speaks(text) or _is_signed(None, sections))
    )


def _is_notice(text: str, sections: Sections) -> bool:
    return bool(_AUTOMATIC.search(text) or _AUTOMATIC.search(fold(sections.footer[:_READ]).casefold()))


def _speaks(text: str) -> bool:
    return not _OWN.isdisjoint(_WORDS.findall(text))


def _answerable(message: Message) -> bool:
    """Answers go to somebody who reads them."""
    return any(not senders.local(address.email, "unread") for address in message.reply_to)


def _is_signed(sender: Address | None, sections: Sections) -> bool:
    """Whether a person's name stands at the end: the sender's own where it is known, else any short one."""
    new = [line.strip(" ,.-") for line in sections.new.splitlines() if line.strip(" ,.-")]
    below = [line.strip(" ,.-") for line in sections.signature.splitlines() if line.strip(" ,.-")]
    if sender is not None:
        words = sender.name.casefold().split()
        return any(set(line.casefold().split()) <= set(words) for line in (*new[-2:], *below[:3]))
    for line in below[1:2] or new[-1:]:
        name = line.partition(",")[0]
        short = len(line) <= 80 and len(name) <= 40 and not _SENTENCE.search(line)
        if short and name[:1].isupper() and _SIGNED.fullmatch(name):
            return senders.named(Address(name, ""))
    return False
